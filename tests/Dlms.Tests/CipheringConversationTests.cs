using Cosem;
using Dlms.Association;
using Dlms.Security;
using Testing;

namespace Dlms.Tests;

/// <summary>Conversations in ciphered associations: protection, policy, forms, counters and lengths.</summary>
public class CipheringConversationTests
{
    private const string Get = "C001C1 000F 0000280000FF 0100";
    private const string Got = "C401C1 00 0906 0000280000FF";
    private const string Energy = "C001C1 0003 0100010800FF 0200";
    private const string DedicatedKey = "00112233445566778899AABBCCDDEEFF";

    private readonly TestServer _server = new();

    public static TheoryData<byte, string> PoliciesAndProtections
    {
        get
        {
            var pairs = new TheoryData<byte, string>();
            foreach (var policy in new byte[] { 0, 1, 3 })
            {
                foreach (var control in new[] { "none", "00", "10", "20", "30", "70", "90", "A0", "B0", "31", "11", "32", "F0" })
                {
                    pairs.Add(policy, control);
                }
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(PoliciesAndProtections))]
    public async Task A_request_is_protected_as_the_policy_asks_or_better(byte policy, string control)
    {
        foreach (var form in new[] { ApduTag.GloGetRequest, ApduTag.GeneralGloCiphering, ApduTag.DedGetRequest, ApduTag.GeneralDedCiphering })
        {
            _server.Policy = new() { SecurityPolicy = (SecurityPolicy)policy };
            await using var client = await OpenDedicatedAsync(10);
            client.Control = control == "none" ? (byte)0 : Hex.Bytes(control)[0];
            (client.General, client.Dedicated) = (CipheredApdu.IsGeneral(form), CipheredApdu.IsDedicated(form));
            var counter = client.Counter + 10;
            var request = control == "none" ? Get : client.Protect(form, client.Control, counter, Get);
            var answer = await client.Association.AskAsync(request);
            var expected = control switch
            {
                "30" => Got,
                "10" when policy != 3 => Got,
                "none" when policy == 0 => Got,
                "10" or "none" => "D80101",
                _ => "D80105",
            };
            Assert.Equal(Plain(expected), control == "none" ? answer : client.Unprotect(answer));

            // whatever was refused has changed nothing, but an APDU whose tag was good has used its counter
            client.Control = 0x30;
            client.Counter = counter + 1;
            var again = await client.Association.AskAsync(client.Protect(form, 0x30, counter, Get));
            Assert.Equal(control is "10" or "30" ? $"D80106{counter + 1:X8}" : Plain(Got), client.Unprotect(again));
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Every_service_is_answered_in_the_form_of_its_request(bool isGeneral, bool isDedicated)
    {
        foreach (var control in new byte[] { 0x10, 0x30 })
        {
            await using var client = await OpenDedicatedAsync(1);
            (client.General, client.Dedicated, client.Control) = (isGeneral, isDedicated, control);
            client.Counter = 100u + control; // above what the other turn used
            await client.PlayAsync(
                $"""
                > {Energy}
                < C401C1 00 06 0012D687
                > C101C1 0001 0080010000FF 0200 12 0010
                < C501C1 00
                > C301C1 0008 0000010000FF 04 00
                < C701C1 03 00
                > C003C1 02 000F 0000280000FF 0100 0001 00002A0000FF 0200
                < C403C1 02 00 0906 0000280000FF 00 090F 4B414D303032323433393630343142
                """);
        }
    }

    [Fact]
    public async Task The_forms_may_change_with_every_request()
    {
        await using var client = await OpenDedicatedAsync(1);
        for (var i = 0; i < 16; i++)
        {
            (client.General, client.Dedicated, client.Control) = ((i & 1) != 0, (i & 2) != 0, (i & 4) != 0 ? (byte)0x10 : (byte)0x30);
            await client.PlayAsync($"> {Get}\n< {Got}");
        }
    }

    [Fact]
    public async Task A_form_that_names_another_service_than_it_holds_is_malformed()
    {
        await using var client = await new CipheredClient(_server).OpenHlsAsync();
        Assert.Equal("D80103", await client.Association.AskAsync(client.Protect(ApduTag.GloSetRequest, 0x30, client.Counter++, Get)));
        Assert.Equal("D80103", await client.Association.AskAsync(client.Protect(ApduTag.GloGetRequest, 0x30, client.Counter++, "")));
        Assert.Equal("D80102", await client.Association.AskAsync(client.Protect(ApduTag.GeneralGloCiphering, 0x30, client.Counter++, "05010200FA")));
        Assert.Equal("D80202", await client.Association.AskAsync(client.Protect(ApduTag.GeneralGloCiphering, 0x30, client.Counter++, "AA00")));
        Assert.Equal("D80102", await client.Association.AskAsync(client.Protect(ApduTag.GeneralGloCiphering, 0x30, client.Counter++, client.Protect(Get)))); // twice
        await client.PlayAsync($"> {Get}\n< {Got}");
    }

    [Fact]
    public async Task A_general_form_bears_the_title_of_its_association()
    {
        await using var client = await new CipheredClient(_server) { General = true }.OpenHlsAsync();
        var good = client.Protect(Get);
        Assert.Equal("D80105", await client.Association.AskAsync(good.Replace("084D4D4D0000000001", "084D4D4D0000000002", StringComparison.Ordinal)));
        Assert.Equal("D80105", await client.Association.AskAsync(good.Replace("084D4D4D0000000001", "074D4D4D00000000", StringComparison.Ordinal)));
        Assert.Equal(Plain(Got), client.Unprotect(await client.Association.AskAsync(good)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_flipped_bit_is_refused_and_changes_nothing(bool isGeneral)
    {
        foreach (var control in new byte[] { 0x10, 0x30 })
        {
            await using var client = await new CipheredClient(_server) { General = isGeneral, Counter = 1000u * control }.OpenHlsAsync();
            client.Control = control;
            var good = Hex.Bytes(client.Protect(Get));
            for (var bit = 8 * (isGeneral ? 11 : 2); bit < good.Length * 8; bit++) // from the security control to the end of the tag
            {
                var bad = (byte[])good.Clone();
                bad[bit / 8] ^= (byte)(0x80 >> (bit % 8));
                Assert.Equal((bit, "D80105"), (bit, await client.Association.AskAsync(Convert.ToHexString(bad))));
            }

            Assert.Equal(Plain(Got), client.Unprotect(await client.Association.AskAsync(Convert.ToHexString(good))));
        }
    }

    [Fact]
    public async Task A_dedicated_key_has_a_counter_of_its_own()
    {
        await using var client = await OpenDedicatedAsync(1);
        client.Dedicated = true;
        client.DedicatedCounter = 7;
        await client.PlayAsync($"> {Get}\n< {Got}");
        client.DedicatedCounter = 7;
        Assert.Equal("D8010600000008", await client.AskAsync(Get));
        client.Dedicated = false;
        await client.PlayAsync($"> {Get}\n< {Got}"); // 4
    }

    [Theory]
    [InlineData("")]
    [InlineData("00112233445566778899AABBCCDDEE")]
    [InlineData("00112233445566778899AABBCCDDEEFF00")]
    public async Task A_dedicated_key_of_another_length_is_refused(string key)
    {
        await using var client = new CipheredClient(_server) { DedicatedKey = Hex.Bytes(key) };
        Assert.Equal(
            "612BA109060760857405080103A203020101A305A103020101A40A04084D4D4D0000BC614EBE0604040E010600",
            await client.Association.AskAsync(Convert.ToHexString(client.Aarq().ToArray())));
    }

    [Fact]
    public async Task Without_a_dedicated_key_what_is_protected_with_one_cannot_be_deciphered()
    {
        await using var client = await new CipheredClient(_server).OpenHlsAsync();
        (client.DedicatedKey, client.Dedicated) = (Hex.Bytes(DedicatedKey), true);
        await client.PlayAsync($"> {Get}\n< D80105");
        client.General = true;
        await client.PlayAsync($"> {Get}\n< D80105");
        client.Dedicated = false;
        await client.PlayAsync($"> {Get}\n< {Got}");
    }

    [Theory]
    [InlineData(DedicatedKey)]
    [InlineData("00")] // not even a key
    public async Task A_dedicated_key_that_was_sent_in_clear_is_ignored(string key)
    {
        await using var client = await new CipheredClient(_server) { DedicatedKey = Hex.Bytes(key), InitiateControl = null }.OpenLlsAsync();
        await client.PlayAsync($"> {Get}\n< {Got}");
        (client.DedicatedKey, client.Dedicated) = (Hex.Bytes(DedicatedKey), true);
        await client.PlayAsync($"> {Get}\n< D80105");
    }

    [Fact]
    public async Task The_InitiateRequest_is_protected_as_the_policy_asks()
    {
        const string Refused = "612BA109060760857405080103A203020101A305A10302010DA40A04084D4D4D0000BC614EBE0604040E010600";
        foreach (var (policy, control, isAccepted) in new (byte, byte?, bool)[]
        {
            (0, null, true), (0, 0x10, true), (0, 0x30, true), (1, null, false), (1, 0x10, true), (1, 0x30, true), (3, null, false), (3, 0x10, false), (3, 0x30, true),
            (0, 0x20, false), (0, 0x31, false), (0, 0xB0, false),
        })
        {
            _server.Policy = new() { SecurityPolicy = (SecurityPolicy)policy };
            await using var client = new CipheredClient(_server) { InitiateControl = control, Counter = _server.Security.ReceiveCounters.HighestAccepted(_server.Security.Keys.Fingerprint) + 1 };
            if (isAccepted)
            {
                await client.OpenHlsAsync();
                continue;
            }

            Assert.Equal((policy, control, Refused), (policy, control, await client.Association.AskAsync(Convert.ToHexString(client.Aarq().ToArray()))));
            _server.Time.Advance(TimeSpan.FromMinutes(20)); // who fails too often waits
        }
    }

    [Fact]
    public async Task The_plain_context_is_refused_where_a_policy_is_in_force()
    {
        foreach (var policy in new[] { SecurityPolicy.Authenticated, SecurityPolicy.AuthenticatedAndEncrypted })
        {
            _server.Policy = new() { LowLevelSecret = Octets.FromAscii("12345678"), SecurityPolicy = policy };
            await using var association = _server.Association();
            await association.PlayAsync(
                $"> {Conversations.LowLevelAarq}\n< 6129A109060760857405080101A203020101A305A103020102BE10040E0800065F1F0400001210FFFF0007");
            await using var visitor = await _server.Association(client: 16).OpenAsync(Conversations.PublicAarq); // is not concerned
        }
    }

    [Theory]
    [InlineData(48)]
    [InlineData(64)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(255)]
    [InlineData(300)]
    [InlineData(1024)]
    public async Task No_protected_answer_is_longer_than_the_client_takes(ushort size)
    {
        foreach (var (isGeneral, isDedicated, control) in new (bool, bool, byte)[] { (false, false, 0x30), (true, false, 0x30), (false, true, 0x10), (true, true, 0x30) })
        {
            await using var client = await OpenDedicatedAsync(1, size);
            (client.General, client.Dedicated, client.Control) = (isGeneral, isDedicated, control);
            var (value, number, isLast) = (new List<byte>(), 0u, false);
            var request = "C001C1 0001 0000600104FF 0200";
            while (!isLast)
            {
                var answer = await client.Association.AskAsync(client.Protect(request));
                Assert.InRange(answer.Length / 2, 1, size);
                var block = Assert.IsType<Xdlms.GetResponse.WithDataBlock>(Apdu.Decode(Hex.Bytes(client.Unprotect(answer))));
                Assert.Equal(++number, block.BlockNumber);
                value.AddRange(block.RawData!.Value.Span);
                isLast = block.LastBlock;
                Assert.True(isLast || answer.Length / 2 >= size - 2, $"{answer.Length / 2} of {size}"); // and they are filled
                request = $"C002C1{number:X8}";
            }

            Assert.Equal([0x09, 0x82, 0x0B, 0xB8, .. TestServer.LongValue], value);
            await client.PlayAsync($"> C002C1 {number:X8}\n< C402C1 01 {number:X8} 01 10");
        }
    }

    [Theory]
    [InlineData((byte)0x30)]
    [InlineData(null)]
    public async Task In_the_ciphered_context_a_client_has_to_take_48_octets(byte? initiateControl)
    {
        await using var client = new CipheredClient(_server) { MaxReceivePduSize = 47, InitiateControl = initiateControl };
        Assert.Equal(
            "612BA109060760857405080103A203020101A305A103020101A40A04084D4D4D0000BC614EBE0604040E010603",
            await client.Association.AskAsync(Convert.ToHexString(client.Aarq(1).ToArray())));
        client.MaxReceivePduSize = 0; // no limit
        await client.OpenLlsAsync();
    }

    [Fact]
    public async Task The_wrong_key_is_answered_as_the_wrong_password_is()
    {
        const string Refused = "612BA109060760857405080103A203020101A305A10302010DA40A04084D4D4D0000BC614EBE0604040E010600";
        var observer = new RecordingObserver();
        await using var key = new CipheredClient(_server, observer: observer) { Guek = TestSecurity.Kek };
        Assert.Equal(Refused, await key.Association.AskAsync(Convert.ToHexString(key.Aarq().ToArray())));
        await using var authentication = new CipheredClient(_server, observer: observer) { Gak = TestSecurity.Kek };
        Assert.Equal(Refused, await authentication.Association.AskAsync(Convert.ToHexString(authentication.Aarq().ToArray())));
        await using var password = new CipheredClient(_server, observer: observer);
        Assert.Equal(Refused, await password.Association.AskAsync(Convert.ToHexString(password.Aarq(1, "3132333435363739").ToArray())));
        await using var device = new CipheredClient(_server, serverSap: 99, observer: observer) { Counter = 2 };
        Assert.Equal(Refused, await device.Association.AskAsync(Convert.ToHexString(device.Aarq().ToArray())));
        Assert.Equal(
            [
                "the InitiateRequest: The protected APDU is refused for the tag.",
                "the InitiateRequest: The protected APDU is refused for the tag.",
                "the password is wrong",
                "there is no such logical device",
            ],
            observer.Events.Where(e => e.Contains("AuthenticationFailed", StringComparison.Ordinal)).Select(e => e[(e.IndexOf(": ", StringComparison.Ordinal) + 2)..]));
    }

    [Fact]
    public async Task Whatever_comes_protected_is_answered_and_nothing_fails()
    {
        var random = new Random(11);
        var workshop = new Workshop();
        var server = Workshop.ServerWith(workshop);
        server.SlowValue.SetResult(new CosemData.Unsigned(7));
        var observer = new RecordingObserver();
        byte[][] seeds =
        [
            .. new[]
            {
                Get,
                "C001C1 0007 0100630100FF 0201 02 0204 06 00000001 06 00000005 12 0001 12 0000",
                "C003C102 0001 0000600100FF 0200 0001 0000600101FF 0200",
                "C002C1 00000001",
                "C101C1 0001 0000600100FF 0200 0903 010203",
                "C102C1 0001 0000600100FF 0200 00 00000001 02 0902",
                "C103C1 01 00000002 02 0102",
                "C104C1 02 0001 0000600100FF 0200 0001 0000600101FF 0200 02 090101 090102",
                "C301C1 0009 00000A0000FF 01 01 1105",
                "C304C1 0009 00000A0000FF 01 00 00000001 02 0902",
                "C306C1 01 00000002 02 0102",
                "C302C1 00000001",
                "C301C1 0040 00002B0000FF 02 01 0101 0202 1600 0918 000000000000000000000000000000000000000000000000",
                "D9 40000001 00 02 01 0001 0000600100FF 02 02 0001 0000600101FF 02 02 00 090101",
                "D8 01 02",
            }.Select(Hex.Bytes),
        ];
        await using var client = new CipheredClient(server, serverSap: Workshop.Sap, observer: observer) { DedicatedKey = Hex.Bytes(DedicatedKey), MaxReceivePduSize = 80 };
        for (var round = Rounds.Of(3_000, 100_000, 1_000_000); round > 0; round--)
        {
            if (client.Association.State == AssociationState.Idle)
            {
                (client.General, client.Dedicated) = (false, false);
                await client.OpenHlsAsync();
            }

            var plain = Mutations.Mutate(random, random.GetItems(seeds, 1)[0]);
            client.Dedicated = random.Next(2) == 0;
            var form = random.Next(2) == 0 || plain.Length == 0 || plain[0] is not (0xC0 or 0xC1 or 0xC3)
                ? client.Dedicated ? ApduTag.GeneralDedCiphering : ApduTag.GeneralGloCiphering
                : (ApduTag)(plain[0] + (client.Dedicated ? 0x10 : 0x08));
            var apdu = Hex.Bytes(client.Protect(form, 0x30, client.Dedicated ? client.DedicatedCounter++ : client.Counter++, Convert.ToHexString(plain)));
            apdu = random.Next(4) switch
            {
                0 => Mutations.Mutate(random, apdu),
                1 when apdu.Length < 128 => [0xE0, (byte)(0x80 | random.Next(64)), 0x00, 0x01, 0x00, 0x00, (byte)apdu.Length, .. apdu],
                _ => apdu,
            };
            var answer = await client.Association.AnswerAsync(apdu);
            Assert.InRange(answer.Length, 0, 80);
            Assert.True(answer.IsEmpty ? apdu[0] == 0xE0 : Apdu.Decode(answer.Span) is not null);
        }

        Assert.DoesNotContain(observer.Events, e => e.StartsWith("failed", StringComparison.Ordinal) && !e.Contains(".255 ", StringComparison.Ordinal));
    }

    private static string Plain(string hex) => Convert.ToHexString(Hex.Bytes(hex));

    private async Task<CipheredClient> OpenDedicatedAsync(uint dedicatedCounter, ushort size = 0xFFFF)
    {
        var next = _server.Security.ReceiveCounters.HighestAccepted(_server.Security.Keys.Fingerprint) + 1;
        var client = new CipheredClient(_server)
        {
            DedicatedKey = Hex.Bytes(DedicatedKey),
            DedicatedCounter = dedicatedCounter,
            MaxReceivePduSize = size,
            Counter = next,
        };
        return await client.OpenHlsAsync();
    }
}
