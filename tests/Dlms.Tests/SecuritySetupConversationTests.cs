using Cosem;
using Dlms.Acse;
using Dlms.Association;
using Dlms.Security;
using Testing;

namespace Dlms.Tests;

/// <summary>Security setup in conversations: policy, keys and the password, each changed by a client.</summary>
public class SecuritySetupConversationTests
{
    private const string Get = "C001C1 000F 0000280000FF 0100";
    private const string Got = "C401C1 00 0906 0000280000FF";
    private const string Activate = "C301C1 0040 00002B0000FF 01 01 16";
    private const string Transfer = "C301C1 0040 00002B0000FF 02 01";
    private const string Refused = "612BA109060760857405080103A203020101A305A10302010DA40A04084D4D4D0000BC614EBE0604040E010600";

    private static readonly byte[] NewGuek = Hex.Bytes("A0A1A2A3A4A5A6A7A8A9AAABACADAEAF");
    private static readonly byte[] NewGak = Hex.Bytes("B0B1B2B3B4B5B6B7B8B9BABBBCBDBEBF");
    private static readonly byte[] NewKek = Hex.Bytes("C0C1C2C3C4C5C6C7C8C9CACBCCCDCECF");

    private readonly TestServer _server = new();

    [Fact]
    public async Task It_shows_policy_suite_and_titles()
    {
        await using var client = await new CipheredClient(_server).OpenHlsAsync();
        await client.PlayAsync(
            """
            > C001C1 0040 00002B0000FF 0200
            < C401C1 00 1600
            > C001C1 0040 00002B0000FF 0300
            < C401C1 00 1600
            > C001C1 0040 00002B0000FF 0400
            < C401C1 00 0908 4D4D4D0000000001
            > C001C1 0040 00002B0000FF 0500
            < C401C1 00 0908 4D4D4D0000BC614E
            """);
        await using var low = await _server.Association().OpenAsync();
        await low.PlayAsync("> C001C1 0040 00002B0000FF 0400\n< C401C1 00 0900"); // no title was given
        await using var visitor = await _server.Association(client: 16).OpenAsync(Conversations.PublicAarq);
        await visitor.PlayAsync("> C001C1 0040 00002B0000FF 0200\n< C401C1 01 03");
    }

    [Fact]
    public async Task The_policy_is_only_raised_and_answered_under_the_one_before()
    {
        var observer = new RecordingObserver();
        await using var client = await new CipheredClient(_server, observer: observer).OpenHlsAsync();
        await client.PlayAsync(
            $"""
            > {Activate} 02                              // encryption alone is none
            < C701C1 FA 00
            > {Activate} 04
            < C701C1 FA 00
            > {Activate} 00
            < C701C1 00 00
            > C301C1 0040 00002B0000FF 01 01 1101        // no enum
            < C701C1 0C 00
            > C301C1 0040 00002B0000FF 01 00
            < C701C1 0C 00
            > {Activate} 01
            < C701C1 00 00
            > C001C1 0040 00002B0000FF 0200
            < C401C1 00 1601
            > {Activate} 00
            < C701C1 FA 00
            > {Activate} 01
            < C701C1 00 00
            """);
        Assert.Equal("D80101", await client.Association.AskAsync(Get));
        client.Control = 0x10;
        await client.PlayAsync($"> {Get}\n< {Got}");
        client.Control = 0x30;
        await client.PlayAsync($"> {Activate} 03\n< C701C1 00 00\n> {Activate} 01\n< C701C1 FA 00");
        client.Control = 0x10;
        await client.PlayAsync($"> {Get}\n< D80101");
        Assert.Equal(
            [
                "opened 1 1 5",
                "security 1 1 PolicyRefused: 2; None is in force",
                "security 1 1 PolicyRefused: 4; None is in force",
                "security 1 1 PolicyRaised: from None to Authenticated",
                "security 1 1 PolicyRefused: 0; Authenticated is in force",
                "security 1 1 UnderProtected: the policy asks for Authenticated",
                "security 1 1 PolicyRaised: from Authenticated to AuthenticatedAndEncrypted",
                "security 1 1 PolicyRefused: 1; AuthenticatedAndEncrypted is in force",
                "security 1 1 UnderProtected: the policy asks for AuthenticatedAndEncrypted",
            ],
            observer.Events);
    }

