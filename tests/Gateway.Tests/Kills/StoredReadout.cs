using System.Security.Cryptography;
using Metering;

namespace Gateway.Tests.Kills;

/// <summary>A reading of the store, equal to another look at the same one.</summary>
/// <param name="AppendNumber">Its place in the order of storing.</param>
/// <param name="ReadAt">When it was made.</param>
/// <param name="Time">The same as a head-end is told it: date-time, in hexadecimal digits.</param>
/// <param name="Digest">SHA-256 over its telegrams.</param>
internal sealed record StoredReadout(long AppendNumber, DateTimeOffset ReadAt, string Time, string Digest)
{
    /// <summary>A look at a reading.</summary>
    public StoredReadout(MeterReadout readout, string time)
        : this(readout.AppendNumber, readout.ReadAt, time, DigestOf(readout))
    {
    }

    private static string DigestOf(MeterReadout readout)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var telegram in readout.Telegrams)
        {
            hash.AppendData(telegram.Span);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
