namespace Dlms.Client;

/// <summary>How a client proves who it is (IEC 62056-5-3): the authentication mechanisms this client knows.</summary>
public enum ClientAuthentication
{
    /// <summary>Lowest level security: not at all.</summary>
    None,

    /// <summary>Low level security: a password, in clear.</summary>
    LowLevel,

    /// <summary>High level security with GMAC, mechanism 5: both sides prove that they hold the keys.</summary>
    HighLevelGmac,
}
