namespace Dlms.Security;

/// <summary>Security suite 0: AES-GCM-128 for APDUs, AES-128 key wrap for keys.</summary>
internal sealed class AesGcm128Suite : SecuritySuite
{
    public override byte Id => 0;

    public override int KeyLength => 16;
}
