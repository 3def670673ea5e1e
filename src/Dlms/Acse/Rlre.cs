using Cosem;

namespace Dlms.Acse;

/// <summary>RLRE, the answer to a request for the release of an association (IEC 62056-5-3).</summary>
/// <param name="Reason">Release-response-reason; 0 is normal.</param>
/// <param name="UserInformation">A ciphered InitiateResponse, in a ciphered context.</param>
public sealed record Rlre(byte? Reason, Octets? UserInformation = null) : ReleaseApdu(Reason, UserInformation)
{
    /// <summary><c>6303800100</c>: normal, in a plain context.</summary>
    public static Rlre Normal { get; } = new(0);

    /// <inheritdoc />
    public override ApduTag Tag => ApduTag.Rlre;

    internal static Rlre Read(ReadOnlySpan<byte> apdu)
    {
        var (reason, information) = ReadComponents(apdu, ApduTag.Rlre);
        return new(reason, information);
    }
}
