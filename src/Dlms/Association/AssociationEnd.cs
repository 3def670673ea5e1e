namespace Dlms.Association;

/// <summary>Why an association ended.</summary>
public enum AssociationEnd
{
    /// <summary>The client released it.</summary>
    Released,

    /// <summary>The client asked for it anew on the same connection.</summary>
    Replaced,

    /// <summary>There were too many, and it was the one longest unused.</summary>
    Aborted,

    /// <summary>The client did not prove itself with its reply to the challenge, or not in time.</summary>
    AuthenticationFailed,

    /// <summary>The connection ended.</summary>
    ConnectionClosed,
}
