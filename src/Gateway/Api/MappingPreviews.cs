using Gateway.LogicalDevices;
using Gateway.Readout;
using Metering;
using Metering.Mapping;

namespace Gateway.Api;

/// <summary>Shows what a mapping would change before it does.</summary>
internal static class MappingPreviews
{
    /// <summary>Meters shown in full: an answer of some hundred kilobytes.</summary>
    private const int MostMeters = 50;

    /// <summary>The meters that a mapping would apply to.</summary>
    public static MappingPreviewResource Of(MappingFileCheck check, MappedObjects objects, MappingFiles files, IMeterStore meters)
    {
        if (check.Mapping is not { } mapping)
        {
            return new(MappingCheckResource.Of(check), Replaces: null, [], 0);
        }

        var catalog = objects.Catalog.With(mapping);
        var affected = meters.Meters.Values.Where(meter => objects.TypeOf(meter) is { } type && ReferenceEquals(catalog.Find(type)?.Mapping, mapping)).ToList();
        var replaced = objects.Catalog.Same(mapping);
        return new(
            MappingCheckResource.Of(check),
            replaced is null ? null : ReplacedMapping.Of(replaced, files),
            [.. affected.Take(MostMeters).Select(meter => Of(meter, catalog, objects))],
            Math.Max(0, affected.Count - MostMeters));
    }

    private static MeterPreview Of(Meter meter, MappingCatalog catalog, MappedObjects objects)
    {
        var before = objects.SnapshotOf(meter);
        var (old, now) = (PreviewedValue.Of(before?.Mapped), PreviewedValue.Of(objects.Under(catalog, meter)?.Readout));
        return new MeterPreview(
            meter.Id.Value,
            meter.Title(),
            before?.Of.Mapper.Mapping.CanonicalFileName,
            [.. now.Keys.Union(old.Keys, StringComparer.Ordinal).Select(obis => Compare(obis, old.GetValueOrDefault(obis), now.GetValueOrDefault(obis)))]);
    }

    private static ObjectPreview Compare(string obis, PreviewedValue? before, PreviewedValue? after) => new(
        obis,
        before is null ? ObjectChange.New : after is null ? ObjectChange.Gone : before == after ? ObjectChange.Same : ObjectChange.Changed,
        before,
        after);
}
