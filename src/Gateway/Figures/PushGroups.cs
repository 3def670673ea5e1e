using Gateway.Push;
using Gateway.Upkeep;
using Metering;
using Metering.Push;
using static Gateway.Figures.FigureKind;
using static Gateway.Figures.FigureUnit;

namespace Gateway.Figures;

/// <summary>What is pushed, by its receiver and by its report.</summary>
internal static class PushGroups
{
    /// <summary>What waits is looked for in the store, so not oftener than this.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <summary>The receivers.</summary>
    public static FigureGroup Receivers(PushServices services, PushService push) => new FigureGroupOf<ReceiverRow>("Push receivers", ["receiver"], () => ReceiversOf(services, push.Workers))
    {
        {
            new Figure("gateway_push_receiver_up", Gauge, Flag, "Takes reports", "1 when the last attempt to deliver something went well, 0 when it failed; absent while nothing was tried since the start of the service.")
            {
                NeedsTrial = true,
            },
            row => row.State.FailingSince is not null ? 0 : row.State.LastDelivered is not null ? 1 : null
        },
        { new Figure("gateway_push_rows_total", Counter, Number, "Rows delivered", "Rows and events that the receiver has acknowledged."), row => row.State.Rows },
        { new Figure("gateway_push_notifications_total", Counter, Number, "Notifications delivered", "Notifications (DataNotification) that the receiver has acknowledged."), row => row.State.Notifications },
        { new Figure("gateway_push_failures_total", Counter, Number, "Failed attempts", "Connections to the receiver that failed."), row => row.State.Failures },
        { new Figure("gateway_push_queue_reports", Gauge, Number, "Waiting", "Reports of devices that are due for the receiver and not yet delivered."), row => row.Waiting },
        { new Figure("gateway_push_last_success_timestamp_seconds", Gauge, Moment, "Last delivered", "When the receiver last acknowledged something since the start of the service."), row => row.State.LastDelivered },
        { new Figure("gateway_push_failing_since_timestamp_seconds", Gauge, Moment, "Failing since", "Since when nothing reaches the receiver; absent while it takes reports."), row => row.State.FailingSince },
    };

    /// <summary>The reports.</summary>
    public static FigureGroup Reports(PushServices services, PushService push)
    {
        var unsent = new KeptFor<IReadOnlyDictionary<ReportKind, Unsent>>(() => UnsentOf(services, push.Unsent), Period, services.Time);
        return new FigureGroupOf<ReportRow>("Push reports", ["report"], () => ReportsOf(services, push, unsent.Value))
        {
            { new Figure("gateway_push_report_enabled", Gauge, Flag, "On", "1 while the report is switched on."), row => row.IsOn },
            { new Figure("gateway_push_report_due", Gauge, Flag, "Due", "1 while something of the report is due or being sent."), row => row.IsDue },
            { new Figure("gateway_push_report_next_timestamp_seconds", Gauge, Moment, "Next", "When the report is due next; absent where it is off, or waits for a change of the list of meters."), row => row.Next },
            {
                new Figure(
                    "gateway_push_unsent_devices", Gauge, Number, "Devices with something unsent",
                    "Devices of which something was stored and not yet delivered; between two marks of the schedule that is usual. Absent where the report is off. A minute "
                    + "old at most."),
                row => row.Unsent?.Devices
            },
            {
                new Figure(
                    "gateway_push_oldest_unsent_age_seconds", Gauge, Seconds, "Age of the oldest unsent",
                    "How long ago the oldest reading or event was made that is not yet delivered; 0: there is none. Longer than the report's interval, its receiver lags "
                    + "behind. A minute old at most."),
                row => row.Age?.TotalSeconds
            },
        };
    }

    private static List<(IReadOnlyList<string> Labels, ReceiverRow Row)> ReceiversOf(PushServices services, PushWorkers workers) =>
    [
        .. services.Reports.Receivers()
            .Select(receiver => (Name: receiver.ToString(), Row: new ReceiverRow(workers.StateOf(receiver), workers.Queue.CountOf(receiver))))
            .OrderBy(one => one.Name, StringComparer.Ordinal)
            .Select(one => ((IReadOnlyList<string>)[one.Name], one.Row)),
    ];

    private static List<(IReadOnlyList<string> Labels, ReportRow Row)> ReportsOf(PushServices services, PushService push, IReadOnlyDictionary<ReportKind, Unsent> unsent) =>
    [
        .. PushReports.All.Select(report => ((IReadOnlyList<string>)[FigureSeries.LabelOf(report)], new ReportRow(
            services.Reports.Of(report).Enabled, push.Workers.Queue.Has(report), push.Schedule.NextOf(report), unsent.GetValueOrDefault(report), services.Time.GetUtcNow()))),
    ];

    /// <summary>What waits of each report that is on; of the list of meters no time is known, and what cannot be looked for in the store is missing.</summary>
    private static Dictionary<ReportKind, Unsent> UnsentOf(PushServices services, UnsentReports reports)
    {
        var unsent = new Dictionary<ReportKind, Unsent>();
        foreach (var report in PushReports.All.Where(report => report != ReportKind.OnInstallation && services.Reports.Of(report).Enabled))
        {
            try
            {
                unsent[report] = reports.Of(report);
            }
            catch (StoreException)
            {
                // the store's fault is told where it is used
            }
        }

        return unsent;
    }

    /// <summary>A receiver at one moment.</summary>
    private sealed record ReceiverRow(ReceiverState State, int Waiting);

    /// <summary>A report at one moment.</summary>
    private sealed record ReportRow(bool IsOn, bool IsDue, DateTimeOffset? Next, Unsent? Unsent, DateTimeOffset Now)
    {
        /// <summary>How old the oldest is that waits; a clock that was set back makes nothing younger than now.</summary>
        public TimeSpan? Age => Unsent is null ? null : Unsent.Oldest is { } oldest && oldest < Now ? Now - oldest : TimeSpan.Zero;
    }
}
