using Dlms.Security;

namespace Gateway.Configuration;

/// <summary>The words for security policies in settings and on the command line.</summary>
internal static class SecurityPolicyNames
{
    private static readonly (string Name, SecurityPolicy Policy)[] Names =
    [
        ("none", SecurityPolicy.None),
        ("authenticated", SecurityPolicy.Authenticated),
        ("authenticated-encrypted", SecurityPolicy.AuthenticatedAndEncrypted),
    ];

    /// <summary>The words there are.</summary>
    public static string Allowed { get; } = string.Join(", ", Names.SkipLast(1).Select(entry => entry.Name)) + $" or {Names[^1].Name}";

    /// <summary>The policy of a word.</summary>
    public static bool TryParse(string text, out SecurityPolicy policy)
    {
        var entry = Array.Find(Names, entry => string.Equals(entry.Name, text, StringComparison.OrdinalIgnoreCase));
        policy = entry.Policy;
        return entry.Name is not null;
    }

    /// <summary>The word for a policy.</summary>
    public static string Of(SecurityPolicy policy) => Array.Find(Names, entry => entry.Policy == policy).Name;
}
