namespace Gateway.Access;

/// <summary>Somebody who signs in to the page.</summary>
internal sealed record User
{
    /// <summary>The name, in small letters.</summary>
    public required string Name { get; init; }

    /// <summary>What the user may do.</summary>
    public required Role Role { get; init; }

    /// <summary>The password, as <see cref="PasswordHash"/> writes it.</summary>
    public required string Password { get; init; }

    /// <summary>When the user was made, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Drawn anew with every change: sessions that began under another one have ended.</summary>
    public required string Stamp { get; init; }
}
