using Gateway.Configuration;
using Gateway.Push;

namespace Gateway.Api;

/// <summary>What a schedule means, for whoever is about to give it to a report.</summary>
/// <param name="Schedule">As it would be kept.</param>
/// <param name="TimeZone">The gateway's zone, by whose wall clock it goes.</param>
/// <param name="Next">The next times, three at most.</param>
internal sealed record ScheduleResource(string Schedule, string TimeZone, IReadOnlyList<DateTimeOffset> Next)
{
    private const int Times = 3;

    /// <summary>Reads <c>?schedule=</c>.</summary>
    /// <exception cref="ApiException">It is none.</exception>
    public static ScheduleResource Of(QueryFields fields, PushServices services)
    {
        var schedule = default(ReportSchedule);
        if (fields.Text("schedule") is not { } text || !ReportSchedule.TryParse(text, out schedule))
        {
            fields.Missing<string>("schedule", $"give {ReportSchedule.Allowed}.");
        }

        fields.Refuse();
        var zone = services.Sources.Zone;
        var next = new List<DateTimeOffset>();
        for (var at = schedule!.Next(services.Time.GetUtcNow(), zone); at is { } mark && next.Count < Times; at = schedule.Next(mark, zone))
        {
            next.Add(TimeZoneInfo.ConvertTime(mark, zone));
        }

        return new(schedule.Text, zone.Id, next);
    }
}
