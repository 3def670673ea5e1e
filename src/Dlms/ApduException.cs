using System.Globalization;
using Dlms.Xdlms;

namespace Dlms;

/// <summary>An APDU cannot be read or is not allowed where it came; it is answered by an exception-response, and association and connection live on.</summary>
/// <param name="stateError">state-error of the exception-response.</param>
/// <param name="serviceError">service-error of the exception-response.</param>
/// <param name="message">What is wrong.</param>
public sealed class ApduException(StateError stateError, ServiceError serviceError, string message) : Exception(message)
{
    /// <summary>The exception-response to answer with.</summary>
    public ExceptionResponse Response { get; } = new(stateError, serviceError);

    /// <summary>The octets do not follow the standard.</summary>
    public static ApduException Malformed(string message) => new(StateError.ServiceNotAllowed, ServiceError.OtherReason, message);

    /// <summary>The tag is one this library or this association does not serve, or none of the standard at all.</summary>
    public static ApduException NotSupported(ApduTag tag) => new(
        Enum.IsDefined(tag) ? StateError.ServiceNotAllowed : StateError.ServiceUnknown,
        ServiceError.ServiceNotSupported,
        string.Create(CultureInfo.InvariantCulture, $"APDU {(byte)tag:X2} is not supported."));
}
