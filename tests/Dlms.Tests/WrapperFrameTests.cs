using System.Buffers;
using Dlms.Wrapper;
using Testing;

namespace Dlms.Tests;

public class WrapperFrameTests
{
    [Theory]
    [InlineData("0001 0010 0001 0003 C00181", 0x10, 1, "C00181")]
    [InlineData("0001 0001 0010 000D C001C10003 0100010800FF 0200", 1, 0x10, "C001C100030100010800FF0200")]
    [InlineData("0001 FFFF 007F 0001 62", 0xFFFF, 0x7F, "62")]
    public void A_frame_is_read_in_every_fragmentation_and_written(string hex, ushort source, ushort destination, string apdu)
    {
        var output = new ArrayBufferWriter<byte>();
        WrapperFrame.Write(output, source, destination, Hex.Bytes(apdu));
        Assert.Equal(Hex.Bytes(hex), output.WrittenSpan.ToArray());

        foreach (var chunks in Fragments.Of(Hex.Bytes(hex)))
        {
            var buffer = default(ReadOnlySequence<byte>);
            var received = new Segments();
            for (var i = 0; i < chunks.Count; i++)
            {
                buffer = received.Append(chunks[i]);
                var before = buffer.Length;
                var whole = WrapperFrame.TryRead(ref buffer, out var frame);
                Assert.Equal(i == chunks.Count - 1, whole);
                Assert.Equal(whole ? 0 : before, buffer.Length);
                if (whole)
                {
                    Assert.Equal((source, destination), (frame.Source, frame.Destination));
                    Assert.Equal(Hex.Bytes(apdu), frame.Apdu.ToArray());
                }
            }
        }
    }

    [Fact]
    public void Two_frames_in_one_piece_are_read_one_after_the_other()
    {
        var buffer = new ReadOnlySequence<byte>(Hex.Bytes("0001 0010 0001 0001 62 | 0001 0001 0001 0002 C001 | 00"));
        Assert.True(WrapperFrame.TryRead(ref buffer, out var first));
        Assert.True(WrapperFrame.TryRead(ref buffer, out var second));
        Assert.False(WrapperFrame.TryRead(ref buffer, out _));
        Assert.Equal("62", Convert.ToHexString(first.Apdu.ToArray()));
        Assert.Equal("C001", Convert.ToHexString(second.Apdu.ToArray()));
        Assert.Equal(1, buffer.Length);
    }

    [Fact]
    public void The_longest_APDU_has_65535_octets()
    {
        var output = new ArrayBufferWriter<byte>();
        WrapperFrame.Write(output, 1, 16, new byte[65_535]);
        var buffer = new ReadOnlySequence<byte>(output.WrittenMemory);
        Assert.True(WrapperFrame.TryRead(ref buffer, out var frame));
        Assert.Equal(65_535, frame.Apdu.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => WrapperFrame.Write(output, 1, 16, new byte[65_536]));
    }

    [Theory]
    [InlineData("0002 0010 0001 0003 C00181")]
    [InlineData("0000 0010 0001 0003 C00181")]
    [InlineData("4745 5420 2F20 4854")]
    [InlineData("0001 0010 0001 0000")]
    public void Another_version_or_length_0_is_no_frame(string hex)
    {
        Assert.Throws<WrapperException>(() =>
        {
            var buffer = new ReadOnlySequence<byte>(Hex.Bytes(hex));
            WrapperFrame.TryRead(ref buffer, out _);
        });
    }

    [Fact]
    public void Random_octets_give_a_frame_or_a_named_error()
    {
        var random = new Random(1);
        for (var round = Rounds.Of(2_000, 100_000, 1_000_000); round > 0; round--)
        {
            var octets = Mutations.Mutate(random, Hex.Bytes("0001 0010 0001 0003 C00181"));
            var buffer = new ReadOnlySequence<byte>(octets);
            try
            {
                while (WrapperFrame.TryRead(ref buffer, out var frame))
                {
                    Assert.InRange(frame.Apdu.Length, 1, WrapperFrame.MaxApduLength);
                }
            }
            catch (WrapperException)
            {
                // named
            }
        }
    }
}
