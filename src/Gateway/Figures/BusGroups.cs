using Gateway.Diagnosis;
using Gateway.Readout;
using MBus.Application;
using MBus.LevelConverter;
using MBus.Master;
using static Gateway.Figures.FigureKind;
using static Gateway.Figures.FigureUnit;

namespace Gateway.Figures;

/// <summary>What each bus does: its readouts, and its line.</summary>
internal static class BusGroups
{
    private static readonly IReadOnlyList<string> Labels = ["bus"];

    /// <summary>The readouts.</summary>
    public static FigureGroup Readouts(BusWorkers buses) => new FigureGroupOf<Row>("Readouts", Labels, () => RowsOf(buses))
    {
        { new Figure("gateway_readouts_total", Counter, Number, "Readouts", "Readouts of meters that were tried."), row => row.Readouts.Readouts },
        {
            new Figure("gateway_readouts_failed_total", Counter, Number, "Readouts that failed", "Readouts that did not bring all that the meter has to say, by the reason.") { Splits = ["fault"] },
            row => FigureSeries.OfEach(fault => row.Readouts.Faults.GetValueOrDefault(fault), ReadoutFault.None)
        },
        { new Figure("gateway_readout_telegrams_total", Counter, Number, "Telegrams", "Telegrams received and kept."), row => row.Readouts.Telegrams },
        { new Figure("gateway_readout_requests_total", Counter, Number, "Requests for data", "Requests for data sent to meters (REQ_UD2), repeats included."), row => row.Readouts.Requests },
        {
            new Figure(
                "gateway_readout_request_errors_total", Counter, Number, "Requests in vain",
                "Requests without an answer (silent), to which bytes came that are no frame (damaged), or that another meter answered (foreign).") { Splits = ["kind"] },
            row => [FigureSeries.Of("silent", row.Readouts.Silent), FigureSeries.Of("damaged", row.Readouts.Damaged), FigureSeries.Of("foreign", row.Readouts.Foreign)]
        },
        {
            new Figure("gateway_readout_application_errors_total", Counter, Number, "Refusals by meters", "Application errors with which meters refused (EN 13757-3), by their code.") { Splits = ["code"] },
            row => FigureSeries.OfEach<ApplicationErrorCode>(code => row.Readouts.ApplicationErrors.GetValueOrDefault(code))
        },
        {
            new Figure("gateway_readout_response_seconds", Histogram, Seconds, "Response time", "From the end of a request to the first byte of its answer. At 2400 Bd the standard allows 0.187 s."),
            row => FigureHistogram.Of(row.Readouts.ResponseTimes)
        },
        { new Figure("gateway_readout_queue_orders", Gauge, Number, "Readouts that wait", "Readouts and other orders that wait or are being carried out."), row => row.Worker.QueueLength },
        {
            new Figure("gateway_readout_cycles_total", Counter, Number, "Cycles", "Scheduled cycles that came to their end: all meters of an interval tried once.") { Splits = ["interval"] },
            row => row.Cycles.Select(cycle => FigureSeries.Of(cycle.Interval.Text, cycle.Done))
        },
        {
            new Figure(
                "gateway_readout_cycles_overrun_total", Counter, Number, "Cycles that took too long",
                "Times that a cycle was not done when the next one began: give a longer interval, a higher baud rate, or split the bus.") { Splits = ["interval"] },
            row => row.Cycles.Select(cycle => FigureSeries.Of(cycle.Interval.Text, cycle.Overrun))
        },
        {
            new Figure("gateway_readout_cycle_last_duration_seconds", Gauge, Seconds, "Duration of the last cycle", "How long the last cycle took that came to its end.") { Splits = ["interval"] },
            row => row.Cycles.Where(cycle => cycle.LastDuration is not null).Select(cycle => FigureSeries.Of(cycle.Interval.Text, cycle.LastDuration!.Value.TotalSeconds))
        },
        {
            new Figure("gateway_readout_cycle_last_end_timestamp_seconds", Gauge, Moment, "End of the last cycle", "When the last cycle came to its end.") { Splits = ["interval"] },
            row => row.Cycles.Where(cycle => cycle.LastEnd is not null).Select(cycle => FigureSeries.Of(cycle.Interval.Text, cycle.LastEnd!.Value.ToUnixTimeMilliseconds() / 1000.0))
        },
    };

