using System.Globalization;
using Gateway.Readout;
using Metering;
using static Gateway.Figures.FigureKind;
using static Gateway.Figures.FigureUnit;

namespace Gateway.Figures;

/// <summary>The meters by their state, and a few figures of each.</summary>
internal static class MeterGroups
{
    /// <summary>Meters that have figures of their own, those installed first: 1,000, three series each. Beyond it the states are counted still.</summary>
    public const int Most = 1000;

    /// <summary>All meters together.</summary>
    public static FigureGroup States(IMeterStore meters, LiveReadings readings, MeterKeys keys, BusWorkers buses) => new FigureGroupOf<Count>("Meters", () => CountOf(meters, readings, keys, buses))
    {
        {
            new Figure(
                "gateway_meters", Gauge, Number, "Meters",
                "Meters by the state of their last readout: ok; incomplete (a telegram is missing); old (the last attempt failed); encrypted (the key is missing or wrong); "
                + "never (not read yet). Passive and replaced ones are not read.") { Splits = ["state"] },
            count => count.States
        },
        { new Figure("gateway_meters_failing", Gauge, Number, "Meters that fail", "Active meters whose last readout failed."), count => count.Failing },
        {
            new Figure(
                "gateway_meters_quarantined", Gauge, Number, "Meters tried seldom",
                "Active meters that kept silent so often that the schedule tries them more and more seldom, at least once a day."),
            count => count.Quarantined
        },
        { new Figure("gateway_meters_without_series", Gauge, Number, "Meters without figures of their own", $"Meters beyond the first {Most}, which have no figures of their own."), count => count.WithoutSeries },
    };

    /// <summary>Each meter.</summary>
    public static FigureGroup Each(IMeterStore meters, LiveReadings readings, BusWorkers buses) => new FigureGroupOf<Meter>("Each meter", ["meter"], () => RowsOf(meters))
    {
        {
            new Figure("gateway_meter_info", Gauge, Text, "Meter", "Always 1: which meter has the number, to be joined with its figures.") { Splits = ["name", "bus", "manufacturer", "medium", "identity"] },
            meter => [new FigureSeries(InfoOf(meter), 1, meter.Name.Length > 0 ? meter.Name : meter.Identity?.ToString() ?? "")]
        },
        { new Figure("gateway_meter_last_readout_timestamp_seconds", Gauge, Moment, "Last read", "When the meter was last read."), meter => readings.Last(meter.Id).Readout?.ReadAt },
        {
            new Figure(
                "gateway_meter_failures_in_a_row", Gauge, Number, "Failures in a row",
                "How many readouts in a row have failed; 0: the last one was good, or none was made."),
            meter => buses.Find(meter.Bus)?.SilenceOf(meter.Id)?.Failures ?? 0
        },
    };

    private static string[] InfoOf(Meter meter) =>
        [meter.Name, meter.Bus, meter.Identity?.Manufacturer.ToString() ?? "", meter.Identity?.Medium.Name ?? "", meter.Identity?.ToString() ?? ""];

    private static List<(IReadOnlyList<string> Labels, Meter Row)> RowsOf(IMeterStore meters) =>
        [.. meters.Meters.Values.Take(Most).Select(meter => ((IReadOnlyList<string>)[meter.Id.Value.ToString(CultureInfo.InvariantCulture)], meter))];

    private static Count CountOf(IMeterStore meters, LiveReadings readings, MeterKeys keys, BusWorkers buses)
    {
        var all = meters.Meters;
        var byState = new long[Enum.GetValues<LastReadoutState>().Length];
        var (passive, replaced, failing, quarantined) = (0, 0, 0, 0);
        foreach (var meter in all.Values)
        {
            if (meter is { Active: true, ReplacedAt: null })
            {
                byState[(int)keys.StateOf(meter, readings.Last(meter.Id))]++;
                var silence = buses.Find(meter.Bus)?.SilenceOf(meter.Id);
                failing += silence is null ? 0 : 1;
                quarantined += silence is { IsQuarantined: true } ? 1 : 0;
            }
            else
            {
                (passive, replaced) = meter.ReplacedAt is null ? (passive + 1, replaced) : (passive, replaced + 1);
            }
        }

        return new(
            [
                FigureSeries.Of("ok", byState[(int)LastReadoutState.Ok]),
                FigureSeries.Of("incomplete", byState[(int)LastReadoutState.Incomplete]),
                FigureSeries.Of("old", byState[(int)LastReadoutState.OldAfterFailure]),
                FigureSeries.Of("encrypted", byState[(int)LastReadoutState.Encrypted]),
                FigureSeries.Of("never", byState[(int)LastReadoutState.Never]),
                FigureSeries.Of("passive", passive),
                FigureSeries.Of("replaced", replaced),
            ],
            failing,
            quarantined,
            Math.Max(0, all.Count - Most));
    }

    private sealed record Count(IReadOnlyList<FigureSeries> States, int Failing, int Quarantined, int WithoutSeries);
}
