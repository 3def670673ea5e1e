using Gateway.Readout;
using Metering;

namespace Gateway.Api;

/// <summary>A manual readout with its number, and what came of each meter in words.</summary>
internal sealed class ReadoutRun(int id, DateTimeOffset startedAt, IReadOnlyList<Meter> meters, ManualReadout readout, BusWorkers buses)
{
    /// <summary>Whether it is over.</summary>
    public bool IsDone => readout.Done.IsCompleted;

    /// <summary>Begins no further meter.</summary>
    public void Stop() => readout.Stop();

    /// <summary>How it stands.</summary>
    public ReadoutResource ToResource()
    {
        var isDone = IsDone;
        var progress = readout.Progress;
        var outcomes = meters.Select(meter => progress.Outcomes.TryGetValue(meter.Id, out var outcome)
            ? new MeterOutcome(meter.Id.Value, meter.LogicalDeviceAddress, meter.Name, AddressOf(meter), IsDone: true, outcome == ReadoutOutcome.Read, Words(meter, outcome))
            : new MeterOutcome(meter.Id.Value, meter.LogicalDeviceAddress, meter.Name, AddressOf(meter), IsDone: false, IsRead: false, "")).ToList();
        return new(id, startedAt, isDone, progress.IsStopped, progress.Total, progress.Total - progress.Waiting, outcomes);
    }

    private static string AddressOf(Meter meter) => meter.Identity?.ToString() ?? $"primary {meter.PrimaryAddress}";

    /// <summary>The statistics know what was wrong with a meter that was asked.</summary>
    private string Words(Meter meter, ReadoutOutcome outcome) => (outcome, buses.Find(meter.Bus)) switch
    {
        (_, null) => $"bus {meter.Bus} is not configured",
        (ReadoutOutcome.NotNow, _) => "it may not be read now: its minimum interval, its quota, or its own refusal",
        (ReadoutOutcome.LeftOut, _) => "it was not tried: passive, or on a bus on which all meters are silent",
        (ReadoutOutcome.Failed, { LineIsLost: true }) => "the line to the bus is lost",
        (_, { } bus) => bus.Statistics.FiguresOf(meter.Id)?.LastFault.Words() ?? "it could not be read",
    };
}
