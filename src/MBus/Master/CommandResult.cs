using MBus.Application;

namespace MBus.Master;

/// <summary>What came of a command to a meter. A meter's fault is a result, never an exception.</summary>
/// <param name="Outcome">What came of it.</param>
public sealed record CommandResult(CommandOutcome Outcome)
{
    /// <summary>Why the meter refused.</summary>
    public ApplicationErrorCode? ApplicationError { get; init; }

    /// <summary>After a switch of the baud rate: the rate at which the meter answers now; null: at none.</summary>
    public int? BaudRate { get; init; }

    /// <summary>When the address is taken: who has it, where he says so.</summary>
    public SecondaryAddress? Occupant { get; init; }
}
