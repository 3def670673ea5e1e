using MBus.Master;

namespace Gateway.Readout;

/// <summary>A piece of work for which somebody wants the bus's master for himself.</summary>
internal abstract class WorkOrder(ReadoutPrecedence precedence) : BusOrder(precedence)
{
    /// <summary>Does it; only the line's fault comes out, and stands in the result too.</summary>
    /// <exception cref="MBus.LevelConverter.LevelConverterException">The line failed.</exception>
    public abstract Task RunAsync(BusMaster master, CancellationToken stop);
}
