using MBus.Master;

namespace Gateway.Readout;

/// <summary>A piece of work for which somebody wants the bus's master for himself.</summary>
internal abstract class WorkOrder(ReadoutPrecedence precedence) : BusOrder(precedence)
{
    /// <summary>Does it; only the line's fault comes out, and stands in the result too.</summary>
    /// <returns>Whether it was done to its end.</returns>
    /// <exception cref="MBus.LevelConverter.LevelConverterException">The line failed.</exception>
    public abstract Task<bool> RunAsync(BusMaster master, CancellationToken stop);
}
