namespace Simulation;

/// <summary>What the master hears after a request.</summary>
/// <param name="Bytes">The bytes, junk where answers fell together.</param>
/// <param name="Delay">How much later than a sound meter's answer it begins; zero where no fault says otherwise.</param>
public readonly record struct BusAnswer(ReadOnlyMemory<byte> Bytes, TimeSpan Delay);
