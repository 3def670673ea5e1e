namespace Gateway.Diagnosis;

/// <summary>What is known of a bus since the start: a snapshot that never changes.</summary>
/// <param name="Since">When counting began, UTC.</param>
/// <param name="Readouts">What became of the readouts of its meters.</param>
/// <param name="Line">What went over its line.</param>
internal sealed record BusFigures(DateTimeOffset Since, ReadoutFigures Readouts, LineFigures Line);
