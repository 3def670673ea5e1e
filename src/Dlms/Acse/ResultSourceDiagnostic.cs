namespace Dlms.Acse;

/// <summary>Associate-source-diagnostic of an AARE (IEC 62056-5-3): who judged, and the reason.</summary>
/// <param name="IsServiceProvider">acse-service-provider judged, else acse-service-user.</param>
/// <param name="Value">The number of the diagnostic.</param>
public readonly record struct ResultSourceDiagnostic(bool IsServiceProvider, byte Value)
{
    /// <summary>acse-service-user null: accepted.</summary>
    public static ResultSourceDiagnostic None => new(false, 0);

    /// <summary>acse-service-user no-reason-given; the reason is in the user-information.</summary>
    public static ResultSourceDiagnostic NoReasonGiven => new(false, 1);

    /// <summary>acse-service-user application-context-name-not-supported.</summary>
    public static ResultSourceDiagnostic ApplicationContextNameNotSupported => new(false, 2);

    /// <summary>acse-service-user calling-AP-title-not-recognized.</summary>
    public static ResultSourceDiagnostic CallingApTitleNotRecognised => new(false, 3);

    /// <summary>acse-service-user authentication-mechanism-name-not-recognised.</summary>
    public static ResultSourceDiagnostic AuthenticationMechanismNameNotRecognised => new(false, 11);

    /// <summary>acse-service-user authentication-mechanism-name-required.</summary>
    public static ResultSourceDiagnostic AuthenticationMechanismNameRequired => new(false, 12);

    /// <summary>acse-service-user authentication-failure.</summary>
    public static ResultSourceDiagnostic AuthenticationFailure => new(false, 13);

    /// <summary>acse-service-user authentication-required.</summary>
    public static ResultSourceDiagnostic AuthenticationRequired => new(false, 14);

    /// <summary>acse-service-provider no-common-acse-version.</summary>
    public static ResultSourceDiagnostic NoCommonAcseVersion => new(true, 2);

    /// <summary>The name in the standard.</summary>
    public override string ToString() => (IsServiceProvider, Value) switch
    {
        (false, 0) => "null",
        (false, 1) => "no-reason-given",
        (false, 2) => "application-context-name-not-supported",
        (false, 3) => "calling-AP-title-not-recognized",
        (false, 11) => "authentication-mechanism-name-not-recognised",
        (false, 12) => "authentication-mechanism-name-required",
        (false, 13) => "authentication-failure",
        (false, 14) => "authentication-required",
        (true, 2) => "no-common-acse-version",
        (false, var other) => $"acse-service-user {other}",
        (true, var other) => $"acse-service-provider {other}",
    };
}
