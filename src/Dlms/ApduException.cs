using System.Globalization;
using Dlms.Xdlms;

namespace Dlms;

/// <summary>An APDU cannot be read or is not allowed where it came; it is answered by an exception-response, and association and connection live on.</summary>
/// <param name="response">The exception-response to answer with.</param>
/// <param name="message">What is wrong.</param>
public sealed class ApduException(ExceptionResponse response, string message) : Exception(message)
{
    /// <summary>The exception-response to answer with.</summary>
    public ExceptionResponse Response { get; } = response;

    /// <summary>The octets do not follow the standard.</summary>
    public static ApduException Malformed(string message) => new(new(StateError.ServiceNotAllowed, ServiceError.OtherReason), message);

    /// <summary>The tag is one this library or this association does not serve, or none of the standard at all.</summary>
    public static ApduException NotSupported(ApduTag tag) => new(
        new(Enum.IsDefined(tag) ? StateError.ServiceNotAllowed : StateError.ServiceUnknown, ServiceError.ServiceNotSupported),
        string.Create(CultureInfo.InvariantCulture, $"APDU {(byte)tag:X2} is not supported."));

    /// <summary>The service is known, and not allowed now: authentication is pending, or the APDU is protected less than the policy asks for.</summary>
    internal static ApduException NotAllowed(string message) => new(new(StateError.ServiceNotAllowed, ServiceError.OperationNotPossible), message);

    /// <summary>The answer is longer than the client takes, and the service knows no blocks.</summary>
    internal static ApduException TooLong(string message) => new(new(StateError.ServiceNotAllowed, ServiceError.PduTooLong), message);

    /// <summary>A protected APDU cannot be deciphered; which of its parts is wrong is not told.</summary>
    internal static ApduException Deciphering(string message) => new(new(StateError.ServiceNotAllowed, ServiceError.DecipheringError), message);

    /// <summary>The tag is good, the invocation counter is not above the last one.</summary>
    /// <param name="expected">The counter that is expected.</param>
    internal static ApduException Replayed(uint expected) => new(
        new(StateError.ServiceNotAllowed, ServiceError.InvocationCounterError, expected),
        string.Create(CultureInfo.InvariantCulture, $"The invocation counter is below {expected}."));
}
