using Gateway.Readout;
using Metering;

namespace Gateway.Tests.Harness;

/// <summary>Keeps what it is told of readouts, and of meters that were removed.</summary>
internal sealed class RecordingObserver : IReadoutObserver
{
    public List<KeptReadout> Kept { get; } = [];

    public List<MeterId> Forgotten { get; } = [];

    /// <summary>Is thrown at every call, after it was noted.</summary>
    public StoreException? Fault { get; set; }

    public Task ObserveAsync(KeptReadout kept)
    {
        Kept.Add(kept);
        return Fault is { } fault ? Task.FromException(fault) : Task.CompletedTask;
    }

    public Task ForgetAsync(Meter meter)
    {
        Forgotten.Add(meter.Id);
        return Fault is { } fault ? Task.FromException(fault) : Task.CompletedTask;
    }
}