    [Fact]
    public async Task Its_methods_need_authentication_and_encryption_whatever_the_policy()
    {
        await using var client = await new CipheredClient(_server).OpenHlsAsync();
        var transfer = Keys((2, NewGak));
        var plain = Convert.ToHexString(Hex.Bytes(transfer));
        Assert.Equal("C701C10D00", await client.Association.AskAsync(plain));
        Assert.Equal("C701C10D00", await client.Association.AskAsync($"{Activate} 03"));
        client.Control = 0x10;
        await client.PlayAsync($"> {transfer}\n< C701C1 0D 00\n> {Activate} 03\n< C701C1 0D 00");
        Assert.Equal(SecurityPolicy.None, _server.Policy.SecurityPolicy);
        Assert.True(_server.Security.Keys.AuthenticationKey.SequenceEqual(TestSecurity.Gak));

        await using var low = await _server.Association().OpenAsync();
        await low.PlayAsync($"> {transfer}\n< C701C1 0D 00\n> {Activate} 03\n< C701C1 0D 00");
        var high = await (await PlainHls.BeginAsync(_server)).ProveAsync();
        await high.Association.PlayAsync($"> {transfer}\n< C701C1 0D 00");
    }

    [Fact]
    public async Task Only_the_management_logical_device_changes_anything()
    {
        await using var client = await new CipheredClient(_server, serverSap: 16).OpenHlsAsync();
        await client.PlayAsync(
            $"""
            > {Activate} 03
            < C701C1 03 00
            > {Keys((2, NewGak))}
            < C701C1 03 00
            > C101C1 0001 0080010000FF 0200 12 0001      // the channel of the management logical device
            < C501C1 00
            > {Activate} 01
            < C701C1 00 00
            """);
    }

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    [InlineData(true, true, false)]
    [InlineData(true, true, true)]
    public async Task Keys_are_transferred(bool guek, bool gak, bool kek)
    {
        var keys = new List<(byte, byte[])>();
        if (guek)
        {
            keys.Add((0, NewGuek));
        }

        if (gak)
        {
            keys.Add((2, NewGak));
        }

        if (kek)
        {
            keys.Add((3, NewKek));
        }

        var observer = new RecordingObserver();
        await using (var client = await new CipheredClient(_server, observer: observer).OpenHlsAsync())
        {
            await client.PlayAsync($"> {Keys([.. keys])}\n< C701C1 00 00");
        }

        Assert.Single(observer.Events, e => e.StartsWith("security 1 1 KeysChanged", StringComparison.Ordinal));
        Assert.True(_server.Security.Keys.GlobalUnicastEncryptionKey.SequenceEqual(guek ? NewGuek : TestSecurity.Guek));
        Assert.True(_server.Security.Keys.AuthenticationKey.SequenceEqual(gak ? NewGak : TestSecurity.Gak));
        Assert.True(_server.Security.Keys.MasterKey.SequenceEqual(kek ? NewKek : TestSecurity.Kek));

        if (guek || gak)
        {
            await using var old = new CipheredClient(_server) { Counter = 1000 };
            Assert.Equal(Refused, await old.Association.AskAsync(Convert.ToHexString(old.Aarq().ToArray())));
        }

        await using var next = new CipheredClient(_server)
        {
            Guek = guek ? NewGuek : TestSecurity.Guek,
            Gak = gak ? NewGak : TestSecurity.Gak,
            Counter = guek ? 1u : 1000, // a new key begins anew, whatever the other keys
        };
        await next.OpenHlsAsync();
        await next.PlayAsync($"> {Keys(kek ? NewKek : TestSecurity.Kek, (2, TestSecurity.Gak))}\n< C701C1 00 00"); // and the master key is the new one
    }

    [Fact]
    public async Task A_transfer_that_is_wrong_changes_nothing()
    {
        await using var client = await new CipheredClient(_server).OpenHlsAsync();
        var before = _server.Security.Keys;
        var good = Key(TestSecurity.Kek, 0, NewGuek);
        foreach (var (keys, result) in new[]
        {
            ($"0101 {Key(TestSecurity.Kek, 1, NewGuek)}", "FA"), // the broadcast key
            ($"0101 {Key(TestSecurity.Kek, 4, NewGuek)}", "FA"),
            ($"0101 {Key(NewKek, 0, NewGuek)}", "FA"), // under another master key
            ($"0102 {good} {Key(NewKek, 2, NewGak)}", "FA"), // one of them
            ($"0102 {good} {good}", "FA"), // twice the same
            ($"0102 {Key(TestSecurity.Kek, 3, NewKek)} {Key(NewKek, 2, NewGak)}", "FA"), // a new master key wraps nothing beside it
            ("0101 0202 1600 0910 A0A1A2A3A4A5A6A7A8A9AAABACADAEAF", "FA"), // not wrapped
            ("0101 0202 1600 0900", "FA"),
            ("0100", "FA"),
            ("0101 0202 1100 0900", "0C"),
            ("0101 0201 1600", "0C"),
            ("00", "0C"),
            ("1600", "0C"),
        })
        {
            Assert.Equal((keys, $"C701C1{result}00"), (keys, await client.AskAsync(Transfer + keys)));
            Assert.Same(before, _server.Security.Keys);
        }

        Assert.Equal("C701C10C00", await client.AskAsync("C301C1 0040 00002B0000FF 02 00"));
        await client.PlayAsync($"> {Get}\n< {Got}");
    }

