using Dlms.Association;
using Dlms.Security;
using Testing;

namespace Dlms.Tests;

/// <summary>The cases of the DLMS UA's conformance test plan for security suite 0 (SYMSEC_0), by their names there.</summary>
public class SymSec0Tests
{
    private const string Get = "C001C1 000F 0000280000FF 0100";
    private const string Got = "C401C1 00 0906 0000280000FF";
    private const string Setup = "0040 00002B0000FF";
    private const string Channel = "0001 0080010000FF 0200";
    private const string Refused = "612BA109060760857405080103A203020101A305A10302010DA40A04084D4D4D0000BC614EBE0604040E010600";

    private static readonly byte[] NewGuek = Hex.Bytes("A0A1A2A3A4A5A6A7A8A9AAABACADAEAF");
    private static readonly byte[] NewGak = Hex.Bytes("B0B1B2B3B4B5B6B7B8B9BABBBCBDBEBF");

    private readonly TestServer _server = new();

    [Fact]
    public async Task BasicCap_1_an_association_is_made_used_and_released_under_ciphering()
    {
        await using var client = await new CipheredClient(_server).OpenHlsAsync();
        await client.PlayAsync(
            $"""
            > {Get}
            < {Got}
            > C001C1 000F 0000280000FF 0400
            < C401C1 00 0207 1102 1110 1202F4 1105 1108 1101 1103
            > C001C1 000F 0000280000FF 0500
            < C401C1 00 0206 0418601E5D 12FFFF 124000 1106 0F00 0900
            > C001C1 000F 0000280000FF 0600
            < C401C1 00 0207 1102 1110 1202F4 1105 1108 1102 1105
            > C001C1 000F 0000280000FF 0800
            < C401C1 00 1602
            > C001C1 000F 0000280000FF 0900
            < C401C1 00 0906 00002B0000FF
            > C001C1 {Setup} 0300
            < C401C1 00 1600
            """);
        var release = client.Protect(ApduTag.GloInitiateRequest, 0x30, client.Counter++, client.InitiateRequest);
        Assert.StartsWith("6328800100BE230421281F30", await client.Association.AskAsync("6228800100BE230421" + release), StringComparison.Ordinal);
        Assert.Equal("D80102", await client.AskAsync(Get));
    }

    [Fact]
    public async Task FraCount_1_a_request_is_accepted_once()
    {
        await using var client = await new CipheredClient(_server).OpenHlsAsync(); // 1 to 3
        var request = client.Protect(Get); // 4
        Assert.Equal(Plain(Got), client.Unprotect(await client.Association.AskAsync(request)));
        Assert.Equal("D8010600000005", await client.Association.AskAsync(request));
        client.Counter = 3;
        await client.PlayAsync($"> {Get}\n< D80106 00000005");
        client.Counter = 5;
        await client.PlayAsync($"> {Get}\n< {Got}");
        client.Counter = 500;
        await client.PlayAsync($"> {Get}\n< {Got}");

        await using var next = new CipheredClient(_server) { Counter = 500 };
        Assert.Equal("D80106000001F5", await next.Association.AskAsync(Convert.ToHexString(next.Aarq().ToArray())));
    }

    [Fact]
    public async Task FraCount_3_the_servers_counter_rises_with_every_answer_over_all_associations()
    {
        var last = 0u;
        for (var i = 0u; i < 3; i++)
        {
            await using var client = await new CipheredClient(_server) { Counter = 1 + (100 * i) }.OpenHlsAsync();
            for (var request = 0; request < 5; request++)
            {
                var answer = Hex.Bytes(await client.Association.AskAsync(client.Protect(Get)));
                var counter = CipheredApdu.Read(answer).InvocationCounter;
                Assert.True(counter > last, $"{counter} after {last}");
                last = counter;
            }
        }
    }

    [Fact]
    public Task Key_Tx_P1_the_encryption_key_is_transferred_and_restored() => TransferAndRestoreAsync(NewGuek, TestSecurity.Gak);

    [Fact]
    public Task Key_Tx_P2_the_authentication_key_is_transferred_and_restored() => TransferAndRestoreAsync(TestSecurity.Guek, NewGak);

    [Fact]
    public Task Key_Tx_P3_both_keys_are_transferred_and_restored() => TransferAndRestoreAsync(NewGuek, NewGak);

    [Fact]
    public async Task Key_Tx_N1_a_wrong_key_id_is_refused()
    {
        await using var client = await new CipheredClient(_server).OpenHlsAsync();
        foreach (var id in new byte[] { 1, 4, 255 })
        {
            await client.PlayAsync($"> C301C1 {Setup} 02 01 0101 {Wrapped(TestSecurity.Kek, id, NewGuek)}\n< C701C1 FA 00\n> {Get}\n< {Got}");
        }
    }

