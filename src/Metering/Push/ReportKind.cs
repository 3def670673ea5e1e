namespace Metering.Push;

/// <summary>The reports that are pushed. The number is value group B of the report's Push setup, 0.b.25.9.0.255.</summary>
public enum ReportKind : byte
{
    /// <summary>Load profile 1 of every meter.</summary>
    LoadProfile1 = 1,

    /// <summary>Load profile 2 of every meter.</summary>
    LoadProfile2 = 2,

    /// <summary>Billing profile of every meter.</summary>
    Billing = 3,

    /// <summary>Standard event log of the gateway and of every meter.</summary>
    StandardEventLog = 4,

    /// <summary>On installation: the list of meters is another.</summary>
    OnInstallation = 7,

    /// <summary>Fraud detection log.</summary>
    FraudLog = 8,
}
