namespace Simulation;

/// <summary>What stands on the plate of one meter.</summary>
/// <param name="Identification">The identification, read as hexadecimal digits.</param>
/// <param name="Type">Which of the ordinary types it is; they are counted round.</param>
public readonly record struct MeterPlate(uint Identification, int Type)
{
    /// <summary>The fabrication number, read as hexadecimal digits; null: the identification.</summary>
    public uint? FabricationNumber { get; init; }
}
