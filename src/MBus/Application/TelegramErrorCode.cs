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

    /// <summary>Encrypted, and there is no key, the key does not fit, or a block is missing.</summary>
    Encrypted,

    /// <summary>A fixed data structure that has not 16 bytes.</summary>
    Length,

    /// <summary>Encrypted in a mode, or with a key derivation, that is not supported.</summary>
    UnsupportedSecurityMode,

    /// <summary>The header is short, and who the meter is was not given: without it there is neither key nor initialisation vector.</summary>
    MissingIdentity,

    /// <summary>The key is derived with a message counter, and the telegram has none.</summary>
    MissingMessageCounter,

    /// <summary>The message authentication code is not the one that the meter's key gives.</summary>
    Authentication,

    /// <summary>An authentication type that is reserved or not supported.</summary>
    UnsupportedAuthentication,

    /// <summary>The lengths in the authentication layer, its fields and the telegram do not agree.</summary>
    AuthenticationLayerLength,

    /// <summary>One fragment of a longer message; on the wired bus they are not put together.</summary>
    Fragment,

    /// <summary>A compact frame: data only, whose descriptions were in a full frame. Not supported.</summary>
    CompactFrame,
}
