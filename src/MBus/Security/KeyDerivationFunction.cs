namespace MBus.Security;

/// <summary>How the key of a message is made of the meter's key (EN 13757-7, table 25).</summary>
public enum KeyDerivationFunction : byte
{
    /// <summary>It is the meter's key.</summary>
    None = 0,

    /// <summary>Function A: AES-CMAC over message counter and identification.</summary>
    A = 1,

    /// <summary>Reserved by the standard.</summary>
    Reserved2 = 2,

    /// <summary>Reserved by the standard.</summary>
    Reserved3 = 3,
}
