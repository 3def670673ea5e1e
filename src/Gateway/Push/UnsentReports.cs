using Gateway.Upkeep;
using Metering.Push;

namespace Gateway.Push;

/// <summary>What waits of each report. It is looked for in the store, device by device, so it is kept for a moment: who asks again and again costs nothing.</summary>
internal sealed class UnsentReports
{
    /// <summary>Shorter than a person waits before he looks again: 3 s.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(3);

    private readonly Dictionary<ReportKind, KeptFor<Unsent>> _kept;

    /// <summary>Nothing is looked for yet.</summary>
    public UnsentReports(PushServices services) =>
        _kept = PushReports.All.ToDictionary(report => report, report => new KeptFor<Unsent>(() => Count(report, services), Period, services.Time));

    /// <summary>What waits of a report that is on, as it was some seconds ago at most.</summary>
    /// <exception cref="Metering.StoreException">The store could not be read.</exception>
    public Unsent Of(ReportKind report) => _kept[report].Value;

    private static Unsent Count(ReportKind report, PushServices services)
    {
        var (rows, devices, oldest) = (0L, 0, (DateTimeOffset?)null);
        foreach (var device in services.Sources.DevicesOf(report))
        {
            if (services.Sources.ContentOf(report, device) is not { } content)
            {
                continue;
            }

            var delivered = ReportActivation.CursorOf(services, report, device).Delivered;
            rows += content.CountAfter(delivered);
            if (content.OldestAfter(delivered) is { } at)
            {
                (devices, oldest) = (devices + 1, at < oldest ? at : oldest ?? at);
            }
        }

        return new(rows, devices, oldest);
    }
}
