using System.Buffers;
using Dlms.Push;
using Dlms.Wrapper;
using Testing;

namespace Gateway.Tests.Push;

/// <summary>The worked examples of docs/push.md: blocks of lines with octets, a semicolon and words.</summary>
internal static class PushDocument
{
    public static readonly byte[] EncryptionKey = Hex.Bytes("000102030405060708090A0B0C0D0E0F");
    public static readonly byte[] AuthenticationKey = Hex.Bytes("D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF");

    private static readonly string[] Lines = File.ReadAllLines(Repository.File("docs", "push.md"));

    public static string Text => string.Join('\n', Lines);

    /// <summary>The octets of each line of a block.</summary>
    /// <param name="kind">What stands behind <c>push</c> where the block begins.</param>
    /// <param name="number">Which of several.</param>
    public static IReadOnlyList<byte[]> Fields(string kind, int number = 0)
    {
        var starts = Lines.Select((line, i) => (line, i)).Where(at => at.line == $"```push {kind}").Select(at => at.i + 1).ToArray();
        return [.. Lines[starts[number]..].TakeWhile(line => line != "```").Select(line => Hex.Bytes(line.Split(';')[0]))];
    }

    /// <summary>A block as it goes over the wire.</summary>
    public static byte[] Octets(string kind, int number = 0) => [.. Fields(kind, number).SelectMany(field => field)];

    /// <summary>A block as a frame.</summary>
    public static WrapperFrame Frame(string kind, int number = 0)
    {
        var buffer = new ReadOnlySequence<byte>(Octets(kind, number));
        Assert.True(WrapperFrame.TryRead(ref buffer, out var frame));
        Assert.Equal(0, buffer.Length);
        return frame;
    }

    /// <summary>A plain block, read.</summary>
    public static ReceivedPush Push(string kind, int number = 0) => new PushReceiver(null).Read(Frame(kind, number));
}