    [Fact]
    public async Task The_association_that_changed_the_keys_uses_both_and_others_the_new_ones_only()
    {
        await using var client = await new CipheredClient(_server).OpenHlsAsync();
        await using var other = await new CipheredClient(_server, title: 2).OpenHlsAsync();
        await client.PlayAsync($"> {Keys((0, NewGuek), (2, NewGak))}\n< C701C1 00 00\n> {Get}\n< {Got}"); // the old ones

        await other.PlayAsync($"> {Get}\n< D80105");
        (other.Guek, other.Gak, other.Counter) = (NewGuek, NewGak, 1);
        await other.PlayAsync($"> {Get}\n< {Got}");

        var old = client.Counter;
        (client.Guek, client.Gak, client.Counter) = (NewGuek, NewGak, 1); // counted apart
        await client.PlayAsync($"> {Get}\n< {Got}");
        client.Counter = 1;
        await client.PlayAsync($"> {Get}\n< D80106 00000002");
        (client.Guek, client.Gak, client.Counter) = (TestSecurity.Guek, TestSecurity.Gak, old); // and back
        await client.PlayAsync($"> {Get}\n< {Got}");
        client.Guek = NewGuek; // a mixture is none
        client.Counter = 100;
        await client.PlayAsync($"> {Get}\n< D80105");

        await client.DisposeAsync();
        (client.Guek, client.Gak, client.Counter) = (TestSecurity.Guek, TestSecurity.Gak, 1000);
        Assert.Equal(Refused, await client.Association.AskAsync(Convert.ToHexString(client.Aarq().ToArray())));
    }

    [Fact]
    public async Task Keys_transferred_one_by_one_are_all_accepted_until_the_end()
    {
        await using var client = await new CipheredClient(_server).OpenHlsAsync();
        await client.PlayAsync($"> {Keys((0, NewGuek))}\n< C701C1 00 00\n> {Keys((2, NewGak))}\n< C701C1 00 00\n> {Keys((3, NewKek))}\n< C701C1 00 00");
        (client.Guek, client.Counter) = (NewGuek, 1); // with the authentication key before
        await client.PlayAsync($"> {Get}\n< {Got}");
        client.Gak = NewGak;
        await client.PlayAsync($"> {Get}\n< {Got}");
        Assert.Equal(2u, _server.Security.ReceiveCounters.HighestAccepted(_server.Security.Keys.Fingerprint));
    }

    [Fact]
    public async Task A_key_that_comes_back_has_its_counter_still()
    {
        await using (var client = await new CipheredClient(_server).OpenHlsAsync())
        {
            await client.PlayAsync($"> {Keys((0, NewGuek))}\n< C701C1 00 00"); // 4
        }

        await using (var client = await new CipheredClient(_server) { Guek = NewGuek }.OpenHlsAsync())
        {
            await client.PlayAsync($"> {Keys((0, TestSecurity.Guek))}\n< C701C1 00 00");
        }

        await using var last = new CipheredClient(_server) { Counter = 4 };
        Assert.Equal("D8010600000005", await last.Association.AskAsync(Convert.ToHexString(last.Aarq().ToArray())));
        await last.OpenHlsAsync();
    }

    [Theory]
    [InlineData(7, "FA", false)]
    [InlineData(8, "00", true)]
    [InlineData(64, "00", true)]
    [InlineData(65, "FA", false)]
    public async Task The_password_is_written_and_has_8_to_64_octets(int length, string result, bool isChanged)
    {
        var password = string.Concat(Enumerable.Repeat("5A", length));
        await using var client = await new CipheredClient(_server).OpenHlsAsync();
        await client.PlayAsync(
            $"""
            > C101C1 000F 0000280000FF 0700 09 {length:X2} {password}
            < C501C1 {result}
            > C001C1 000F 0000280000FF 0700                          // write-only
            < C401C1 01 03
            > C101C1 000F 0000280000FF 0700 0A 08 3132333435363738   // no octet-string
            < C501C1 0C
            """);
        Assert.Equal(isChanged, _server.Policy.LowLevelSecret == (Octets)Hex.Bytes(password));
        await using var next = new CipheredClient(_server) { Counter = client.Counter };
        var aare = Assert.IsType<Aare>(await next.Association.AskAsync(next.Aarq(1, isChanged ? password : null)));
        Assert.Equal(AssociationResult.Accepted, aare.Result);
        aare = Assert.IsType<Aare>(await next.Association.AskAsync(next.Aarq(1, isChanged ? null : password)));
        Assert.Equal(ResultSourceDiagnostic.AuthenticationFailure, aare.Diagnostic);
    }

