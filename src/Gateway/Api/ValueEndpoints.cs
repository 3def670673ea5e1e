using Gateway.Configuration;
using Gateway.Diagnosis;
using Gateway.LogicalDevices;
using Gateway.Readout;
using Metering;
using Metering.Mapping;

namespace Gateway.Api;

/// <summary><c>/meters/{id}/values</c>: the last readout, object by object, and the records that no object shows.</summary>
internal static class ValueEndpoints
{
    /// <summary>Maps the resource.</summary>
    public static void MapValues(this IEndpointRouteBuilder api) =>
        api.MapGet("/meters/{id}/values", (string id, HttpRequest request, IMeterStore meters, LiveReadings readings, MeterKeys keys, MappedObjects mapped, Installation installation) =>
        {
            return Of(meters.Need(id), readings, keys, mapped, installation.Zone);
        });

    /// <summary>The values of a meter's last readout.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="readings">The last readouts.</param>
    /// <param name="keys">The keys of meters that encrypt.</param>
    /// <param name="mapped">The mappings in force.</param>
    /// <param name="zone">The zone of the times.</param>
    public static ValuesResource Of(Meter meter, LiveReadings readings, MeterKeys keys, MappedObjects mapped, TimeZoneInfo zone)
    {
        var last = readings.Last(meter.Id);
        var snapshot = mapped.SnapshotOf(meter);

        // between the two a readout may have come: the values and what they came from have to be of one
        var readout = snapshot is null ? last.Readout : snapshot.Readout;
        var decoded = readout is null ? null : keys.Decode(meter, readout);
        var trace = decoded is null ? null : snapshot is null ? MappingTrace.WithoutMapping(decoded) : snapshot.Of.Mapper.Trace(decoded, mapped.View);
        var status = decoded?.Telegrams[0].Header.StatusIfThere;
        return new ValuesResource
        {
            Meter = meter.Id.Value,
            State = keys.StateOf(meter, last),
            ReadAt = readout is null ? null : TimeZoneInfo.ConvertTime(readout.ReadAt, zone),
            Status = status,
            StatusText = status is { } known ? StatusWords.Of(known) : null,
            Mapping = snapshot?.Of.Mapper.Mapping.CanonicalFileName,
            Values = snapshot is null ? [] : [.. Values(snapshot, trace)],
            Unmapped = trace is null ? [] : [.. trace.Unmapped.Select(traced => RecordResource.Of(traced.Telegram, traced.Record))],
        };
    }

    /// <summary>What head-ends see, and what they do not see because the mapping contradicts the meter.</summary>
    private static IEnumerable<ValueResource> Values(MappedMeter.Snapshot snapshot, MappingTrace? trace)
    {
        for (var i = 0; i < snapshot.Mapped.Values.Length; i++)
        {
            var value = snapshot.Mapped.Values[i];
            if (value.State == MappedState.Error || snapshot.Mapped.States.IsObject(value.Entry))
            {
                yield return ValueResource.Of(value, trace?.Sources[i]);
            }
        }
    }
}
