namespace Dlms.Xdlms;

/// <summary>service-error of an exception-response (IEC 62056-5-3).</summary>
public enum ServiceError : byte
{
    /// <summary>operation-not-possible.</summary>
    OperationNotPossible = 1,

    /// <summary>service-not-supported.</summary>
    ServiceNotSupported = 2,

    /// <summary>other-reason.</summary>
    OtherReason = 3,

    /// <summary>pdu-too-long.</summary>
    PduTooLong = 4,

    /// <summary>deciphering-error.</summary>
    DecipheringError = 5,

    /// <summary>invocation-counter-error; the counter that is expected follows.</summary>
    InvocationCounterError = 6,
}
