using Gateway.Configuration;
using Metering;
using Metering.Profiles;

namespace Gateway.Upkeep;

/// <summary>How long readings are kept: as a meter's group says, else the gateway.</summary>
internal sealed class Retention
{
    private readonly Func<DateTimeOffset> _now;
    private readonly TimeSpan _gateway;
    private readonly Dictionary<string, TimeSpan> _groups;

    /// <summary>What the settings say.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="now">The retention clock, UTC.</param>
    public Retention(GatewayOptions options, Func<DateTimeOffset> now)
    {
        _now = now;
        _gateway = RetentionPeriod.Parse(options.Retention);
        _groups = options.Groups.Where(group => group.Value.Retention is not null)
            .ToDictionary(group => group.Key, group => RetentionPeriod.Parse(group.Value.Retention!), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>How far back a meter's profiles go.</summary>
    public TimeSpan Of(Meter meter) => Of(meter.Group);

    /// <summary>The same of the meters of a group; empty for those of none.</summary>
    public TimeSpan Of(string group) => _groups.GetValueOrDefault(group, _gateway);

    /// <summary>Older readings of a meter are shown no more, and are removed <see cref="ProfileReadings.KeptLonger"/> later, UTC.</summary>
    public DateTimeOffset KeptSince(Meter meter) => Before(Of(meter));

    /// <summary>The moment that is so long before now by the retention clock; before that was set for the first time one that no reading is older than.</summary>
    public DateTimeOffset Before(TimeSpan period) => _now() is var now && now - DateTimeOffset.UnixEpoch > period ? now - period : DateTimeOffset.UnixEpoch;
}
