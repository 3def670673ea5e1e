using Cosem;

namespace Dlms.Acse;

/// <summary>
/// The object identifiers of DLMS (IEC 62056-5-3): { 2 16 756 5 8 kind number }, on the wire <c>60 85 74 05 08 kind number</c>.
/// One that is not of DLMS is kept, so that it can be refused by name.
/// </summary>
/// <param name="Value">The contents of the OBJECT IDENTIFIER.</param>
public readonly record struct ObjectIdentifier(Octets Value)
{
    /// <summary>Application context: logical names, no ciphering.</summary>
    public const byte LogicalNames = 1;

    /// <summary>Application context: logical names with ciphering.</summary>
    public const byte LogicalNamesCiphered = 3;

    /// <summary>Mechanism: lowest level security, no authentication.</summary>
    public const byte LowestLevelSecurity = 0;

    /// <summary>Mechanism: low level security, a password.</summary>
    public const byte LowLevelSecurity = 1;

    /// <summary>Mechanism: high level security with GMAC.</summary>
    public const byte HighLevelSecurityGmac = 5;

    private const byte ApplicationContextKind = 1;
    private const byte MechanismKind = 2;

    private static ReadOnlySpan<byte> Arc => [0x60, 0x85, 0x74, 0x05, 0x08];

    /// <summary>The name of an application context.</summary>
    public static ObjectIdentifier ApplicationContext(byte number) => new((byte[])[.. Arc, ApplicationContextKind, number]);

    /// <summary>The name of an authentication mechanism.</summary>
    public static ObjectIdentifier Mechanism(byte number) => new((byte[])[.. Arc, MechanismKind, number]);

    /// <summary>The number of an application context of DLMS; null for any other identifier.</summary>
    public byte? ApplicationContextNumber => NumberOf(ApplicationContextKind);

    /// <summary>The number of an authentication mechanism of DLMS; null for any other identifier.</summary>
    public byte? MechanismNumber => NumberOf(MechanismKind);

    private byte? NumberOf(byte kind) =>
        Value.Length == Arc.Length + 2 && Value.Span.StartsWith(Arc) && Value.Span[Arc.Length] == kind ? Value.Span[^1] : null;
}
