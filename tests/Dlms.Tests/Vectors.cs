using Testing;

namespace Dlms.Tests;

/// <summary>Checks a vector in both directions: the octets give the message, the message gives the octets.</summary>
internal static class Vectors
{
    public static void Hold(string hex, Apdu expected)
    {
        Assert.Equal(expected, Apdu.Decode(Hex.Bytes(hex)));
        Assert.Equal(Hex.Bytes(hex), expected.ToArray());
    }
}
