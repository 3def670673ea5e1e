namespace MBus.Application;

/// <summary>
/// The configuration field (EN 13757-7, 7.5.8), once called signature: bits 12-8 the security mode; then how much is encrypted, in
/// modes 4, 5 and 7 bits 7-4 as blocks of 16 bytes, in the others the low byte. Old meters put anything here in clear telegrams.
/// </summary>
public readonly record struct ConfigurationField(ushort Word)
{
    /// <summary>The security mode: 0 clear, 5 AES-128-CBC with an IV from the header, 7 AES-128-CBC with a derived key.</summary>
    public int Mode => (Word >> 8) & 0x1F;

    /// <summary>How many blocks of 16 bytes are encrypted, in modes 4, 5 and 7.</summary>
    public int Blocks => (Word >> 4) & 0x0F;

    /// <summary>Whether the field says that data are encrypted, in one of the modes that the standard knows.</summary>
    public bool IsEncrypted => Mode switch
    {
        4 or 5 or 7 => Blocks > 0,
        2 or 3 or 8 or 9 or 10 or 13 => (Word & 0xFF) != 0,
        _ => false,
    };

    /// <summary>What the mode is; empty for those that the standard reserves.</summary>
    public string ModeName => Mode switch
    {
        0 => "clear",
        2 => "DES-CBC",
        3 => "DES-CBC with an IV",
        4 => "AES-128-CBC, IV 0",
        5 => "AES-128-CBC",
        7 => "AES-128-CBC, key of the message",
        8 => "AES-128-CTR",
        9 => "AES-128-GCM",
        10 => "AES-128-CCM",
        13 => "TLS",
        _ => "",
    };

    /// <summary>Four hexadecimal digits of the word.</summary>
    public override string ToString() => $"{Word:x4}";
}
