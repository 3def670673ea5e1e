using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using Cosem;
using Dlms.Association;
using Dlms.Connection;
using Dlms.Wrapper;
using Testing;

namespace Dlms.Tests;

/// <summary>
/// Sessions as head-ends have them, with damage: inside the protection, where only a client with the keys could do it, and outside. Every APDU is
/// answered by an APDU, and nothing but an answer comes out.
/// </summary>
public class SessionFuzzTests
{
    private const int RequestsOfASession = 100;
    private const int MostBlocks = 16;

    /// <summary>Requests of all services, as they stand in recorded sessions; the objects are those of the workshop.</summary>
    private static readonly string[] Requests =
    [
        "C001C1 000F 0000280000FF 0200",
        "C001C1 0001 0000600100FF 0200",
        "C001C1 0007 0100630100FF 0200",
        "C001C1 0007 0100630100FF 0201 01 0204 0204 0012 0008 0906 0000010000FF 0F02 120000 090C 07E8060FFF020000FF800000 090C 07E8060FFF100000FF800000 0100",
        "C001C1 0007 0100630100FF 0201 02 0204 06 00000001 06 00000005 120001 120000",
        "C003C1 02 0001 0000600100FF 0200 0007 0100630100FF 0700",
        "C002C1 00000001",
        "C101C1 0001 0000600100FF 0200 0902 1234",
        "C101C1 0001 0080010000FF 0200 12 0064",
        "C101C1 000F 0000280000FF 0700 0908 3132333435363738",
        "C102C1 0001 0000600100FF 0200 00 00000001 02 0904",
        "C103C1 01 00000002 04 01020304",
        "C104C1 02 0001 0000600100FF 0200 0001 0000600101FF 0200 02 0901AA 0901BB",
        "C105C1 02 0001 0000600100FF 0200 0001 0000600101FF 0200 01 00000001 07 02 0901AA 0901BB",
        "C301C1 0040 00002B0000FF 02 01 01 01 0202 1600 0918 1FA68B0A8112B447AEF34BD8FB5A7B829D3E862371D2CFE6",
        "C301C1 0040 00002B0000FF 01 01 1600",
        "C301C1 000F 0000280000FF 01 01 0911 1000000001 0102030405060708090A0B0C",
        "C302C1 00000001",
        "C303C1 02 0007 0100630100FF 01 0007 0100630100FF 02 02 0F00 0F00",
        "C304C1 0007 0100630100FF 01 00 00000001 01 0F",
        "C306C1 01 00000002 01 00",
        "D9 40000001 00 03 01 0001 0000600100FF 02 02 0001 0000600100FF 02 03 0007 0100630100FF 01 03 00 0901CC 0F00",
        "D9 70000002 00 01 04 0007 0100630100FF 02 02 0204 06 00000001 06 00000002 120001 120000 01 00",
        "6200",
        "6203800100",
    ];

    private static readonly string[] Unprotected =
    [
        "E0 81 0001 0000 0D C001C1 0001 0000600100FF 0200",
        "E0 C3 0001 0000 0D C001C1 0007 0100630100FF 0200",
        "E0 41 0001 0000 06 C001C1 000100",
        "E0 81 0002 0000 07 00600100FF0200",
        "E0 81 0002 0001 00",
        "C81E3001234567411312FF935A47566827C467BC7D825C3BE4A77C3FCC056B6B",
        "DB084D4D4D00000000011E3000000022017D32F64666EFD4857672273B9D01322D24EC7D42E1B0A766",
        Conversations.LowLevelAarq,
        Conversations.PublicAarq,
    ];

    private readonly Workshop _workshop = new();

    public enum Kind
    {
        Public,
        LowLevel,
        Ciphered,
        GeneralCiphered,
        DedicatedCiphered,
    }

    [Theory]
    [InlineData(Kind.Public)]
    [InlineData(Kind.LowLevel)]
    [InlineData(Kind.Ciphered)]
    [InlineData(Kind.GeneralCiphered)]
    [InlineData(Kind.DedicatedCiphered)]
    public async Task Every_APDU_of_a_damaged_session_is_answered(Kind kind)
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var rounds = Rounds.Of(2_000, 200_000, 2_000_000);
        long early = 0;
        for (var round = 0; round < rounds; round += RequestsOfASession)
        {
            try
            {
                await PlayAsync(kind, random);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed}, session {round / RequestsOfASession} of kind {kind}.", exception);
            }

