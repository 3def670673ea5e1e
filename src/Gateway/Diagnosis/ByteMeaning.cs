namespace Gateway.Diagnosis;

/// <summary>What some bytes of a frame are.</summary>
/// <param name="Offset">Where they are, from 0.</param>
/// <param name="Length">How many.</param>
/// <param name="Meaning">In words.</param>
internal sealed record ByteMeaning(int Offset, int Length, string Meaning);
