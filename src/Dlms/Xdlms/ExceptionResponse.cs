using System.Buffers;
using Dlms.Axdr;

namespace Dlms.Xdlms;

/// <summary>
/// exception-response (IEC 62056-5-3).
/// <code>
/// D8 state-error(1) service-error(1) [invocation counter(4), with service-error 6]
/// D8 01             02
/// </code>
/// </summary>
/// <param name="StateError">state-error.</param>
/// <param name="ServiceError">service-error.</param>
/// <param name="InvocationCounter">The counter that is expected, with invocation-counter-error.</param>
public sealed record ExceptionResponse(StateError StateError, ServiceError ServiceError, uint? InvocationCounter = null) : Apdu
{
    /// <inheritdoc />
    public override ApduTag Tag => ApduTag.ExceptionResponse;

    /// <inheritdoc />
    public override void Write(IBufferWriter<byte> output)
    {
        var writer = new AxdrWriter(output);
        writer.WriteUnsigned((byte)Tag);
        writer.WriteUnsigned((byte)StateError);
        writer.WriteUnsigned((byte)ServiceError);
        if (InvocationCounter is { } counter)
        {
            writer.WriteDoubleLongUnsigned(counter);
        }
    }

    internal static ExceptionResponse Read(ReadOnlySpan<byte> apdu)
    {
        var reader = new AxdrReader(apdu);
        reader.Expect((byte)ApduTag.ExceptionResponse);
        var stateError = (StateError)reader.ReadUnsigned();
        var serviceError = (ServiceError)reader.ReadUnsigned();
        uint? counter = serviceError == ServiceError.InvocationCounterError && reader.Remaining > 0 ? reader.ReadDoubleLongUnsigned() : null;
        reader.End();
        return new(stateError, serviceError, counter);
    }
}
