namespace Dlms.Association;

/// <summary>What answers an APDU.</summary>
internal enum AssociationService
{
    /// <summary>An exception-response: the APDU has no place in this state, or its service was not negotiated.</summary>
    Refuse,

    /// <summary>COSEM-OPEN.</summary>
    Open,

    /// <summary>COSEM-RELEASE.</summary>
    Release,

    /// <summary>GET.</summary>
    Get,
}