    /// <summary>The lines.</summary>
    public static FigureGroup Lines(BusWorkers buses) => new FigureGroupOf<Row>("Buses", Labels, () => RowsOf(buses))
    {
        {
            new Figure(
                "gateway_bus_up", Gauge, Flag, "Line works",
                "1 while the level converter can be reached; 0 when it could not be when it was last tried; absent while nothing was sent to it since the start of the service.") { NeedsTrial = true },
            row => row.Worker.LineIsUntried ? null : row.Worker.LineIsLost ? 0 : 1
        },
        {
            new Figure(
                "gateway_bus_silent", Gauge, Flag, "All meters are silent",
                "1 while no meter of the bus answers: check the level converter's supply, the cable and the baud rate."),
            row => row.Worker.AllMetersSilent
        },
        { new Figure("gateway_bus_noisy", Gauge, Flag, "Bytes come unasked", "1 while bytes come although nothing is asked: a damaged meter or a short circuit."), row => row.Worker.IsNoisy },
        { new Figure("gateway_bus_frames_sent_total", Counter, Number, "Frames sent", "Frames sent to the level converter, those of searches and commands included."), row => row.Line.FramesSent },
        { new Figure("gateway_bus_sent_bytes_total", Counter, Bytes, "Sent", "Bytes sent to the level converter."), row => row.Line.BytesSent },
        { new Figure("gateway_bus_received_bytes_total", Counter, Bytes, "Received", "Bytes received from the level converter, echoes and noise included."), row => row.Line.BytesReceived },
        {
            new Figure(
                "gateway_bus_unrequested_bytes_total", Counter, Bytes, "Received unasked",
                "Bytes that came while nothing was asked: a damaged meter, a second master, or answers that were too late."),
            row => row.Line.UnrequestedBytes
        },
        {
            new Figure("gateway_bus_character_errors_total", Counter, Number, "Faults of characters", "Faults of characters as the serial port counts them; behind TCP there are none.") { Splits = ["kind"] },
            row => FaultsOf(row.Line.Characters)
        },
        { new Figure("gateway_bus_line_failures_total", Counter, Number, "Line failed", "Times that the line failed."), row => row.Line.Failures },
        { new Figure("gateway_bus_line_reconnects_total", Counter, Number, "Line worked again", "Times that the line worked again after that."), row => row.Line.Reconnects },
        {
            new Figure(
                "gateway_bus_utilisation_ratio", Gauge, Ratio, "Busy in the last hour",
                "The part of the last hour in which somebody sent or was listened to; near 1 the bus is full."),
            row => row.Line.UtilisationOfHour
        },
    };

    private static IEnumerable<FigureSeries> FaultsOf(LineErrors errors) =>
        [FigureSeries.Of("parity", errors.Parity), FigureSeries.Of("framing", errors.Framing), FigureSeries.Of("break", errors.Break), FigureSeries.Of("overrun", errors.Overrun)];

    private static List<(IReadOnlyList<string> Labels, Row Row)> RowsOf(BusWorkers buses) =>
        [.. buses.All.OrderBy(bus => bus.Bus, StringComparer.OrdinalIgnoreCase).Select(bus => ((IReadOnlyList<string>)[bus.Bus], new Row(bus, bus.Statistics.Figures(), bus.Cycles)))];

    /// <summary>A bus at one moment.</summary>
    private sealed record Row(BusWorker Worker, BusFigures Figures, IReadOnlyList<CycleFigures> Cycles)
    {
        public ReadoutFigures Readouts => Figures.Readouts;

        public LineFigures Line => Figures.Line;
    }
}
