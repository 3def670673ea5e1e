using Gateway.Readout;
using Metering;

namespace Gateway.Api;

/// <summary>A manual readout as the interface shows it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="StartedAt">When it began, UTC.</param>
/// <param name="IsDone">Whether it is over.</param>
/// <param name="IsStopped">Whether it was stopped before its end.</param>
/// <param name="Total">How many meters it has.</param>
/// <param name="Tried">How many were tried.</param>
/// <param name="Meters">Each of them.</param>
internal sealed record ReadoutResource(int Id, DateTimeOffset StartedAt, bool IsDone, bool IsStopped, int Total, int Tried, IReadOnlyList<MeterOutcome> Meters)
{
    /// <summary>How a manual readout stands, and what came of each meter in words.</summary>
    public static ReadoutResource Of(int id, ManualReadout readout, BusWorkers buses, StoreHealth store)
    {
        var isDone = readout.Done.IsCompleted;
        var progress = readout.Progress;
        var outcomes = readout.Meters.Select(meter => progress.Outcomes.TryGetValue(meter.Id, out var outcome)
            ? new MeterOutcome(meter.Id.Value, meter.LogicalDeviceAddress, meter.Name, AddressOf(meter), IsDone: true, outcome == ReadoutOutcome.Read, Words(meter, outcome, buses.Find(meter.Bus), store))
            : new MeterOutcome(meter.Id.Value, meter.LogicalDeviceAddress, meter.Name, AddressOf(meter), IsDone: false, IsRead: false, "")).ToList();
        return new(id, readout.StartedAt, isDone, progress.IsStopped, progress.Total, progress.Total - progress.Waiting, outcomes);
    }

    private static string AddressOf(Meter meter) => meter.Identity?.ToString() ?? $"primary {meter.PrimaryAddress}";

    /// <summary>The statistics know what was wrong with a meter that was asked.</summary>
    private static string Words(Meter meter, ReadoutOutcome outcome, BusWorker? bus, StoreHealth store) => (outcome, bus) switch
    {
        (ReadoutOutcome.NotStored, _) => $"read, but it could not be stored: {store.LastFault}",
        (_, null) => $"bus {meter.Bus} is not configured",
        (ReadoutOutcome.NotNow, _) => "it may not be read now: its minimum interval, its quota, or its own refusal",
        (ReadoutOutcome.LeftOut, _) when !meter.Active => "it was not tried: it is passive, and is read, also by hand, only when it is made active",
        (ReadoutOutcome.LeftOut, _) => "it was not tried: all meters of its bus are silent, or it was removed or made passive meanwhile",
        (ReadoutOutcome.Failed, { LineIsLost: true }) => "the line to the bus is lost",
        (_, { } known) => known.Statistics.FiguresOf(meter.Id)?.LastFault.Words() ?? "it could not be read",
    };
}
