namespace MBus.Application;

/// <summary>One row of the table of combinable VIFEs.</summary>
/// <param name="Word">The word that is added to the quantity; null when the VIFE only changes the value.</param>
internal sealed record Vife(string? Word)
{
    /// <summary>A power of ten that multiplies the value.</summary>
    public int Exponent { get; init; }

    /// <summary>The value is a date about the quantity, no longer the quantity.</summary>
    public bool IsDate { get; init; }

    /// <summary>The value is a number of times, no longer the quantity.</summary>
    public bool IsCount { get; init; }

    /// <summary>The value is a duration in this unit, no longer the quantity.</summary>
    public string? Duration { get; init; }

    /// <summary>The value's integers are of another kind.</summary>
    public VifKind? Kind { get; init; }

    /// <summary>Whether the VIFE does nothing to unit, exponent and type.</summary>
    public bool OnlyNames => Exponent == 0 && !IsDate && !IsCount && Duration is null && Kind is null;
}
