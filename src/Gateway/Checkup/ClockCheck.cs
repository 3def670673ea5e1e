using System.Globalization;
using Gateway.Clocks;
using Gateway.CommandLine;

namespace Gateway.Checkup;

/// <summary>Whether the time is right: readings, profiles and schedules rest on it.</summary>
internal sealed class ClockCheck : ICheck
{
    /// <summary>Before this program was made nobody ran it: a machine without a battery starts in 1970 or so.</summary>
    private const int FirstYear = 2025;

    private const int LastYear = 2099;

    /// <inheritdoc />
    public string Subject => "clock";

    /// <inheritdoc />
    public IAsyncEnumerable<Finding> LookAsync(CheckedGateway gateway, CancellationToken cancellationToken) => Look(gateway).ToAsyncEnumerable();

    private IEnumerable<Finding> Look(CheckedGateway gateway)
    {
        using var clock = gateway.Store is { } store ? new GatewayClock(TimeProvider.System, store.State, TimeSpan.Zero) : null;
        var offset = clock?.Offset ?? TimeSpan.Zero;
        var now = DateTimeOffset.UtcNow + offset;
        yield return now.Year is < FirstYear or > LastYear
            ? Finding.Bad(Subject, $"It shows the year {now.Year}: readings would be stored under a wrong date.", $"Set the machine's clock, and give it a time server: {HowTo.Synchronise}.")
            : !SystemClock.IsSynchronised && offset == TimeSpan.Zero
                ? Finding.Look(Subject, "The machine's clock is not synchronised with a time server.", $"Give it one ({HowTo.Synchronise}), or let the head-end set the clock over DLMS.")
                : Finding.Ok(Subject, $"{ShownValue.Moment(now)}{(SystemClock.IsSynchronised ? ", the machine's clock is synchronised" : "")}.");
        if (offset != TimeSpan.Zero)
        {
            yield return Finding.Look(
                Subject,
                string.Create(CultureInfo.InvariantCulture, $"A head-end has set the gateway's clock {ShownValue.Age(offset.Duration())} {(offset > TimeSpan.Zero ? "ahead of" : "behind")} the machine's."),
                "If the machine's clock is the right one, have the head-end set the gateway's again.");
        }

        yield return Zone(gateway.Options.TimeZone);
    }

    private static Finding Zone(string? set)
    {
        const string About = "time zone";
        if (set is not null)
        {
            return TimeZoneInfo.TryFindSystemTimeZoneById(set, out _)
                ? Finding.Ok(About, $"{set}, as Gateway:TimeZone says.")
                : Finding.Bad(About, $"This machine does not know {set}.", "Set Gateway:TimeZone to an IANA id such as Europe/Stockholm; on Linux the package tzdata has them.");
        }

        return TimeZoneInfo.Local.HasSameRules(TimeZoneInfo.Utc)
            ? Finding.Look(About, "UTC, as the machine's: days and months of billing begin at midnight UTC.", "Set Gateway:TimeZone, such as Europe/Stockholm; to UTC, if that is what is wanted.")
            : Finding.Ok(About, $"{TimeZoneInfo.Local.Id}, the machine's.");
    }
}
