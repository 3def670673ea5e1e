namespace Gateway.Configuration;

/// <summary>The section <c>Gateway:Profiles</c>.</summary>
internal sealed record ProfilesOptions
{
    /// <summary>Load profile 1, 1.0.99.1.0.255.</summary>
    public ProfileOptions LoadProfile1 { get; init; } = new();

    /// <summary>Load profile 2, 1.0.99.2.0.255.</summary>
    public ProfileOptions LoadProfile2 { get; init; } = new();

    /// <summary>Billing profile, 0.0.98.1.0.255.</summary>
    public ProfileOptions Billing { get; init; } = new();
}
