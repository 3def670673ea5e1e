namespace MBus.Application;

/// <summary>The function field of the DIF (EN 13757-3, table 9).</summary>
public enum DataFunction : byte
{
    /// <summary>The value now, or at the storage's date.</summary>
    Instantaneous = 0,

    /// <summary>The highest value of the storage's period.</summary>
    Maximum = 1,

    /// <summary>The lowest value of the storage's period.</summary>
    Minimum = 2,

    /// <summary>The value while the meter was in an error state.</summary>
    ErrorState = 3,
}
