namespace MBus.Application;

/// <summary>
/// The configuration field (EN 13757-7, 7.5.8): bits 12-8 the security mode, bits 7-4 the number of encrypted blocks of
/// 16 bytes in modes 5 and 7. Old meters put anything here in clear telegrams.
/// </summary>
public readonly record struct ConfigurationField(ushort Word)
{
    /// <summary>The security mode: 0 clear, 5 AES-128-CBC with an IV from the header, 7 AES-128-CBC with a derived key.</summary>
    public int Mode => (Word >> 8) & 0x1F;

    /// <summary>How many blocks of 16 bytes are encrypted, in modes 5 and 7.</summary>
    public int Blocks => (Word >> 4) & 0x0F;

    /// <summary>Whether the field says that the data are encrypted in a mode that is met on the wired bus.</summary>
    public bool IsEncrypted => Mode is 5 or 7 && Blocks > 0;

    /// <summary>Four hexadecimal digits of the word.</summary>
    public override string ToString() => $"{Word:x4}";
}
