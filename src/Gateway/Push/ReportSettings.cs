using Cosem.InterfaceClasses;
using Dlms.Security;
using Gateway.Configuration;

namespace Gateway.Push;

/// <summary>A report, or its share of one device, as it is in force: all layers together.</summary>
internal sealed record ReportSettings
{
    /// <summary>Whether it is sent.</summary>
    public required bool Enabled { get; init; }

    /// <summary>When; null: when the list of meters has changed.</summary>
    public required ReportSchedule? Schedule { get; init; }

    /// <summary>How many of the latest rows are sent; null: all that was not yet sent.</summary>
    public required int? LatestRows { get; init; }

    /// <summary>To whom; null: to nobody.</summary>
    public required PushDestination? Receiver { get; init; }

    /// <summary>The wrapper's destination.</summary>
    public required ushort ClientSap { get; init; }

    /// <summary>The wrapper's source; null: the logical device whose data it is.</summary>
    public required ushort? ServerSap { get; init; }

    /// <summary>The least protection; the security policy is added to it.</summary>
    public required SecurityPolicy Security { get; init; }

    /// <summary>Windows, randomisation and repetitions as Push setup has them.</summary>
    public required PushSetupSettings Setup { get; init; }

    /// <summary>Makes settings of all layers together, which were checked.</summary>
    public static ReportSettings Of(ReportOptions all)
    {
        var schedule = all.Schedule is { } text && ReportSchedule.TryParse(text, out var read) ? read : null;
        var latest = all.ValuePeriod is { } period && ReportCheck.TryReadPeriod(period, out var rows) ? rows : null;
        var receiver = PushDestination.TryParse(all.Receiver!.Address!, out var address) ? address with { Host = address.Host.ToLowerInvariant() } : null;
        return new ReportSettings
        {
            Enabled = all.Enabled!.Value,
            Schedule = schedule,
            LatestRows = latest,
            Receiver = receiver,
            ClientSap = (ushort)all.Receiver.ClientSap!.Value,
            ServerSap = (ushort?)all.Receiver.ServerSap,
            Security = SecurityPolicyNames.TryParse(all.Receiver.Security!, out var security) ? security : SecurityPolicy.None,
            Setup = new PushSetupSettings(
                receiver?.ToString() ?? "",
                [.. all.CommunicationWindow!.Select(window => WindowText.TryParse(window, out var open) ? open : default)],
                all.Randomisation!.Value,
                (byte)all.Retries!.Value,
                all.RepetitionDelay!.Value),
        };
    }
}
