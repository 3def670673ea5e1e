namespace Gateway.Access;

/// <summary>What a program shows to use the interface; of the token itself only a hash is kept.</summary>
internal sealed record ApiToken
{
    /// <summary>What it is spoken of by: 8 hexadecimal digits, the first part of the token.</summary>
    public required string Id { get; init; }

    /// <summary>What it is for, in somebody's words.</summary>
    public required string Name { get; init; }

    /// <summary>What the program may do.</summary>
    public required Role Role { get; init; }

    /// <summary>SHA-256 of the whole token: it holds 256 random bits, which nobody finds by trying.</summary>
    public required string Hash { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it is refused, UTC; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