    [Fact]
    public async Task The_password_is_written_authenticated_and_encrypted_only()
    {
        const string Write = "C101C1 000F 0000280000FF 0700 0908 5A5A5A5A5A5A5A5A";
        await using var low = await _server.Association().OpenAsync();
        await low.PlayAsync($"> {Write}\n< C501C1 0D");
        await using var client = await new CipheredClient(_server) { Control = 0x10 }.OpenHlsAsync();
        await client.PlayAsync(
            $"""
            > {Write}
            < C501C1 0D
            > C102C1 000F 0000280000FF 0700 00 00000001 05 09085A5A5A
            < C502C1 00000001
            """);
        client.Control = 0x30; // one weak block among strong ones
        await client.PlayAsync("> C103C1 01 00000002 05 5A5A5A5A5A\n< C503C1 0D 00000002");
        Assert.Equal(Octets.FromAscii("12345678"), _server.Policy.LowLevelSecret);
        await using var visitor = await _server.Association(client: 16).OpenAsync(Conversations.PublicAarq);
        Assert.Equal("D80102", await visitor.AskAsync(Write));
    }

    [Fact]
    public async Task What_cannot_be_stored_is_not_changed()
    {
        var observer = new RecordingObserver();
        await using var client = await new CipheredClient(_server, observer: observer).OpenHlsAsync();
        var (keys, policy) = (_server.Security.Keys, _server.Policy);
        _server.Security.Failure = new IOException("no room");
        await client.PlayAsync(
            $"""
            > {Keys((0, NewGuek), (2, NewGak))}
            < C701C1 FA 00
            > {Activate} 03
            < C701C1 FA 00
            > C101C1 000F 0000280000FF 0700 0908 5A5A5A5A5A5A5A5A
            < C501C1 FA
            > {Get}
            < {Got}
            """);
        Assert.Same(keys, _server.Security.Keys);
        Assert.Same(policy, _server.Policy);
        Assert.Equal(
            [
                "opened 1 1 5",
                "failed 1 0.0.43.0.0.255 2 no room",
                "failed 1 0.0.43.0.0.255 1 no room",
                "failed 1 0.0.40.0.0.255 7 no room",
            ],
            observer.Events);
        (client.Guek, client.Gak, client.Counter) = (NewGuek, NewGak, 100);
        await client.PlayAsync($"> {Get}\n< D80105");
    }

    [Fact]
    public async Task A_counter_that_cannot_be_stored_is_not_taken()
    {
        var observer = new RecordingObserver();
        await using var client = new CipheredClient(_server, observer: observer);
        var aarq = Convert.ToHexString(client.Aarq(1).ToArray());
        _server.Security.Failure = new IOException("no room");
        Assert.Equal("D80103", await client.Association.AskAsync(aarq));
        Assert.Equal(AssociationState.Idle, client.Association.State);
        _server.Security.Failure = null;
        Assert.StartsWith("61", await client.Association.AskAsync(aarq), StringComparison.Ordinal);

        client.Counter = 100_000; // above what is durable
        var request = client.Protect(Get);
        _server.Security.Failure = new IOException("no room");
        Assert.Equal("D80103", await client.Association.AskAsync(request));
        Assert.Equal(AssociationState.Associated, client.Association.State);
        _server.Security.Failure = null;
        Assert.Equal(Convert.ToHexString(Hex.Bytes(Got)), client.Unprotect(await client.Association.AskAsync(request)));
        Assert.Equal(["failed 1 no room", "opened 1 1 1", "failed 1 no room"], observer.Events);
    }

    [Fact]
    public async Task Without_a_counter_to_send_nothing_is_sent_protected()
    {
        var server = new TestServer(security: new(sendCounter: uint.MaxValue - 2));
        await using var client = await new CipheredClient(server).OpenLlsAsync();
        await client.PlayAsync($"> {Get}\n< {Got}\n> {Get}\n< D80103");
        Assert.Equal("D80106" + $"{client.Counter:X8}", await client.Association.AskAsync(client.Protect(ApduTag.GloGetRequest, 0x30, client.Counter - 1, Get)));
    }

    private static string Keys(params (byte Id, byte[] Key)[] keys) => Keys(TestSecurity.Kek, keys);

    private static string Keys(byte[] master, params (byte Id, byte[] Key)[] keys) =>
        $"{Transfer} 01 {keys.Length:X2} {string.Concat(keys.Select(key => Key(master, key.Id, key.Key)))}";

    private static string Key(byte[] master, byte id, byte[] key) => $"0202 16{id:X2} 0918 {Convert.ToHexString(KeyWrap.Wrap(master, key))}";
}
