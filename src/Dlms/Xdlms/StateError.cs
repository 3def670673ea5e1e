namespace Dlms.Xdlms;

/// <summary>state-error of an exception-response (IEC 62056-5-3).</summary>
public enum StateError : byte
{
    /// <summary>service-not-allowed.</summary>
    ServiceNotAllowed = 1,

    /// <summary>service-unknown.</summary>
    ServiceUnknown = 2,
}
