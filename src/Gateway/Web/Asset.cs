using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Gateway.Web;

/// <summary>Addresses of styles and modules: with a digest of the content, so that a browser keeps them until they change.</summary>
internal static class Asset
{
    private const string Prefix = "Gateway.Web.Assets.";
    private const int DigestLength = 6;

    private static readonly FrozenDictionary<string, string> Addresses = typeof(Asset).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Prefix.Length..], AddressOf, StringComparer.Ordinal);

    /// <summary>The address of a file.</summary>
    /// <exception cref="KeyNotFoundException">There is no such file.</exception>
    public static string Of(string file) => Addresses[file];

    private static string AddressOf(string name)
    {
        using var content = typeof(Asset).Assembly.GetManifestResourceStream(name)!;
        return $"{WebServices.Assets}/{name[Prefix.Length..]}?{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, DigestLength))}";
    }
}
