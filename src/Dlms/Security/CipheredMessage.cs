using System.Buffers;
using Cosem;

namespace Dlms.Security;

/// <summary>A protected APDU as a message (IEC 62056-5-3); its wire layout is with <see cref="CipheredApdu"/>.</summary>
/// <param name="Tag">The tag, a service-specific or a general one.</param>
/// <param name="SystemTitle">system-title of the sender in a general form; empty in a service-specific one.</param>
/// <param name="SecurityControl">security-control.</param>
/// <param name="InvocationCounter">invocation-counter.</param>
/// <param name="Protected">The APDU, plain or encrypted, and the authentication tag.</param>
public sealed record CipheredMessage(ApduTag Tag, Octets SystemTitle, byte SecurityControl, uint InvocationCounter, Octets Protected) : Apdu
{
    /// <inheritdoc />
    public override ApduTag Tag { get; } = Tag;

    /// <inheritdoc />
    public override void Write(IBufferWriter<byte> output)
    {
        CipheredApdu.WriteHeader(output, Tag, SystemTitle.Span, SecurityControl, InvocationCounter, Protected.Length);
        output.Write(Protected.Span);
    }

    internal static CipheredMessage Read(ReadOnlySpan<byte> apdu)
    {
        var ciphered = CipheredApdu.Read(apdu);
        return new(
            ciphered.Tag, ciphered.SystemTitle.ToArray(), ciphered.SecurityControl, ciphered.InvocationCounter, ciphered.Protected.ToArray());
    }
}
