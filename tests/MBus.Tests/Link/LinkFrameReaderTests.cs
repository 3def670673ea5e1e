using MBus.Link;
using Testing;

namespace MBus.Tests.Link;

public sealed class LinkFrameReaderTests
{
    private const string Answer = "68 12 12 68 08 01 72 78 56 34 12 74 52 01 04 2A 00 00 00 01 13 07 9F 16";

    public static TheoryData<string> Names => [.. StreamVector.All.Select(vector => vector.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_stream_gives_its_frames_however_it_is_cut(string name)
    {
        var vector = StreamVector.All.Single(vector => vector.Name == name);
        foreach (var chunks in Fragments.Of(vector.Received))
        {
            var reader = new LinkFrameReader();
            reader.Begin(vector.Sent);
            Assert.Equal(vector.Frames, Read(reader, chunks).Select(Convert.ToHexString));
        }
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("10 7B 01 7C 16", false)]
    [InlineData("10 7B 01 7C 16 | E5", false)]
    [InlineData("A5", true)]
    [InlineData("00 | E5", true)]
    [InlineData("E5 | FF", true)]
    public void Junk_is_what_belongs_neither_to_a_frame_nor_to_the_echo(string received, bool junk)
    {
        var reader = new LinkFrameReader();
        reader.Begin(Hex.Bytes("10 7B 01 7C 16"));
        Read(reader, [Hex.Bytes(received)]);
        Assert.Equal(junk, reader.JunkSeen);
    }

    [Fact]
    public void An_echo_is_known_by_its_bytes()
    {
        var reader = new LinkFrameReader();
        reader.Begin(Hex.Bytes("10 7B 01 7C 16"));
        Assert.Empty(Read(reader, [Hex.Bytes("10 7B 01 7C 16")]));
        Assert.True(reader.EchoSeen);
        Assert.Single(Read(reader, [Hex.Bytes("10 7B 02 7D 16")]));
    }

    [Fact]
    public void A_frame_inside_a_candidate_that_is_never_completed_is_found_when_the_line_falls_silent()
    {
        var reader = new LinkFrameReader();
        reader.Begin(default);
        Assert.Empty(Read(reader, [Hex.Bytes("68 50 50 68 |" + Answer)]));
        Assert.True(reader.IsFramePending);
        reader.FellSilent();
        Assert.True(reader.TryRead(out var frame));
        Assert.Equal(Hex.Bytes(Answer), frame.Bytes.ToArray());
        Assert.False(reader.TryRead(out _));
        Assert.True(reader.JunkSeen);
        Assert.False(reader.IsFramePending);
    }

    [Fact]
    public void Bytes_after_the_silence_may_wait_for_more_again()
    {
        var reader = new LinkFrameReader();
        reader.Begin(default);
        Assert.Empty(Read(reader, [Hex.Bytes("10 7B")]));
        reader.FellSilent();
        Assert.False(reader.TryRead(out _));
        Assert.Single(Read(reader, [.. Hex.Bytes(Answer).Select(b => new[] { b })]));
    }

    [Fact]
    public void A_frame_keeps_its_bytes_when_the_buffer_goes_on()
    {
        var reader = new LinkFrameReader();
        reader.Begin(default);
        var frame = Assert.Single(Read(reader, [Hex.Bytes(Answer)]));
        Read(reader, [new byte[500], new byte[500]]);
        Assert.Equal(Hex.Bytes(Answer), frame);
    }

    [Fact]
    public void A_new_request_forgets_what_came_before()
    {
        var reader = new LinkFrameReader();
        reader.Begin(default);
        Read(reader, [Hex.Bytes("00 68 12 12 68")]);
        reader.Begin(default);
        Assert.False(reader.JunkSeen);
        Assert.False(reader.IsFramePending);
    }

    [Fact]
    public void More_than_there_is_room_for_is_refused()
    {
        var reader = new LinkFrameReader();
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Received(reader.Free.Length + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Received(-1));
    }

    [Fact]
    public void Damaged_streams_give_whole_frames_only_the_same_ones_however_cut_and_always_leave_room()
    {
        var random = new Random(13757);
        var streams = StreamVector.All.Select(vector => vector.Received).ToArray();
        for (var round = Rounds.Of(quick: 3_000, ci: 100_000, full: 1_000_000); round > 0; round--)
        {
            byte[] stream = random.Next(4) == 0
                ? Mutations.Noise(random, 2_000)
                : [.. Mutations.Mutate(random, streams[random.Next(streams.Length)]), .. Mutations.Noise(random, 20)];
            var whole = Whole(stream, stream.Length);
            Assert.Equal(whole, Whole(stream, 1 + random.Next(40)));
            Assert.All(whole, hex => Assert.Equal(LinkError.None, LinkFrame.TryParse(Convert.FromHexString(hex), out _)));
        }
    }

    private static List<string> Whole(byte[] stream, int chunk)
    {
        var reader = new LinkFrameReader();
        reader.Begin(default);
        List<byte[]> frames = Read(reader, stream.Chunk(Math.Max(1, chunk)));
        reader.FellSilent();
        while (reader.TryRead(out var frame))
        {
            frames.Add(frame.Bytes.ToArray());
        }

        Assert.False(reader.IsFramePending);
        return [.. frames.Select(Convert.ToHexString)];
    }

    private static List<byte[]> Read(LinkFrameReader reader, IEnumerable<byte[]> chunks)
    {
        List<byte[]> frames = [];
        foreach (var chunk in chunks)
        {
            for (var taken = 0; taken < chunk.Length;)
            {
                var part = chunk.AsMemory(taken, Math.Min(reader.Free.Length, chunk.Length - taken));
                Assert.NotEqual(0, part.Length);
                part.CopyTo(reader.Free);
                reader.Received(part.Length);
                taken += part.Length;
                while (reader.TryRead(out var frame))
                {
                    frames.Add(frame.Bytes.ToArray());
                }
            }
        }

        return frames;
    }
}
