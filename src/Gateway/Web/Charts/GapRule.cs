using Metering.Profiles;

namespace Gateway.Web.Charts;

/// <summary>Says whether rows are missing between two rows of a profile.</summary>
/// <param name="Interval">The value interval of the profile.</param>
/// <param name="Readout">How often the meter is read: where every reading is a row, one is missing after one and a half times as long.</param>
/// <param name="Zone">The zone of the marks.</param>
internal sealed record GapRule(ValueInterval Interval, TimeSpan Readout, TimeZoneInfo Zone)
{
    private const double Late = 1.5;

    /// <summary>Whether rows are missing between a row and the next one.</summary>
    public bool IsBetween(DateTimeOffset row, DateTimeOffset next) => Interval.IsAllValues ? next - row > Readout * Late : Interval.Next(row, Zone) < next;
}
