using System.Globalization;
using Cosem.InterfaceClasses;
using Metering.Push;

namespace Gateway.Configuration;

/// <summary>Checks what is said of a report, whoever says it.</summary>
internal static class ReportCheck
{
    /// <summary>The most latest rows of a report: 10,000, a year of hours; who wants more wants what is unsent.</summary>
    public const int MaxLatestRows = 10_000;

    /// <summary>Push setup has seconds in 16 bits.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(ushort.MaxValue);

    /// <summary>All that is wrong in the section, by its keys.</summary>
    public static IEnumerable<string> Faults(PushOptions options) =>
    [
        .. OfReceiver(options.Receiver).Select(fault => $"Gateway:Push:{fault.Field} {fault.Message}"),
        .. from report in Enum.GetValues<ReportKind>()
           from fault in Faults(options.Reports.Of(report), report)
           select $"Gateway:Push:Reports:{report}:{fault.Field} {fault.Message}",
    ];

    /// <summary>All that is wrong in one layer, by its fields.</summary>
    public static IEnumerable<(string Field, string Message)> Faults(ReportOptions options, ReportKind report) =>
    [
        .. OfSchedule(options, report),
        .. options.Receiver is { } receiver ? OfReceiver(receiver) : [],
        .. Seconds(nameof(ReportOptions.Randomisation), options.Randomisation, TimeSpan.Zero),
        .. Seconds(nameof(ReportOptions.RepetitionDelay), options.RepetitionDelay, TimeSpan.FromSeconds(1)),
        .. Number(nameof(ReportOptions.Retries), options.Retries, 0, byte.MaxValue, "repetitions"),
        .. OfWindows(options.CommunicationWindow ?? []),
    ];

    private static IEnumerable<(string Field, string Message)> OfSchedule(ReportOptions options, ReportKind report)
    {
        if (report == ReportKind.OnInstallation)
        {
            (string Field, string? Value)[] others = [(nameof(options.Schedule), options.Schedule), (nameof(options.ValuePeriod), options.ValuePeriod)];
            foreach (var (field, _) in others.Where(other => other.Value is not null))
            {
                yield return (field, "cannot be given: this report is sent when the list of meters has changed.");
            }

            yield break;
        }

        if (options.Schedule is { } schedule && !ReportSchedule.TryParse(schedule, out _))
        {
            yield return (nameof(options.Schedule), $"is '{schedule}'; give {ReportSchedule.Allowed}.");
        }

        if (options.ValuePeriod is { } period && !TryReadPeriod(period, out _))
        {
            yield return (nameof(options.ValuePeriod), string.Create(CultureInfo.InvariantCulture, $"is '{period}'; give unsent, or how many of the latest rows, 1 to {MaxLatestRows}."));
        }
    }

    /// <summary>Reads a value period; null: what was not yet sent.</summary>
    public static bool TryReadPeriod(string text, out int? latestRows)
    {
        latestRows = null;
        if (text.Equals("unsent", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        latestRows = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rows) && rows is > 0 and <= MaxLatestRows ? rows : null;
        return latestRows is not null;
    }

    private static IEnumerable<(string Field, string Message)> OfReceiver(ReceiverOptions receiver)
    {
        const string Key = nameof(ReportOptions.Receiver) + ":";
        if (receiver.Address is { Length: > 0 } address && !PushDestination.TryParse(address, out _))
        {
            yield return (Key + nameof(receiver.Address), $"is '{address}'; give host:port such as head-end.example:4059, an IPv6 address in brackets, or nothing.");
        }

        if (receiver.Security is { } security && !SecurityPolicyNames.TryParse(security, out _))
        {
            yield return (Key + nameof(receiver.Security), $"is '{security}'; give {SecurityPolicyNames.Allowed}.");
        }

        var saps = Number(Key + nameof(receiver.ClientSap), receiver.ClientSap, 1, ushort.MaxValue, "").Concat(Number(Key + nameof(receiver.ServerSap), receiver.ServerSap, 1, ushort.MaxValue, ""));
        foreach (var fault in saps)
        {
            yield return fault;
        }
    }

    private static IEnumerable<(string Field, string Message)> OfWindows(IReadOnlyList<string> windows)
    {
        const string Key = nameof(ReportOptions.CommunicationWindow);
        if (windows.Count > PushSetup.MaxWindows)
        {
            yield return (Key, string.Create(CultureInfo.InvariantCulture, $"has {windows.Count} windows; give {PushSetup.MaxWindows} at most."));
        }

        foreach (var window in windows.Where(window => !WindowText.TryParse(window, out _)))
        {
            yield return (Key, $"has '{window}'; give {WindowText.Allowed}.");
        }
    }

    private static IEnumerable<(string Field, string Message)> Seconds(string field, TimeSpan? time, TimeSpan least) =>
        time is not { } value || (value >= least && value <= Longest && value.Ticks % TimeSpan.TicksPerSecond == 0)
            ? []
            : [(field, $"is {value}; give {least} to {Longest} (hours:minutes:seconds), whole seconds.")];

    private static IEnumerable<(string Field, string Message)> Number(string field, int? value, int least, int most, string unit) =>
        value is null || (value >= least && value <= most) ? [] : [(field, string.Create(CultureInfo.InvariantCulture, $"is {value}; give {least} to {most} {unit}").TrimEnd() + ".")];
}
