namespace Simulation;

/// <summary>Bytes on the line.</summary>
/// <param name="After">How long after what came before.</param>
/// <param name="Bytes">The bytes.</param>
public readonly record struct Emission(TimeSpan After, byte[] Bytes);
