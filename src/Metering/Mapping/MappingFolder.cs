using System.Collections.Immutable;

namespace Metering.Mapping;

/// <summary>Reads all mapping files of a folder.</summary>
public static class MappingFolder
{
    /// <summary>
    /// The files of the folder in place of those of the same type, maker and version in <paramref name="inForce"/>; of two files for the
    /// same the later written one. A file with errors is left out whole: what was in force stays so.
    /// </summary>
    /// <returns>The catalog, and the check of each file.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static (MappingCatalog Catalog, ImmutableArray<MappingFileCheck> Checks) Load(string folder, MappingCatalog inForce)
    {
        var checks = ImmutableArray.CreateBuilder<MappingFileCheck>();
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*.json")
            .Where(file => !file.Name.EndsWith(".schema.json", StringComparison.OrdinalIgnoreCase))
            .OrderBy(file => file.LastWriteTimeUtc).ThenBy(file => file.Name, StringComparer.Ordinal))
        {
            var check = MappingFile.Check(file.FullName);
            checks.Add(check);
            inForce = check.Mapping is { } mapping ? inForce.With(mapping) : inForce;
        }

        return (inForce, checks.ToImmutable());
    }
}
