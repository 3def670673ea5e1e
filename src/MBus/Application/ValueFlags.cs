namespace MBus.Application;

/// <summary>What a reader has to know about a value beside the value.</summary>
[Flags]
public enum ValueFlags : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A to F among the BCD digits: display codes such as DDDD, no number.</summary>
    BcdInvalid = 1,

    /// <summary>The top BCD digit is A, B or C for 10, 11 or 12: the register has rolled over.</summary>
    BcdOverflow = 2,

    /// <summary>All zero, all ones, or no day of the calendar.</summary>
    InvalidDate = 4,

    /// <summary>The meter says that its time is not to be trusted (bit IV).</summary>
    TimeInvalid = 8,

    /// <summary>The time is summer time (bit SU).</summary>
    SummerTime = 16,

    /// <summary>A field says "every": the date recurs.</summary>
    Recurring = 32,

    /// <summary>A real that is NaN or infinite.</summary>
    NotANumber = 64,
}
