using System.Collections.Immutable;

namespace Metering.Mapping;

/// <summary>
/// The mappings in force: an immutable snapshot that is replaced whole. For a meter the first of: its type, maker and version; its type
/// and maker; its type.
/// </summary>
public sealed class MappingCatalog
{
    /// <summary>No mapping at all.</summary>
    public static readonly MappingCatalog Empty = new(ImmutableSortedDictionary.Create<string, MeterMapper>(StringComparer.OrdinalIgnoreCase));

    private readonly ImmutableSortedDictionary<string, MeterMapper> _mappers;

    private MappingCatalog(ImmutableSortedDictionary<string, MeterMapper> mappers) => _mappers = mappers;

    /// <summary>The mappings, by type, maker and version.</summary>
    public IEnumerable<MeterMapping> Mappings => _mappers.Values.Select(mapper => mapper.Mapping);

    /// <summary>The mapping for the same type, maker and version as another one; null when there is none.</summary>
    public MeterMapping? Same(MeterMapping mapping) => _mappers.GetValueOrDefault(KeyOf(mapping))?.Mapping;

    /// <summary>The mapping whose file has a name; null when there is none.</summary>
    public MeterMapping? Named(string canonicalFileName) => Mappings.FirstOrDefault(mapping => mapping.CanonicalFileName.Equals(canonicalFileName, StringComparison.Ordinal));

    /// <summary>With a mapping added, in the place of one for the same type, maker and version.</summary>
    public MappingCatalog With(MeterMapping mapping) => new(_mappers.SetItem(KeyOf(mapping), new MeterMapper(mapping)));

    /// <summary>Without a mapping.</summary>
    public MappingCatalog Without(MeterMapping mapping) => new(_mappers.Remove(KeyOf(mapping)));

    /// <summary>With each other catalog's mappings in the place of those for the same type, maker and version.</summary>
    public MappingCatalog With(MappingCatalog others) => new(_mappers.SetItems(others._mappers));

    /// <summary>The mapping that applies to a meter, ready to run; null when there is none.</summary>
    public MeterMapper? Find(MeterType meter)
    {
        (string Manufacturer, int Version)[] steps =
        [
            (meter.Manufacturer, meter.Version),
            (meter.Manufacturer, MeterMapping.AllVersions),
            (MeterMapping.AllManufacturers, MeterMapping.AllVersions),
        ];
        foreach (var (manufacturer, version) in steps)
        {
            foreach (var type in MeterTypeNames.AllOf(meter.Type))
            {
                if (_mappers.TryGetValue(Key(type, manufacturer, version), out var mapper))
                {
                    return mapper;
                }
            }
        }

        return null;
    }

    private static string KeyOf(MeterMapping mapping) => Key(mapping.Type, mapping.Manufacturer, mapping.Version);

    private static string Key(string type, string manufacturer, int version) => $"{MeterTypeNames.Canonical(type)}/{manufacturer}/{version}";
}
