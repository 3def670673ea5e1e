using MBus.Master;

namespace Gateway.Readout;

/// <summary>
/// One bus for whoever talks to its meters: the worker of a running service, which fits the work in between its readouts, or a bus
/// that a verb has opened for itself.
/// </summary>
internal interface IBusAccess
{
    /// <summary>The bus's name, or its address when it has none.</summary>
    string Bus { get; }

    /// <summary>
    /// Has the master for itself as long as <paramref name="work"/> runs: one selection, one search step, one command. What it reads counts
    /// for no minimum interval and no quota: a person asked for it, and a search meets meters that nobody has entered.
    /// </summary>
    /// <param name="work">What is to be done; short, since readouts wait meanwhile.</param>
    /// <param name="precedence">Before whom.</param>
    /// <param name="cancellationToken">Ends the wait for the bus, and the work.</param>
    /// <exception cref="MBus.LevelConverter.LevelConverterException">The line failed.</exception>
    Task<T> UseAsync<T>(Func<BusMaster, CancellationToken, Task<T>> work, ReadoutPrecedence precedence, CancellationToken cancellationToken);
}
