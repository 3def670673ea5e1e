using Cosem;

namespace Dlms.Acse;

/// <summary>RLRQ, the request for the release of an association (IEC 62056-5-3).</summary>
/// <param name="Reason">Release-request-reason; 0 is normal.</param>
/// <param name="UserInformation">A ciphered InitiateRequest, in a ciphered context.</param>
public sealed record Rlrq(byte? Reason, Octets? UserInformation = null) : ReleaseApdu(Reason, UserInformation)
{
    /// <summary><c>6203800100</c>: normal, in a plain context.</summary>
    public static Rlrq Normal { get; } = new(0);

    /// <inheritdoc />
    public override ApduTag Tag => ApduTag.Rlrq;

    internal static Rlrq Read(ReadOnlySpan<byte> apdu)
    {
        var (reason, information) = ReadComponents(apdu, ApduTag.Rlrq);
        return new(reason, information);
    }
}
