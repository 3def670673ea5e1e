namespace Gateway.Api;

/// <summary>A meter before and after.</summary>
/// <param name="Meter">Its number in the store.</param>
/// <param name="Name">Its name, else its address.</param>
/// <param name="MappingBefore">The file of the mapping that applies to it now; null: none.</param>
/// <param name="Objects">Its objects, by OBIS code.</param>
internal sealed record MeterPreview(int Meter, string Name, string? MappingBefore, IReadOnlyList<ObjectPreview> Objects);
