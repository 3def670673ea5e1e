using System.Runtime.CompilerServices;
using Gateway.Api;
using Gateway.CommandLine;
using Metering;

namespace Gateway.Checkup;

/// <summary>Whether all meters answer, can be read and have a mapping.</summary>
internal sealed class MetersCheck : ICheck
{
    /// <summary>Names in a line: enough to begin with.</summary>
    private const int Named = 5;

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
            var active = store.Meters.Meters.Values.Where(meter => meter.Active).ToList();
            var failed = active.Where(meter => store.Readouts.Last(meter.Id).FailedAt is not null).Select(meter => $"{meter.LogicalDeviceAddress}").ToList();
            yield return failed.Count > 0
                ? Finding.Look(Subject, $"{failed.Count} of {ShownValue.Count(active.Count, "meter")} did not answer at the last readout: logical devices {Some(failed)}.", "Start the service and call doctor again, or try them: gateway meter read.")
                : Finding.Ok(Subject, $"{ShownValue.Count(active.Count, "meter")} to be read; none failed at its last readout.");
        }
    }

    private async Task<IReadOnlyList<Finding>> AskAsync(ServiceClient service, CancellationToken cancellationToken)
    {
        var found = new List<Finding>();
        var meters = (await service.GetAsync<IReadOnlyList<MeterResource>>("meters", cancellationToken)).Where(meter => meter is { Active: true, ReplacedAt: null }).ToList();
        var mapped = (await service.GetAsync<IReadOnlyList<MappingResource>>("mappings", cancellationToken)).SelectMany(mapping => mapping.Meters).ToHashSet();
        AddIfAny("silent", meters.Where(meter => meter.Standing is { FailuresInARow: > 0 } || meter.FailedAt is not null), "gateway meter show tells since when and why, gateway meter read tries again; a bus that failed stands above.");
        AddIfAny("on a bus that is not configured", meters.Where(meter => meter.Standing is null), "Set the bus's address again, or remove the meter: gateway meter remove.");
        AddIfAny("encrypted without a key that fits", meters.Where(meter => meter.State == LastReadoutState.Encrypted), "Enter the key: gateway meter set METER --key FILE.");
        AddIfAny("without a mapping, so that head-ends get no values of it", meters.Where(meter => meter.LastReadAt is not null && meter.State != LastReadoutState.Encrypted && !mapped.Contains(meter.Id)), "Upload a mapping file for its type: the page Mappings makes a draft from its records.");
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