            early = round == rounds / 10 ? GC.GetTotalMemory(forceFullCollection: true) : early;
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - early, long.MinValue, 20_000_000);
    }

    [Fact]
    public async Task Every_frame_of_a_damaged_stream_is_answered_or_closes_the_connection()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = Rounds.Of(300, 30_000, 300_000); round > 0; round--)
        {
            var server = Server();
            var (client, transport) = DuplexPipe.Create(new(pauseWriterThreshold: 0));
            var running = new DlmsConnection(server.Server, transport).RunAsync(CancellationToken.None);
            var sent = Stream(random);
            await client.Output.WriteAsync(sent);
            await client.Output.CompleteAsync();
            var end = await running.WaitAsync(TimeSpan.FromSeconds(30));
            var (frames, isWhole) = FramesIn(sent);
            var answers = FramesIn(await ReadAllAsync(client.Input)).Frames;
            Assert.True(
                end == (isWhole ? ConnectionEnd.ClosedByPeer : ConnectionEnd.WrapperError) && (frames == answers || HoldsBlocks(sent)),
                $"Seed {seed}: {end}, {answers} answers to {frames} frames of {Convert.ToHexString(sent)}");
        }
    }

    private TestServer Server()
    {
        var server = Workshop.ServerWith(_workshop);
        server.SlowValue.TrySetResult(new CosemData.Unsigned(1));
        return server;
    }

    private async Task PlayAsync(Kind kind, Random random)
    {
        var server = Server();
        var endpoints = new Endpoints(new IPAddress(random.Next()), null);
        await using var client = new CipheredClient(server, serverSap: Workshop.Sap, endpoints: endpoints)
        {
            General = kind == Kind.GeneralCiphered,
            Dedicated = kind == Kind.DedicatedCiphered,
            DedicatedKey = kind == Kind.DedicatedCiphered ? new byte[16] : null,
        };
        await using var plain = new ApplicationAssociation(server.Server, (ushort)(kind == Kind.Public ? 16 : 1), Workshop.Sap, null, endpoints);
        var association = kind is Kind.Public or Kind.LowLevel ? plain : client.Association;
        for (var request = 0; request < RequestsOfASession; request++)
        {
            if (association.State != AssociationState.Associated)
            {
                server.Time.Advance(TimeSpan.FromMinutes(20)); // whoever failed often has waited
                server.Policy = new() { LowLevelSecret = Octets.FromAscii("12345678") };
                Task opened = association == plain ? plain.OpenAsync(kind == Kind.Public ? Conversations.PublicAarq : Conversations.LowLevelAarq) : client.OpenHlsAsync();
                await opened;
            }

            await AskAsync(association, Next(random, association == plain ? null : client));
        }
    }

    /// <summary>A request, good or damaged before or after it was protected.</summary>
    private static byte[] Next(Random random, CipheredClient? client)
    {
        var list = random.Next(5) == 0 ? Unprotected : Requests;
        var inside = Hex.Bytes(list[random.Next(list.Length)]);
        var damage = random.Next(4);
        if (damage == 0)
        {
            inside = Mutations.Mutate(random, inside);
        }

        var isProtected = client is not null && inside is [0xC0 or 0xC1 or 0xC3, ..] or [0xD9, ..] && (client.General || inside[0] != 0xD9);
        var apdu = isProtected ? Hex.Bytes(client!.Protect(Convert.ToHexString(inside))) : inside;
        return damage == 1 ? Mutations.Mutate(random, apdu) : apdu;
    }

    private static async Task AskAsync(ApplicationAssociation association, byte[] request)
    {
        var answer = await association.AnswerAsync(request);
        Assert.True(!answer.IsEmpty || request is [0xE0, ..], $"No answer to {Convert.ToHexString(request)}");
        for (var blocks = 0; !answer.IsEmpty; blocks++)
        {
            Assert.NotNull(Apdu.Decode(answer.Span));
            Assert.InRange(blocks, 0, MostBlocks);
            answer = association.TryContinue(out var next) ? next : default;
        }
    }

    /// <summary>Frames of a plain session, with damage in header or APDU now and then.</summary>
    private static byte[] Stream(Random random)
    {
        var stream = new List<byte>(Frame(Hex.Bytes(Conversations.LowLevelAarq)));
        for (var frames = random.Next(1, 12); frames > 0; frames--)
        {
            var frame = Frame(Next(random, null) is { Length: > 0 } apdu ? apdu : [0]);
            stream.AddRange(random.Next(10) == 0 ? Mutations.Mutate(random, frame) : frame);
        }

        return [.. stream];
    }

    private static byte[] Frame(byte[] apdu)
    {
        var output = new ArrayBufferWriter<byte>();
        WrapperFrame.Write(output, 1, Workshop.Sap, apdu);
        return output.WrittenSpan.ToArray();
    }

    private static async Task<byte[]> ReadAllAsync(PipeReader reader)
    {
        while (true)
        {
            var read = await reader.ReadAsync();
            if (read.IsCompleted)
            {
                return read.Buffer.ToArray();
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static (int Frames, bool IsWhole) FramesIn(byte[] stream)
    {
        var buffer = new ReadOnlySequence<byte>(stream);
        var frames = 0;
        try
        {
            while (WrapperFrame.TryRead(ref buffer, out _))
            {
                frames++;
            }

            return (frames, true);
        }
        catch (WrapperException)
        {
            return (frames, false);
        }
    }

    /// <summary>General blocks have fewer answers, or more.</summary>
    private static bool HoldsBlocks(byte[] stream) => stream.Contains((byte)0xE0);
}
