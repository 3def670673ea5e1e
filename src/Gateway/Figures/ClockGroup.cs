using Gateway.Clocks;
using static Gateway.Figures.FigureKind;
using static Gateway.Figures.FigureUnit;

namespace Gateway.Figures;

/// <summary>The gateway's clock.</summary>
internal static class ClockGroup
{
    /// <summary>The group.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="isSynchronised">Whether the system's clock is kept right.</param>
    public static FigureGroup Create(GatewayClock clock, Func<bool> isSynchronised) => new FigureGroupOf<GatewayClock>("Clock", () => clock)
    {
        { new Figure("gateway_clock_timestamp_seconds", Gauge, Moment, "Clock", "What the gateway's clock shows: compare it with the time of the scrape."), shown => shown.GetUtcNow() },
        {
            new Figure(
                "gateway_clock_offset_seconds", Gauge, Seconds, "Ahead of the system's",
                "How far the gateway's clock is ahead of the operating system's, since a head-end has set it; below zero: behind."),
            shown => shown.Offset.TotalSeconds
        },
        {
            new Figure(
                "gateway_clock_synchronised", Gauge, Flag, "Kept right",
                "0 where the operating system says that no time server and no other clock keeps its clock right; where it cannot be asked 1."),
            _ => isSynchronised()
        },
    };
}
