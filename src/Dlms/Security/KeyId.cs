namespace Dlms.Security;

/// <summary>key_id of Security setup (IEC 62056-6-2): which key is transferred.</summary>
public enum KeyId
{
    /// <summary>Global unicast encryption key.</summary>
    GlobalUnicastEncryptionKey = 0,

    /// <summary>Global broadcast encryption key.</summary>
    GlobalBroadcastEncryptionKey = 1,

    /// <summary>Authentication key.</summary>
    AuthenticationKey = 2,

    /// <summary>Master key, the key encrypting key.</summary>
    MasterKey = 3,
}
