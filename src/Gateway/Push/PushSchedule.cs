using System.Collections.Concurrent;
using System.Globalization;
using Gateway.Configuration;
using Metering;
using Metering.Push;

namespace Gateway.Push;

/// <summary>
/// When reports are due by the wall clock: a mark is due when it is the next after the last one that was taken, and is not in the future. That one rule makes up,
/// once, for marks that were missed while the gateway was off or asleep, or that its clock has skipped; a clock set back begins anew from where it is. It is asked
/// every few seconds, so no timer holds a time of a clock that was wrong.
/// </summary>
/// <param name="services">The reports, their clock, and the state store, which keeps the last mark that was taken and whether what was due then is done.</param>
/// <param name="workers">Send what is due.</param>
internal sealed class PushSchedule(PushServices services, PushWorkers workers)
{
    /// <summary>How often the clock is looked at: 10 s, no more than a report is late when the clock was set.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    private const string Prefix = "push.fired.";
    private const string Open = " open";
    private const string Done = " done";

    private readonly WakeSignal _signal = new(services.Continuations);
    private readonly ConcurrentQueue<ReportKind> _finished = new();
    private readonly ConcurrentDictionary<ReportKind, (string? Last, ReportSchedule Schedule, DateTimeOffset? Next)> _next = new();
    private bool _hasBegun;

    /// <summary>The entry of the state store that keeps a report's last mark.</summary>
    public static string NameOf(ReportKind report) => Prefix + report;

    /// <summary>When a report is due next; null: never, or when something happens.</summary>
    public DateTimeOffset? NextOf(ReportKind report) => services.Reports.Of(report) is { Enabled: true, Schedule: { } schedule } ? NextOf(report, schedule) : null;

    /// <summary>Looks at the clock and at the reports anew: the clock was set, or a schedule was changed.</summary>
    public void Recompute() => _signal.Set();

    /// <summary>Marks are reckoned from now on: another schedule has missed nothing.</summary>
    /// <exception cref="StoreException">It could not be stored.</exception>
    public Task BeginAnewAsync(ReportKind report) => services.State.SetAsync(NameOf(report), Text(services.Time.GetUtcNow(), LastOf(report) is { IsOpen: true } ? Open : Done));

    /// <summary>Nothing of a report is due any more.</summary>
    public void Finished(ReportKind report)
    {
        _finished.Enqueue(report);
        _signal.Set();
    }

    /// <summary>Waits for the next mark, or for a look at the clock.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var now = services.Time.GetUtcNow();
        var next = PushReports.All.Select(NextOf).OfType<DateTimeOffset>().Select(mark => mark - now).DefaultIfEmpty(Step).Min();
        await _signal.WaitAsync(next < Step ? next : Step, services.Time, cancellationToken);
    }

    /// <summary>Takes the marks that are due.</summary>
    /// <exception cref="StoreException">One could not be stored, and is taken the next time.</exception>
    public async Task LookAsync()
    {
        while (_finished.TryDequeue(out var report))
        {
            if (!workers.Queue.Has(report) && LastOf(report) is { IsOpen: true } last)
            {
                await services.State.SetAsync(NameOf(report), Text(last.At, Done));
            }
        }

        foreach (var report in PushReports.All)
        {
            if (services.Reports.Of(report) is { Enabled: true, Schedule: { } schedule })
            {
                await LookAsync(report, schedule);
            }
        }

        _hasBegun = true;
    }

    private async Task LookAsync(ReportKind report, ReportSchedule schedule)
    {
        var (now, last) = (services.Time.GetUtcNow(), LastOf(report));
        if (last is null || last.Value.At > now)
        {
            // a clock that was set back has missed nothing
            await BeginAnewAsync(report);
            return;
        }

        if (NextOf(report, schedule) <= now)
        {
            await services.State.SetAsync(NameOf(report), Text(now, Open));
            Fire(report);
        }
        else if (!_hasBegun && last.Value.IsOpen)
        {
            // the service stopped before all was delivered or given up
            Fire(report);
        }
    }

    private void Fire(ReportKind report)
    {
        if (!workers.Fire(report))
        {
            Finished(report);
        }
    }

    private (DateTimeOffset At, bool IsOpen)? LastOf(ReportKind report) =>
        services.State.State.GetValueOrDefault(NameOf(report)) is { } text
        && DateTimeOffset.TryParse(text.Split(' ')[0], CultureInfo.InvariantCulture, out var at)
            ? (at, text.EndsWith(Open, StringComparison.Ordinal))
            : null;

    private static string Text(DateTimeOffset at, string word) => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) + word;

    /// <summary>The mark after the last one that was taken; reckoned when that or the schedule is another.</summary>
    private DateTimeOffset? NextOf(ReportKind report, ReportSchedule schedule)
    {
        var last = services.State.State.GetValueOrDefault(NameOf(report));
        if (!_next.TryGetValue(report, out var known) || !ReferenceEquals(known.Last, last) || !ReferenceEquals(known.Schedule, schedule))
        {
            _next[report] = known = (last, schedule, schedule.Next(LastOf(report)?.At ?? services.Time.GetUtcNow(), services.Sources.Zone));
        }

        return known.Next;
    }
}
