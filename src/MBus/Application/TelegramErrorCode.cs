namespace MBus.Application;

/// <summary>Why the variable part of a telegram could not be read to its end; the records before the place stand.</summary>
public enum TelegramErrorCode
{
    /// <summary>It was read to its end.</summary>
    None,

    /// <summary>A record goes on after the last byte.</summary>
    PrematureEnd,

    /// <summary>More than 10 DIFEs.</summary>
    TooManyDifes,

    /// <summary>More than 10 VIFEs.</summary>
    TooManyVifes,

    /// <summary>A DIF of the form xFh that the standard reserves, or that only a master sends.</summary>
    ReservedDif,

    /// <summary>A length byte of variable data that the standard reserves: the length is unknown.</summary>
    ReservedLvar,

    /// <summary>Fewer bytes than the header needs.</summary>
    ShortHeader,

    /// <summary>Encrypted, and there is no key, the key does not fit, or the mode is not supported.</summary>
    Encrypted,

    /// <summary>A fixed data structure that has not 16 bytes.</summary>
    Length,
}
