namespace MBus.Application;

/// <summary>Why a meter refused (CI 70h; EN 13757-3, 9.2).</summary>
public enum ApplicationErrorCode : byte
{
    /// <summary>No reason given.</summary>
    Unspecified = 0,

    /// <summary>The CI field is not implemented.</summary>
    UnimplementedCi = 1,

    /// <summary>The telegram was too long for the meter.</summary>
    BufferTooLong = 2,

    /// <summary>Too many records.</summary>
    TooManyRecords = 3,

    /// <summary>A record was cut off.</summary>
    PrematureEnd = 4,

    /// <summary>More than 10 DIFEs.</summary>
    TooManyDifes = 5,

    /// <summary>More than 10 VIFEs.</summary>
    TooManyVifes = 6,

    /// <summary>Reserved, as is every code from 10 on.</summary>
    Reserved = 7,

    /// <summary>The meter is busy: ask again later.</summary>
    ApplicationBusy = 8,

    /// <summary>The quota of readouts of a battery meter is used up: do not ask again soon.</summary>
    TooManyReadouts = 9,
}
