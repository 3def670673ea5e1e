using System.Globalization;
using Metering;
using Metering.Push;

namespace Gateway.Push;

/// <summary>
/// Where reports begin: one that is switched on sends what is stored from then on, and nothing is left of it when it is switched off. Another receiver begins
/// where the former one has stopped to acknowledge.
/// </summary>
internal sealed class ReportActivation(PushReports reports, ReportSources sources, IStateStore state)
{
    private const string Prefix = "push.enabled.";

    /// <summary>The cursor of a device's report; before anything was sent, where the report began.</summary>
    public static PushCursor CursorOf(PushServices services, ReportKind report, MeterId device) =>
        services.Cursors.Find(report, device) ?? new(report, device, BeginningOf(services.State, report) ?? 0, Pending: null);

    /// <summary>Where a report began; null: it is off.</summary>
    public static long? BeginningOf(IStateStore state, ReportKind report) =>
        long.TryParse(state.State.GetValueOrDefault(Prefix + report), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var beginning) ? beginning : null;

    /// <summary>Switches on and off as the reports say.</summary>
    /// <exception cref="StoreException">It could not be stored.</exception>
    public async Task ApplyAsync()
    {
        foreach (var report in PushReports.All)
        {
            var (isOn, name) = (reports.Of(report).Enabled, Prefix + report);
            if (isOn == state.State.ContainsKey(name))
            {
                continue;
            }

            // in this order a start after a power cut goes on here
            await sources.Cursors.RemoveAsync(report);
            await state.RemoveAsync(PushSchedule.NameOf(report));
            await (isOn ? state.SetAsync(name, sources.NewestOf(report).ToString(CultureInfo.InvariantCulture)) : state.RemoveAsync(name));
        }

        await ReceiverTrouble.ForgetOthersAsync(state, reports.Receivers());
    }
}
