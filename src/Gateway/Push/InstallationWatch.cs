using System.Globalization;
using Metering;
using Metering.Push;

namespace Gateway.Push;

/// <summary>
/// When the report on installation is due: the list of meters is another than the one that was last delivered, for 3 min. So a group of changes is one report, and
/// what happened while the gateway was off is no secret. The state store keeps when the list was first seen to be another, so a start in between puts nothing off.
/// </summary>
/// <param name="services">What the report rests on.</param>
/// <param name="fire">The report is due.</param>
internal sealed class InstallationWatch(PushServices services, Action fire)
{
    /// <summary>From the first change to the report: 3 min (reference 7.6.2.1).</summary>
    public static readonly TimeSpan Grouping = TimeSpan.FromMinutes(3);

    /// <summary>The entry of the state store that keeps when the list was first seen to be another.</summary>
    private const string Changed = "push.installation.changed";

    /// <summary>A report whose retries have ended is due again after 1 h: it has no schedule that would bring it back.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromHours(1);

    private readonly long _born = services.Time.GetTimestamp();
    private object? _meters;
    private long _mark;
    private TimeSpan? _dueAt;
    private long? _fired;

    /// <summary>Looks whether it is due.</summary>
    /// <exception cref="StoreException">It could not be stored, and is looked at the next time.</exception>
    public async Task LookAsync()
    {
        var mark = Mark();
        if (!services.Reports.Of(ReportKind.OnInstallation).Enabled || mark == ReportActivation.CursorOf(services, ReportKind.OnInstallation, MeterId.Gateway).Delivered)
        {
            await ForgetAsync();
            return;
        }

        var now = services.Time.GetElapsedTime(_born);
        if (_fired is { } told && told != mark)
        {
            // changed again before it was delivered: a group of its own, that waits for no retry of the one before
            await ForgetAsync();
        }

        _dueAt ??= now + await RestAsync();
        if (now >= _dueAt)
        {
            (_dueAt, _fired) = (now + Again, mark);
            fire();
        }
    }

    private async Task ForgetAsync()
    {
        if (services.State.State.ContainsKey(Changed))
        {
            await services.State.RemoveAsync(Changed);
        }

        (_dueAt, _fired) = (null, null);
    }

    /// <summary>What is left of the 3 min; never more than these, whatever became of the clock.</summary>
    private async Task<TimeSpan> RestAsync()
    {
        var now = services.Time.GetUtcNow();
        if (DateTimeOffset.TryParse(services.State.State.GetValueOrDefault(Changed), CultureInfo.InvariantCulture, out var changed))
        {
            return changed <= now ? changed + Grouping - now : Grouping;
        }

        await services.State.SetAsync(Changed, now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        return Grouping;
    }

    /// <summary>The mark of the list of meters; computed when a meter was added, changed or removed.</summary>
    private long Mark()
    {
        var meters = services.Sources.Meters.Meters;
        if (!ReferenceEquals(meters, _meters))
        {
            (_meters, _mark) = (meters, services.Sources.NewestOf(ReportKind.OnInstallation));
        }

        return _mark;
    }
}
