namespace Metering.Profiles;

/// <summary>The three profiles of a meter.</summary>
public enum ProfileKind : byte
{
    /// <summary>Load profile 1, 1.0.99.1.0.255.</summary>
    LoadProfile1 = 1,

    /// <summary>Load profile 2, 1.0.99.2.0.255.</summary>
    LoadProfile2 = 2,

    /// <summary>Billing profile, 0.0.98.1.0.255.</summary>
    Billing = 3,
}
