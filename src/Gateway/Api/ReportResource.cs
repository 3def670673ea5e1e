using Gateway.Configuration;
using Gateway.Push;
using Metering.Push;

namespace Gateway.Api;

/// <summary>A report as it is in force.</summary>
internal sealed record ReportResource
{
    /// <summary>Its name.</summary>
    public required ReportKind Name { get; init; }

    /// <summary>The settings, all layers together.</summary>
    public required ReportOptions Settings { get; init; }

    /// <summary>For each setting where it comes from.</summary>
    public required IReadOnlyDictionary<string, SettingLayer> Sources { get; init; }

    /// <summary>The protection in force: what the receiver has, and the security policy over it.</summary>
    public required string Security { get; init; }

    /// <summary>The gateway's zone: of the schedule, and of the time shown here.</summary>
    public required string TimeZone { get; init; }

    /// <summary>When it is due next; null: it is off, or is sent when the list of meters has changed.</summary>
    public DateTimeOffset? Next { get; init; }

    /// <summary>Devices of which it is due now or is being sent.</summary>
    public bool IsDue { get; init; }

    /// <summary>Rows or events that are not yet delivered, as of some seconds ago. Null: it is off.</summary>
    public long? Unsent { get; init; }

    /// <summary>Devices with a Push setup of their own: logical device addresses.</summary>
    public required IReadOnlyList<ushort> DevicesWithOwn { get; init; }

    /// <summary>The report as it is now.</summary>
    public static ReportResource Of(ReportKind report, PushService push, PushServices services)
    {
        var layers = services.Reports.Layers(report);
        var settings = PushReports.Merged(layers);
        return new ReportResource
        {
            Name = report,
            Settings = settings,
            Sources = SettingSources.Of(layers),
            Security = SecurityPolicyNames.Of(services.InForce(services.Reports.Of(report).Security)),
            TimeZone = services.Sources.Zone.Id,
            Next = push.Schedule.NextOf(report) is { } next ? TimeZoneInfo.ConvertTime(next, services.Sources.Zone) : null,
            IsDue = push.Workers.Queue.Has(report),
            Unsent = settings.Enabled == true ? push.Unsent.Of(report).Rows : null,
            DevicesWithOwn =
            [
                .. services.Reports.DevicesWithOwn(report)
                    .Where(device => device.IsGateway || services.Sources.Meters.Find(device) is not null)
                    .Select(services.Sources.SapOf),
            ],
        };
    }
}
