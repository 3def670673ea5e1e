namespace Dlms.Xdlms;

/// <summary>The errors of class initiate in a ServiceError (IEC 62056-5-3).</summary>
public enum InitiateError : byte
{
    /// <summary>other.</summary>
    Other = 0,

    /// <summary>dlms-version-too-low.</summary>
    DlmsVersionTooLow = 1,

    /// <summary>incompatible-conformance.</summary>
    IncompatibleConformance = 2,

    /// <summary>pdu-size-too-short.</summary>
    PduSizeTooShort = 3,

    /// <summary>refused-by-the-VDE-Handler.</summary>
    RefusedByTheVdeHandler = 4,
}
