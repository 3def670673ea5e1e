using Gateway.Configuration;

namespace Gateway.Readout;

/// <summary>The cycles of one bus and one interval since the start: a snapshot.</summary>
/// <param name="Interval">The interval.</param>
/// <param name="Done">Cycles that came to their end.</param>
/// <param name="Overrun">Times that a cycle was not done when the next one began.</param>
/// <param name="LastDuration">How long the last one that ended took; null: none has.</param>
/// <param name="LastEnd">When it ended, UTC.</param>
internal sealed record CycleFigures(ReadoutInterval Interval, long Done, long Overrun, TimeSpan? LastDuration, DateTimeOffset? LastEnd);
