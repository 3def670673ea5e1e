using System.Buffers;
using System.Text;
using Dlms.Push;
using Dlms.Security;
using Dlms.Wrapper;
using Dlms.Xdlms;
using Testing;

namespace Dlms.Tests;

public sealed class PushReceiverTests : IDisposable
{
    private const string Plain = "0F 00000011 0C 07EA0B1C06010F00FFFFC400 0202 0906 0001190900FF 06 0012D687";

    private readonly Ciphering _ciphering = SecuritySuite.Suite0.CreateCiphering(TestSecurity.Guek, TestSecurity.Gak);
    private readonly TestSecurity _sender = new(sendCounter: 7);

    private static DataNotification Notification => (DataNotification)Apdu.Decode(Hex.Bytes(Plain));

    public void Dispose() => _ciphering.Dispose();

    internal static WrapperFrame FrameOf(byte[] octets)
    {
        var buffer = new ReadOnlySequence<byte>(octets);
        return WrapperFrame.TryRead(ref buffer, out var frame) ? frame : throw new InvalidOperationException("It is not whole.");
    }

    [Fact]
    public void A_plain_push_needs_no_keys()
    {
        var push = new PushReceiver(null).Read(FrameOf(Hex.Bytes($"0001 0010 0001 0021 {Plain}")));
        Assert.Equal(new(16, 1, Notification, Protection: null), push);
    }

    [Fact]
    public async Task What_is_written_is_read_as_the_same()
    {
        var receiver = new PushReceiver(_ciphering);
        foreach (var (protection, counter) in ((SecurityPolicy, uint)[])[(SecurityPolicy.Authenticated, 7), (SecurityPolicy.AuthenticatedAndEncrypted, 8)])
        {
            var push = receiver.Read(FrameOf(await PushFrame.WriteAsync(_sender, protection, 17, 1, Notification)));
            var control = SecurityControl.Of(SecuritySuite.Suite0, protection);
            Assert.Equal(new(17, 1, Notification, new(_sender.SystemTitle, control, counter, counter == 7 ? null : 7)), push);
            Assert.True(push.Protection!.CounterGrows);
        }
    }

    [Fact]
    public void The_push_of_another_maker_is_deciphered()
    {
        var key = Encoding.ASCII.GetBytes("MYDUMMYGLOBALKEY");
        using var ciphering = SecuritySuite.Suite0.CreateCiphering(key, key);
        var push = new PushReceiver(ciphering).Read(new(1, 16, new(Hex.Bytes(
            "DB082F192291991641033B30000001E5025CE9D2271FD78BE8C204211A916A9D7F587E0A7A814CADEA89E9593F01F92EA8C087B5BDFDEFEAB6BECF282DFE49C08F5BE6DC8400"))));
        Assert.Equal("0F000001DB000922125A8591360000000049000000110000000A5A8513D014800000000D0000000A0100", Convert.ToHexString(push.Notification.ToArray()));
        Assert.Equal((0x1E5u, "2F19229199164103"), (push.Protection!.InvocationCounter, push.Protection.SystemTitle.ToString()));
    }

    [Fact]
    public void General_ded_ciphering_is_read_with_the_same_keys()
    {
        var push = new PushReceiver(_ciphering).Read(Protected(0x30, 9, Hex.Bytes(Plain), tag: 0xDC));
        Assert.Equal(9u, push.Protection!.InvocationCounter);
    }

    [Fact]
    public void A_counter_that_does_not_grow_is_reported_and_not_refused()
    {
        var receiver = new PushReceiver(_ciphering);
        Assert.True(receiver.Read(Protected(0x30, 100, Hex.Bytes(Plain))).Protection!.CounterGrows);
        Assert.False(receiver.Read(Protected(0x30, 100, Hex.Bytes(Plain))).Protection!.CounterGrows);
        var lower = receiver.Read(Protected(0x30, 5, Hex.Bytes(Plain))).Protection!;
        Assert.Equal((false, 100u), (lower.CounterGrows, lower.CounterBefore));
        Assert.True(receiver.Read(Protected(0x30, 101, Hex.Bytes(Plain))).Protection!.CounterGrows);
        Assert.True(receiver.Read(Protected(0x30, 1, Hex.Bytes(Plain), title: 0x4D4D4D0000BC614F)).Protection!.CounterGrows);
    }

