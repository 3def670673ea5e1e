using System.Buffers;
using Dlms.Axdr;

namespace Dlms.Xdlms;

/// <summary>
/// confirmedServiceError (IEC 62056-5-3).
/// <code>
/// 0E service(1)       error class(1)  error(1)
/// 0E 01 initiateError 06 initiate     01 dlms-version-too-low
/// </code>
/// </summary>
/// <param name="Service">The service that failed.</param>
/// <param name="ErrorClass">The class of the error.</param>
/// <param name="Error">The error in its class.</param>
public sealed record ConfirmedServiceError(byte Service, byte ErrorClass, byte Error) : Apdu
{
    private const byte InitiateService = 1;
    private const byte InitiateClass = 6;

    /// <summary>The association cannot be made, and why.</summary>
    public ConfirmedServiceError(InitiateError error)
        : this(InitiateService, InitiateClass, (byte)error)
    {
    }

    /// <inheritdoc />
    public override ApduTag Tag => ApduTag.ConfirmedServiceError;

    /// <summary>The error, when it is one of initiate.</summary>
    public InitiateError? InitiateError => Service == InitiateService && ErrorClass == InitiateClass ? (InitiateError)Error : null;

    /// <inheritdoc />
    public override void Write(IBufferWriter<byte> output)
    {
        var writer = new AxdrWriter(output);
        writer.WriteUnsigned((byte)Tag);
        writer.WriteUnsigned(Service);
        writer.WriteUnsigned(ErrorClass);
        writer.WriteUnsigned(Error);
    }

    internal static ConfirmedServiceError Read(ReadOnlySpan<byte> apdu)
    {
        var reader = new AxdrReader(apdu);
        reader.Expect((byte)ApduTag.ConfirmedServiceError);
        var error = new ConfirmedServiceError(reader.ReadUnsigned(), reader.ReadUnsigned(), reader.ReadUnsigned());
        reader.End();
        return error;
    }
}
