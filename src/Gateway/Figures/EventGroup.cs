using System.Globalization;
using Gateway.Events;
using Metering.Events;
using static Gateway.Figures.FigureKind;
using static Gateway.Figures.FigureUnit;

namespace Gateway.Figures;

/// <summary>The events.</summary>
internal static class EventGroup
{
    /// <summary>The codes; those of the M-Bus status byte are one.</summary>
    private static readonly (EventCode Code, IReadOnlyList<string> Labels, string Words)[] Codes =
    [
        .. EventCodes.All.Select(known => (known.Code, LabelsOf(known.Code, known.Severity), $"{(int)known.Code} {known.Name}")),
        (EventCode.MeterStatus, LabelsOf(EventCode.MeterStatus, EventCodes.Of(EventCode.MeterStatus).Severity), "4000 and more: status byte of a meter"),
    ];

    /// <summary>The group.</summary>
    public static FigureGroup Create(EventLog events) => new FigureGroupOf<EventLog>("Events", () => events)
    {
        {
            new Figure(
                "gateway_events_total", Counter, Number, "Events",
                "Events since the start of the service, of the gateway and of all meters, by their code; docs/events.md explains each. 4000 stands for all changes of a "
                + "meter's status byte.") { Splits = ["code", "severity"] },
            log => Codes.Select(one => new FigureSeries(one.Labels, log.Counts.GetValueOrDefault(one.Code), one.Words))
        },
        { new Figure("gateway_events_waiting", Gauge, Number, "Waiting", "Events that wait in memory to be stored: a few at most, unless the store takes nothing."), log => log.Waiting },
        { new Figure("gateway_events_lost_total", Counter, Number, "Lost", "Entries of event logs that were lost since the store took nothing for too long."), log => log.Lost },
    };

    private static string[] LabelsOf(EventCode code, EventSeverity severity) => [((int)code).ToString(CultureInfo.InvariantCulture), FigureSeries.LabelOf(severity)];
}