    [Fact]
    public async Task Key_Tx_N2_a_wrong_wrapping_is_refused()
    {
        await using var client = await new CipheredClient(_server).OpenHlsAsync();
        await client.PlayAsync(
            $"""
            > C301C1 {Setup} 02 01 0101 {Wrapped(NewGak, 0, NewGuek)}
            < C701C1 FA 00
            > C301C1 {Setup} 02 01 0101 0202 1600 0918 000000000000000000000000000000000000000000000000
            < C701C1 FA 00
            > C301C1 {Setup} 02 01 0101 0202 1600 0910 {Convert.ToHexString(NewGuek)}
            < C701C1 FA 00
            > {Get}
            < {Got}
            """);
        await using var next = await new CipheredClient(_server) { Counter = client.Counter }.OpenHlsAsync();
    }

    [Fact]
    public async Task DedKey_N1_a_dedicated_key_that_was_not_agreed_on_is_refused()
    {
        await using var client = new CipheredClient(_server) { DedicatedKey = NewGuek };
        await client.OpenHlsAsync();
        client.Dedicated = true;
        client.DedicatedKey = NewGak; // another
        await client.PlayAsync($"> {Get}\n< D80105");
        client.DedicatedKey = NewGuek;
        await client.PlayAsync($"> {Get}\n< {Got}");

        await using var without = await new CipheredClient(_server) { Counter = 100 }.OpenHlsAsync();
        (without.DedicatedKey, without.Dedicated) = (NewGuek, true); // that of the other association
        await without.PlayAsync($"> {Get}\n< D80105");

        await using var shorter = new CipheredClient(_server) { Counter = 200, DedicatedKey = NewGuek[..8] };
        Assert.Equal(
            "612BA109060760857405080103A203020101A305A103020101A40A04084D4D4D0000BC614EBE0604040E010600",
            await shorter.Association.AskAsync(Convert.ToHexString(shorter.Aarq().ToArray())));
    }

    [Fact]
    public async Task SecDataX_P1_data_are_read_and_written_under_global_and_dedicated_ciphering()
    {
        foreach (var policy in new byte[] { 0, 1, 3 })
        {
            _server.Policy = new() { SecurityPolicy = (SecurityPolicy)policy };
            foreach (var (isGeneral, isDedicated) in new[] { (false, false), (false, true), (true, false), (true, true) })
            {
                await using var client = new CipheredClient(_server) { DedicatedKey = NewGuek, Counter = Next() };
                await client.OpenHlsAsync();
                (client.General, client.Dedicated) = (isGeneral, isDedicated);
                foreach (var control in policy == 3 ? new byte[] { 0x30 } : [0x10, 0x30])
                {
                    client.Control = control;
                    await client.PlayAsync(
                        $"""
                        > C101C1 {Channel} 12 0010
                        < C501C1 00
                        > C001C1 {Channel}
                        < C401C1 00 12 0010
                        > C101C1 {Channel} 12 0001
                        < C501C1 00
                        > C301C1 0008 0000010000FF 03 01 0F00
                        < C701C1 00 00
                        """);
                }
            }
        }
    }

    [Fact]
    public async Task SecDataX_N1_data_are_not_exchanged_under_a_wrong_protection()
    {
        _server.Policy = new() { SecurityPolicy = SecurityPolicy.AuthenticatedAndEncrypted };
        await using var client = new CipheredClient(_server) { DedicatedKey = NewGuek };
        await client.OpenHlsAsync();
        foreach (var request in new[] { Get, $"C101C1 {Channel} 12 0010", "C301C1 0008 0000010000FF 03 01 0F00" })
        {
            Assert.Equal("D80101", await client.Association.AskAsync(request));
            foreach (var isDedicated in new[] { false, true })
            {
                client.Dedicated = isDedicated;
                client.Control = 0x10;
                await client.PlayAsync($"> {request}\n< D80101");
                client.Control = 0x20;
                await client.PlayAsync($"> {request}\n< D80105");
            }
        }

        (client.Dedicated, client.Control) = (false, 0x30);
        await client.PlayAsync($"> C001C1 {Channel}\n< C401C1 00 12 0001");
        Assert.Empty(_server.ClockSettings);
    }

