namespace Gateway.Access;

/// <summary>A change of users or tokens that is refused; nothing was changed.</summary>
/// <param name="field">The field that is wrong; empty: none.</param>
/// <param name="message">What is wrong, in words; never a secret.</param>
internal sealed class AccessException(string field, string message) : Exception(message)
{
    /// <summary>The field that is wrong.</summary>
    public string Field { get; } = field;

    /// <summary>How long to wait, after so many attempts that none is looked at; zero: not at all.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Whether there is no such user or token.</summary>
    public bool IsUnknown { get; init; }
}