    [Fact]
    public void A_damaged_push_does_not_move_the_counter()
    {
        var receiver = new PushReceiver(_ciphering);
        var octets = Protected(0x30, 1_000, Hex.Bytes(Plain)).Apdu.ToArray();
        octets[^1] ^= 1;
        Refuses(receiver, octets, "tag does not verify");
        Assert.True(receiver.Read(Protected(0x30, 1, Hex.Bytes(Plain))).Protection!.CounterGrows);
    }

    [Theory]
    [InlineData("E0 40 0001 0000 70 0F", "general-block-transfer")]
    [InlineData("DD 00", "not read")]
    [InlineData("DF 00", "not read")]
    [InlineData("C0 01 C1 0001 00002A0000FF 02 00", "GetRequest (C0) is no push")]
    [InlineData("99", "begins with 99")]
    [InlineData("0F 0000", "beyond the end")]
    [InlineData("DB 07 4D4D4D0000BC61 05 30 00000001", "8 octets")]
    [InlineData("DB 08 4D4D4D0000BC614E 11 20 00000001 000000000000000000000000", "Security control 20")]
    [InlineData("DB 08 4D4D4D0000BC614E 11 70 00000001 000000000000000000000000", "Security control 70")]
    [InlineData("DB 08 4D4D4D0000BC614E 11 30 00000001 000000000000000000000000", "does not verify")]
    [InlineData("DB 08 4D4D4D0000BC614E 07 30 00000001 0000", "does not verify")]
    [InlineData("DB 08 4D4D4D0000BC614E 03 30 0000", "beyond the end")]
    public void What_is_not_read_is_named(string apdu, string words) => Refuses(new(_ciphering), Hex.Bytes(apdu), words);

    [Theory]
    [InlineData("E0 40 0001 0000 70 0F", "protects a general-block-transfer")]
    [InlineData("C0 01", "begins with C0")]
    [InlineData("", "begins with 00")]
    [InlineData("0F 00000001 00", "beyond the end")]
    public void What_is_protected_and_not_read_is_named(string plain, string words) =>
        Refuses(new(_ciphering), Protected(0x30, 1, Hex.Bytes(plain)).Apdu.ToArray(), words);

    [Fact]
    public void Without_keys_a_protected_push_is_not_read() =>
        Refuses(new(null), Protected(0x30, 1, Hex.Bytes(Plain)).Apdu.ToArray(), "there are no keys");

    [Fact]
    public void Hostile_octets_give_a_push_or_a_named_error()
    {
        var random = new Random(11);
        var receiver = new PushReceiver(_ciphering);
        byte[][] originals = [Hex.Bytes(Plain), Protected(0x30, 1, Hex.Bytes(Plain)).Apdu.ToArray(), Protected(0x10, 2, Hex.Bytes(Plain)).Apdu.ToArray()];
        var read = 0;
        for (var round = Rounds.Of(5_000, 200_000, 2_000_000); round > 0; round--)
        {
            var octets = random.Next(4) switch
            {
                0 => Mutations.Noise(random, 64),
                1 => Protected(0x30, (uint)round, Mutations.Mutate(random, originals[0])).Apdu.ToArray(), // the tag is good, what is inside is not
                _ => Mutations.Mutate(random, random.GetItems(originals, 1)[0]),
            };
            try
            {
                receiver.Read(new(1, 1, new(octets)));
                read++;
            }
            catch (PushException)
            {
                // named
            }
        }

        Assert.NotEqual(0, read);
    }

    private static void Refuses(PushReceiver receiver, byte[] apdu, string words) =>
        Assert.Contains(words, Assert.Throws<PushException>(() => receiver.Read(new(1, 1, new(apdu)))).Message, StringComparison.Ordinal);

    private WrapperFrame Protected(byte control, uint counter, byte[] plain, byte tag = 0xDB, ulong title = 0x4D4D4D0000BC614E)
    {
        var output = new ArrayBufferWriter<byte>();
        var (systemTitle, protection) = (new SystemTitle(title), new SecurityControl(control));
        CipheredApdu.WriteHeader(output, (ApduTag)tag, systemTitle.ToOctets(), control, counter, plain.Length + _ciphering.Overhead(protection));
        _ciphering.Protect(systemTitle, protection, counter, plain, output);
        return new(1, 1, new(output.WrittenMemory));
    }
}
