using Metering.Mapping;
using Testing;

namespace Metering.Tests.Mapping;

/// <summary>The files of <c>mappings/</c> and their proofs.</summary>
internal static class ShippedMappings
{
    public static string Folder => Repository.File("mappings");

    public static IEnumerable<string> Files =>
        Directory.EnumerateFiles(Folder, "*.json").Select(Path.GetFileName).OfType<string>()
            .Where(name => !name.EndsWith(".schema.json", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    public static MappingCatalog Catalog { get; } = MappingFolder.Load(Folder, MappingCatalog.Empty).Catalog;

    public static string Proof(string file, string part) =>
        Repository.File("tests", "vectors", "mappings", Path.GetFileNameWithoutExtension(file), part);
}
