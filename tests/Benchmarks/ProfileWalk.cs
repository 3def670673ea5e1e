using Dlms;
using Dlms.Xdlms;

namespace Benchmarks;

/// <summary>Reads a value whole, by GET and as many blocks as it takes.</summary>
internal static class ProfileWalk
{
    /// <summary>Reads it.</summary>
    /// <param name="request">The GET.</param>
    /// <param name="ask">Sends a plain request and gives the plain answer.</param>
    /// <returns>The octets of the value.</returns>
    public static async ValueTask<long> ReadAsync(byte[] request, Func<byte[], ValueTask<ReadOnlyMemory<byte>>> ask)
    {
        var answer = Apdu.Decode((await ask(request)).Span);
        for (long octets = 0; ;)
        {
            if (answer is not GetResponse.WithDataBlock { RawData: { } data } block)
            {
                throw new InvalidOperationException($"No block of the profile: {answer}");
            }

            octets += data.Length;
            if (block.LastBlock)
            {
                return octets;
            }

            answer = Apdu.Decode((await ask(new GetRequest.Next(block.InvokeId, block.BlockNumber).ToArray())).Span);
        }
    }
}
