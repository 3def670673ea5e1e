using System.Runtime.CompilerServices;
using Gateway.Api;
using Gateway.CommandLine;
using Gateway.LogicalDevices;
using Metering;

namespace Gateway.Checkup;

/// <summary>Whether all meters answer, can be read and have a mapping.</summary>
internal sealed class MetersCheck : ICheck
{
    /// <summary>Names in a line: enough to begin with.</summary>
    private const int Named = 5;

    private const string Unmapped = "without a mapping, so that head-ends get no values of it";
    private const string MapIt = "Upload a mapping file for its type: the page Mappings makes a draft from its records.";

    /// <inheritdoc />
    public string Subject => "meters";

    /// <inheritdoc />
    public async IAsyncEnumerable<Finding> LookAsync(CheckedGateway gateway, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (gateway is { Service: { } service, Unasked: null })
        {
            foreach (var finding in await AskAsync(service, cancellationToken))
            {
                yield return finding;
            }
        }
        else if (gateway.Store is { } store)
        {
            foreach (var finding in Look(gateway, store))
            {
                yield return finding;
            }
        }
    }

    private IEnumerable<Finding> Look(CheckedGateway gateway, CheckedStore store)
    {
        var active = store.Meters.Meters.Values.Where(meter => meter.Active).Select(meter => (Meter: meter, Last: store.Readouts.Last(meter.Id))).ToList();
        var count = ShownValue.Count(active.Count, "meter");
        var failed = active.Where(one => one.Last.FailedAt is not null).Select(one => $"{one.Meter.LogicalDeviceAddress}").ToList();
        yield return failed.Count > 0
            ? Finding.Look(Subject, $"{failed.Count} of {count} did not answer at the last readout: logical devices {Some(failed)}.", "Start the service and call doctor again, or try them: gateway meter read.")
            : Finding.Ok(Subject, $"{count} to be read; none failed at its last readout.");

        var catalog = MappingFiles.Load(gateway.Options, gateway.Folder, _ => { });
        var unmapped = active.Where(one => one.Last.Readout is { } readout && !(MappedObjects.TypeOf(one.Meter, readout) is { } type && catalog.Find(type) is not null))
            .Select(one => $"{one.Meter.LogicalDeviceAddress}").ToList();
        if (unmapped.Count > 0)
        {
            yield return Finding.Look(Subject, $"{unmapped.Count} of {count} {Unmapped}: logical devices {Some(unmapped)}.", MapIt);
        }
    }

    private async Task<IReadOnlyList<Finding>> AskAsync(ServiceClient service, CancellationToken cancellationToken)
    {
        var found = new List<Finding>();
        var meters = (await service.GetAsync<IReadOnlyList<MeterResource>>("meters", cancellationToken)).Where(meter => meter is { Active: true, ReplacedAt: null }).ToList();
        var mapped = (await service.GetAsync<IReadOnlyList<MappingResource>>("mappings", cancellationToken)).SelectMany(mapping => mapping.Meters).ToHashSet();
        AddIfAny(
            "silent",
            meters.Where(meter => meter.Standing is { FailuresInARow: > 0 } || meter.FailedAt is not null),
            "gateway meter show tells since when and why, gateway meter read tries again; a bus that failed stands above.");
        AddIfAny("on a bus that is not configured", meters.Where(meter => meter.Standing is null), "Set the bus's address again, or remove the meter: gateway meter remove.");
        AddIfAny("encrypted without a key that fits", meters.Where(meter => meter.State == LastReadoutState.Encrypted), "Enter the key: gateway meter set METER --key FILE.");
        AddIfAny(Unmapped, meters.Where(meter => meter.LastReadAt is not null && meter.State != LastReadoutState.Encrypted && !mapped.Contains(meter.Id)), MapIt);
        return found.Count > 0 ? found : [Finding.Ok(Subject, $"{ShownValue.Count(meters.Count, "meter")} to be read, none silent, none read without a mapping.")];

        void AddIfAny(string how, IEnumerable<MeterResource> which, string next)
        {
            var devices = which.Select(meter => $"{meter.LogicalDevice}").ToList();
            if (devices.Count > 0)
            {
                found.Add(Finding.Look(Subject, $"{devices.Count} of {ShownValue.Count(meters.Count, "meter")} {how}: {(devices.Count == 1 ? "logical device" : "logical devices")} {Some(devices)}.", next));
            }
        }
    }

    private static string Some(List<string> all) => string.Join(", ", all.Take(Named)) + (all.Count > Named ? $" and {all.Count - Named} more" : "");
}