    [Fact]
    public async Task SYMSEC_REL_N1_a_release_protected_too_little_is_refused()
    {
        _server.Policy = new() { SecurityPolicy = SecurityPolicy.Authenticated };
        await using var client = await new CipheredClient(_server).OpenHlsAsync();
        Assert.Equal("D80101", await client.Association.AskAsync("6203800100"));
        Assert.Equal("D80101", await client.Association.AskAsync($"6215800100BE10040E{client.InitiateRequest}"));
        Assert.Equal(AssociationState.Associated, client.Association.State);
        await client.PlayAsync($"> {Get}\n< {Got}");
    }

    [Theory]
    [InlineData(0, "C401C10009060000280000FF", true)]
    public Task SecPol_1_without_a_policy_everything_is_answered(byte policy, string plain, bool isAuthenticatedEnough) =>
        ActivateAsync(policy, plain, isAuthenticatedEnough);

    [Theory]
    [InlineData(1, "D80101", true)]
    public Task SecPol_2_authentication_is_activated(byte policy, string plain, bool isAuthenticatedEnough) =>
        ActivateAsync(policy, plain, isAuthenticatedEnough);

    [Theory]
    [InlineData(3, "D80101", false)]
    public Task SecPol_3_authentication_and_encryption_are_activated(byte policy, string plain, bool isAuthenticatedEnough) =>
        ActivateAsync(policy, plain, isAuthenticatedEnough);

    private static string Plain(string hex) => Convert.ToHexString(Hex.Bytes(hex));

    private static string Wrapped(byte[] master, byte id, byte[] key) => $"0202 16{id:X2} 0918 {Convert.ToHexString(KeyWrap.Wrap(master, key))}";

    private uint Next() => _server.Security.ReceiveCounters.HighestAccepted(_server.Security.Keys.Fingerprint) + 1;

    private async Task ActivateAsync(byte policy, string plain, bool isAuthenticatedEnough)
    {
        await using (var client = await new CipheredClient(_server).OpenHlsAsync())
        {
            await client.PlayAsync(
                $"""
                > C301C1 {Setup} 01 01 16{policy:X2}
                < C701C1 00 00
                > C001C1 {Setup} 0200
                < C401C1 00 16{policy:X2}
                """);
        }

        await using var next = await new CipheredClient(_server) { Counter = Next() }.OpenHlsAsync();
        Assert.Equal(plain, await next.Association.AskAsync(Get));
        next.Control = 0x10;
        await next.PlayAsync($"> {Get}\n< {(isAuthenticatedEnough ? Got : "D80101")}");
        next.Control = 0x30;
        await next.PlayAsync($"> {Get}\n< {Got}");
        if (policy > 0)
        {
            await next.PlayAsync($"> C301C1 {Setup} 01 01 16{policy - 1:X2}\n< C701C1 FA 00"); // never back
            await using var weak = new CipheredClient(_server) { Counter = Next(), InitiateControl = null };
            Assert.Equal(Refused, await weak.Association.AskAsync(Convert.ToHexString(weak.Aarq().ToArray())));
        }
    }

    private async Task TransferAndRestoreAsync(byte[] guek, byte[] gak)
    {
        await TransferAsync(TestSecurity.Guek, TestSecurity.Gak, guek, gak);
        await using (var old = new CipheredClient(_server) { Counter = 1000 })
        {
            Assert.Equal(Refused, await old.Association.AskAsync(Convert.ToHexString(old.Aarq().ToArray())));
        }

        await TransferAsync(guek, gak, TestSecurity.Guek, TestSecurity.Gak);
        await using var restored = await new CipheredClient(_server) { Counter = Next() }.OpenHlsAsync();
        await restored.PlayAsync($"> {Get}\n< {Got}");
    }

    private async Task TransferAsync(byte[] guek, byte[] gak, byte[] newGuek, byte[] newGak)
    {
        var keys = (guek == newGuek ? "" : Wrapped(TestSecurity.Kek, 0, newGuek)) + (gak == newGak ? "" : Wrapped(TestSecurity.Kek, 2, newGak));
        var count = (guek == newGuek ? 0 : 1) + (gak == newGak ? 0 : 1);
        await using var client = await new CipheredClient(_server) { Guek = guek, Gak = gak, Counter = Next() }.OpenHlsAsync();
        await client.PlayAsync($"> C301C1 {Setup} 02 01 01{count:X2} {keys}\n< C701C1 00 00\n> {Get}\n< {Got}");
        Assert.True(_server.Security.Keys.GlobalUnicastEncryptionKey.SequenceEqual(newGuek));
        Assert.True(_server.Security.Keys.AuthenticationKey.SequenceEqual(newGak));
    }
}
