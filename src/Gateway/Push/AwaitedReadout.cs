using Gateway.Configuration;
using Metering;

namespace Gateway.Push;

/// <summary>
/// The readout that a meter's profile waits for when it is due by its schedule: marks of readouts and of reports are the same moments of the wall clock, and who
/// asks for the values of midnight wants them then and not a day later.
/// </summary>
/// <param name="Mark">When the readout was due.</param>
/// <param name="Until">How long it is waited for, by how long the queue has been there.</param>
internal sealed record AwaitedReadout(DateTimeOffset Mark, TimeSpan Until)
{
    /// <summary>How long a readout is waited for: 15 min, in which a bus of 2,400 Bd reads 500 meters; and how long before the report it may have been due.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private static readonly Dictionary<string, ReportSchedule> Marks = ReadoutInterval.All.ToDictionary(
        interval => interval.Text,
        interval => ReportSchedule.TryParse(interval.Text, out var marks) ? marks : throw new InvalidOperationException($"'{interval.Text}' has no marks."),
        StringComparer.Ordinal);

    /// <summary>The readout that a report waits for which is due now; null: none.</summary>
    /// <param name="sources">The meters, and when they are read.</param>
    /// <param name="device">The device.</param>
    /// <param name="at">The gateway's clock.</param>
    /// <param name="now">How long the queue has been there.</param>
    public static AwaitedReadout? Of(ReportSources sources, MeterId device, DateTimeOffset at, TimeSpan now)
    {
        if (sources.Meters.Find(device) is not { Active: true } meter)
        {
            return null;
        }

        var marks = Marks[sources.IntervalOf(meter).Text];
        DateTimeOffset? mark = null;
        for (var next = marks.Next(at - Longest, sources.Zone); next <= at; next = marks.Next(next.Value, sources.Zone))
        {
            mark = next;
        }

        return mark is { } due ? new(due, now + Longest) : null;
    }

    /// <summary>Whether the meter was read or did not answer since, or was waited for long enough.</summary>
    /// <param name="last">Its last readout.</param>
    /// <param name="now">How long the queue has been there.</param>
    public bool IsOver(LastReadout last, TimeSpan now) => now >= Until || last.Readout?.ReadAt >= Mark || last.FailedAt >= Mark;
}
