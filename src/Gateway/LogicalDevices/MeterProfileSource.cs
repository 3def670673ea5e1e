using System.Collections.Immutable;
using Cosem;
using Cosem.InterfaceClasses;
using Gateway.Readout;
using Metering.Profiles;

namespace Gateway.LogicalDevices;

/// <summary>
/// A profile of a logical device, as long as the device is not built anew. Readings are fetched on the thread pool: a head-end's requests run on
/// the threads of its socket, which must not wait for the disk.
/// </summary>
/// <param name="logicalName">The profile's logical name.</param>
/// <param name="readings">Which readings are its rows.</param>
/// <param name="mapped">The meter under its mapping; null without one.</param>
/// <param name="names">Its columns: the mapped objects of the device, in the order of the file.</param>
/// <param name="live">The meter's last readout.</param>
/// <param name="zone">The zone of the clock.</param>
/// <param name="profileEntries">The number of rows it can hold.</param>
internal sealed class MeterProfileSource(
    LogicalName logicalName,
    ProfileReadings readings,
    MappedMeter? mapped,
    ImmutableArray<LogicalName> names,
    LiveReadings live,
    TimeZoneInfo zone,
    uint profileEntries) : IProfileSource
{
    /// <inheritdoc />
    public uint ProfileEntries => profileEntries;

    /// <summary>The profile with the scalers that are in force now.</summary>
    public MeterProfile Begin() => new(logicalName, readings, new ProfileColumns(mapped?.Current(live.Last(mapped.Meter.Id)), names), zone);

    /// <inheritdoc />
    public async ValueTask<IProfileRows> SelectAsync(DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellationToken)
    {
        var profile = Begin();
        return new MeterProfileRows(profile, await Task.Run(() => readings.Select(from, to, cancellationToken), cancellationToken));
    }
}
