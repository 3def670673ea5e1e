using System.Collections.Immutable;

namespace Gateway.Readout;

/// <summary>What holds for the orders of one precedence on a bus.</summary>
/// <param name="Precedence">Whose orders.</param>
/// <param name="TurnsInARow">How many of them are carried out before one of a lower precedence that waits has a turn.</param>
/// <param name="IsStored">Whether what is read is stored, and not only shown.</param>
/// <param name="Quarantined">What is done about a meter that has been silent for long.</param>
internal sealed record PrecedenceRule(ReadoutPrecedence Precedence, int TurnsInARow, bool IsStored, QuarantinedMeter Quarantined)
{
    /// <summary>
    /// Whose turn it is: the first line that waits and has not had its turns. Minimum interval and quota of a meter hold for every line.
    /// Eight readouts are a head-end's patience at 2400 baud, about 4 s; sixteen to one slow a cycle by a twentieth while a search runs.
    /// </summary>
    public static readonly ImmutableArray<PrecedenceRule> Table =
    [
        new(ReadoutPrecedence.OnDemand, TurnsInARow: 8, IsStored: true, QuarantinedMeter.IsLeftOut),
        new(ReadoutPrecedence.Manual, TurnsInARow: 8, IsStored: true, QuarantinedMeter.IsReadFully),
        new(ReadoutPrecedence.Schedule, TurnsInARow: 16, IsStored: true, QuarantinedMeter.IsProbedWhenDue),
        new(ReadoutPrecedence.Search, TurnsInARow: 4, IsStored: false, QuarantinedMeter.IsLeftOut),
        new(ReadoutPrecedence.Continuous, TurnsInARow: 1, IsStored: false, QuarantinedMeter.IsLeftOut),
    ];

    /// <summary>The line of a precedence.</summary>
    public static PrecedenceRule Of(ReadoutPrecedence precedence) => Table[(int)precedence];
}
