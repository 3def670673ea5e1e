using MBus.Master;

namespace Gateway.Api;

/// <summary>What came of a command to a meter.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Words">The same in words, with what to do next.</param>
/// <param name="BaudRate">After a switch of the rate: at which the meter answers now; null: at none, or nothing was switched.</param>
/// <param name="Occupant">Who has the address that was to be set, where he says so.</param>
internal sealed record CommandResource(CommandOutcome Outcome, string Words, int? BaudRate, string? Occupant)
{
    /// <summary>The same as the master says it.</summary>
    public static CommandResource Of(MeterOrder order, CommandResult result, MeterTarget meter, string bus) =>
        new(result.Outcome, MeterOrderWords.Of(order, result, meter, bus), result.BaudRate, result.Occupant?.ToString());
}
