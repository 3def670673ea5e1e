using Gateway.Readout;
using Metering;
using Metering.Events;
using Metering.Mapping;

namespace Gateway.LogicalDevices;

/// <summary>
/// Tells when the service starts with other mappings in force than at its last start (event 1020): which came, went or changed. A line in the state store:
/// <code>
/// mapping.files    heat.KAM.27.json=59a4f7c2b1d00e3a water.all.0.json=07d31c55aa1290fe
/// </code>
/// </summary>
internal sealed class MappingChanges(MappedObjects objects, IStateStore state, StoreHealth store, IEventLog events) : LifecycleService
{
    private const string FilesState = "mapping.files";

    /// <summary>Names of one kind in a message; who changes more knows it.</summary>
    private const int MostNames = 5;

    /// <summary>The mappings are in force.</summary>
    public override async Task StartedAsync(CancellationToken cancellationToken)
    {
        var now = InForce();
        var text = Text(now);
        var known = state.State.GetValueOrDefault(FilesState);
        if (text == known)
        {
            return;
        }

        if (known is not null)
        {
            events.Report(EventCode.MappingChanged, Words(Parse(known), now));
        }

        await SetAsync(text);
    }

    /// <summary>A mapping was changed while the service runs, and whoever did it was told: the next start has nothing to tell.</summary>
    public Task RememberAsync() => SetAsync(Text(InForce()));

    private async Task SetAsync(string text)
    {
        try
        {
            await state.SetAsync(FilesState, text);
        }
        catch (StoreException e)
        {
            store.Failed(e);
        }
    }

    /// <summary>Two types can be written so that their files have one name; one of them tells enough.</summary>
    private Dictionary<string, string> InForce() =>
        objects.Catalog.Mappings.DistinctBy(mapping => mapping.CanonicalFileName, StringComparer.Ordinal)
            .ToDictionary(mapping => mapping.CanonicalFileName, MeterMapper.FingerprintOf, StringComparer.Ordinal);

    private static string Text(Dictionary<string, string> files) => string.Join(' ', files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => $"{file.Key}={file.Value}"));

    private static Dictionary<string, string> Parse(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(item => item.Split('=')).ToDictionary(item => item[0], item => item[^1], StringComparer.Ordinal);

    private static string Words(Dictionary<string, string> before, Dictionary<string, string> now)
    {
        string[] changes =
        [
            .. Names("new", now.Keys.Except(before.Keys, StringComparer.Ordinal)),
            .. Names("removed", before.Keys.Except(now.Keys, StringComparer.Ordinal)),
            .. Names("changed", now.Where(file => before.TryGetValue(file.Key, out var old) && old != file.Value).Select(file => file.Key)),
        ];
        return $"the mappings in force are others than at the last start: {string.Join("; ", changes)}";
    }

    private static IEnumerable<string> Names(string what, IEnumerable<string> files)
    {
        var names = files.Order(StringComparer.Ordinal).ToList();
        if (names.Count > 0)
        {
            yield return $"{what} {string.Join(", ", names.Take(MostNames))}{(names.Count > MostNames ? $" and {names.Count - MostNames} more" : "")}";
        }
    }
}
