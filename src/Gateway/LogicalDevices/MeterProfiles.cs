using System.Collections.Concurrent;
using System.Collections.Immutable;
using Cosem;
using Cosem.InterfaceClasses;
using Gateway.Configuration;
using Gateway.Readout;
using Gateway.Upkeep;
using Metering;
using Metering.Profiles;

namespace Gateway.LogicalDevices;

/// <summary>Makes the profiles of meters: which readings are rows, what the columns are, how much they can hold.</summary>
internal sealed partial class MeterProfiles(
    IReadoutStore store, LiveReadings live, Retention retention, Installation installation, GatewayOptions options, ILogger<MeterProfiles> log)
{
    private static readonly CaptureObject Clock = new(ClassId.Clock, Obis.Clock, Attribute: 2, DataIndex: 0);

    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The kinds of profiles with their logical names.</summary>
    public static ImmutableArray<(ProfileKind Kind, LogicalName LogicalName)> Kinds { get; } =
    [
        (ProfileKind.LoadProfile1, Obis.LoadProfile1),
        (ProfileKind.LoadProfile2, Obis.LoadProfile2),
        (ProfileKind.Billing, Obis.BillingProfile),
    ];

    /// <summary>The profiles of a meter by their kind.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="mapped">The meter under its mapping; null without one.</param>
    /// <param name="columns">The mapped objects that head-ends see.</param>
    public IReadOnlyDictionary<ProfileKind, MeterProfileSource> Of(Meter meter, MappedMeter? mapped, IEnumerable<CosemObject> columns)
    {
        ImmutableArray<LogicalName> names = [.. columns.Select(column => column.LogicalName)];
        return Kinds.ToDictionary(kind => kind.Kind, kind => Source(meter, kind.Kind, kind.LogicalName, mapped, names));
    }

    /// <summary>The objects of a logical device.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="profiles">Its profiles.</param>
    public IEnumerable<CosemObject> ObjectsOf(Meter meter, IReadOnlyDictionary<ProfileKind, MeterProfileSource> profiles) => Kinds.Select(kind => new ProfileGeneric(
        kind.LogicalName,
        [Clock, .. profiles[kind.Kind].Begin().Columns.Select(column => column.CaptureObject)],
        CapturePeriod(ProfileRules.Of(kind.Kind, options, installation.Zone).Interval, meter),
        installation.Zone,
        profiles[kind.Kind]));

    private MeterProfileSource Source(Meter meter, ProfileKind kind, LogicalName name, MappedMeter? mapped, ImmutableArray<LogicalName> columns)
    {
        var rule = ProfileRules.Of(kind, options, installation.Zone);
        TellIfUneven(meter, kind, rule.Interval);
        var readings = new ProfileReadings(store, meter.Id, rule, () => retention.KeptSince(meter));
        return new(name, readings, mapped, columns, live, installation.Zone, Entries(rule.Interval, meter));
    }

    /// <summary>Of all values it is that of the readouts; months differ.</summary>
    private TimeSpan CapturePeriod(ValueInterval interval, Meter meter)
    {
        var readout = ReadoutIntervals.Of(meter, options);
        return !interval.IsAllValues ? interval.CapturePeriod : readout.Text == "1 month" ? TimeSpan.Zero : readout.Period;
    }

    /// <summary>As many marks as lie in the time for which readings are kept.</summary>
    private uint Entries(ValueInterval interval, Meter meter) =>
        (uint)Math.Min(Math.Ceiling(retention.Of(meter) / (interval.IsAllValues ? ReadoutIntervals.Of(meter, options).Period : interval.Period)), uint.MaxValue);

    /// <summary>
    /// A meter, group or bus may be read more seldom than a profile has marks. Then there are rows where there are readings, and it is told once for
    /// whoever has the interval.
    /// </summary>
    private void TellIfUneven(Meter meter, ProfileKind kind, ValueInterval interval)
    {
        var (readout, source) = ReadoutIntervals.InForce(meter, options);
        if (ProfileRules.IsMultiple(interval, readout))
        {
            return;
        }

        var (whose, words) = source switch
        {
            ReadoutIntervalSource.Group => ($"group {meter.Group}", $"group {meter.Group}"),
            ReadoutIntervalSource.Bus => ($"bus {meter.Bus}", $"bus {meter.Bus}"),
            _ => ($"meter {meter.Id}", $"meter {meter.Words()}"),
        };
        if (_told.TryAdd($"{whose} {readout.Text} {kind}", value: true))
        {
            LogUneven(log, kind, interval, words, readout.Text);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Profile} has the interval {Interval}, which is no multiple of the readout interval of {Whose} ({Readout}): it has rows only for marks after which there is a reading")]
    private static partial void LogUneven(ILogger logger, ProfileKind profile, ValueInterval interval, string whose, string readout);
}
