using MBus.Master;

namespace Gateway.Api;

/// <summary>What came of a command to a meter.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Words">The same in words, with what to check.</param>
/// <param name="BaudRate">After a switch of the rate: at which the meter answers now; null: at none, or nothing was switched.</param>
/// <param name="Occupant">Who has the address that was to be set, where he says so.</param>
internal sealed record CommandResource(CommandOutcome Outcome, string Words, int? BaudRate, string? Occupant);
