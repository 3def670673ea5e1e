using System.Collections.Immutable;
using System.Text;

namespace Metering.Mapping;

/// <summary>A mapping file as a person wrote it: for which meters, and which value becomes which object.</summary>
public sealed record MeterMapping
{
    /// <summary>The manufacturer of a mapping for the meters of all makers.</summary>
    public const string AllManufacturers = "all";

    /// <summary>The version of a mapping for the meters of all versions.</summary>
    public const int AllVersions = 0;

    /// <summary>The name of the file, for messages.</summary>
    public required string File { get; init; }

    /// <summary>The name of the medium, or one of its synonyms.</summary>
    public required string Type { get; init; }

    /// <summary>Three letters, or <see cref="AllManufacturers"/>.</summary>
    public required string Manufacturer { get; init; }

    /// <summary>1-255, or <see cref="AllVersions"/>.</summary>
    public required int Version { get; init; }

    /// <summary>The entries in the order written, each with an OBIS code of its own.</summary>
    public required ImmutableArray<MappingEntry> Entries { get; init; }

    /// <summary>The file's text, with everything that this program does not know.</summary>
    public required string Json { get; init; }

    /// <summary>The name that a file with this mapping has in <c>mappings/</c>: <c>heat-cooling-load.KAM.27.json</c>.</summary>
    public string CanonicalFileName
    {
        get
        {
            var type = new StringBuilder();
            foreach (var c in Type.ToLowerInvariant())
            {
                if (char.IsAsciiLetterOrDigit(c))
                {
                    type.Append(c);
                }
                else if (type.Length > 0 && type[^1] != '-')
                {
                    type.Append('-');
                }
            }

            var manufacturer = IsAllManufacturers ? AllManufacturers : Manufacturer.ToUpperInvariant();
            return $"{type.ToString().Trim('-')}.{manufacturer}.{Version}.json";
        }
    }

    /// <summary>Whether the maker does not matter.</summary>
    public bool IsAllManufacturers => Manufacturer.Equals(AllManufacturers, StringComparison.OrdinalIgnoreCase);
}
