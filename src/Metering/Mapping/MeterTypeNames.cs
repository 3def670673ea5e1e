using MBus.Application;

namespace Metering.Mapping;

/// <summary>The names of meter types in mapping files: those of the media (EN 13757-3, table 6), and short ones.</summary>
public static class MeterTypeNames
{
    /// <summary>Short names, and the media they stand for.</summary>
    private static readonly (string Synonym, byte[] Media)[] Synonyms =
    [
        ("heat/cooling", [0x0D]),
        ("cooling", [0x0A, 0x0B]),
        ("hca", [0x08]),
    ];

    private static readonly string[] Names =
        [.. Enumerable.Range(0, 256).Select(code => new Medium((byte)code).Name).Distinct(StringComparer.Ordinal)];

    /// <summary>All names, for messages.</summary>
    public static string List => string.Join(", ", Names.Concat(Synonyms.Select(synonym => synonym.Synonym)));

    /// <summary>Whether some meter can have the type.</summary>
    public static bool IsKnown(string type) =>
        Names.Concat(Synonyms.Select(synonym => synonym.Synonym)).Contains(type, StringComparer.OrdinalIgnoreCase);

    /// <summary>The name of a type, then the short ones that mean it too.</summary>
    public static IEnumerable<string> AllOf(string type) =>
        Synonyms.Where(synonym => synonym.Media.Any(code => new Medium(code).Name.Equals(type, StringComparison.OrdinalIgnoreCase)))
            .Select(synonym => synonym.Synonym)
            .Prepend(type);

    /// <summary>The long name of a short one that means one medium only; any other name as it is.</summary>
    public static string Canonical(string type) =>
        Synonyms.FirstOrDefault(synonym => synonym.Synonym.Equals(type, StringComparison.OrdinalIgnoreCase)) is { Media: [var code] }
            ? new Medium(code).Name
            : type.ToLowerInvariant();
}
