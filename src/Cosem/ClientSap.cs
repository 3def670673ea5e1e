namespace Cosem;

/// <summary>The clients a logical device knows, by their service access points.</summary>
public enum ClientSap : ushort
{
    /// <summary>The management client: reads everything, and writes what can be written.</summary>
    Management = 1,

    /// <summary>The public client: without authentication, for basic information only.</summary>
    Public = 16,
}
