namespace Dlms.Acse;

/// <summary>The tags that the APDUs of ACSE share.</summary>
internal static class AcseTag
{
    public const byte Integer = 0x02;
    public const byte OctetString = 0x04;
    public const byte ObjectIdentifier = 0x06;

    /// <summary>The choice charstring of an Authentication-value.</summary>
    public const byte CharString = 0x80;

    public const byte UserInformation = 0xBE;
}
