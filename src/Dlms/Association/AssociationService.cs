namespace Dlms.Association;

/// <summary>What answers an APDU: a service, or one of the exception-responses of the table.</summary>
internal enum AssociationService
{
    /// <summary>The tag is none of the standard: service-unknown, service-not-supported.</summary>
    Unknown,

    /// <summary>No association, a service that is not served or was not negotiated: service-not-allowed, service-not-supported.</summary>
    NotSupported,

    /// <summary>Not before the client has proved itself: service-not-allowed, operation-not-possible.</summary>
    NotYet,

    /// <summary>COSEM-OPEN.</summary>
    Open,

    /// <summary>COSEM-RELEASE.</summary>
    Release,

    /// <summary>GET.</summary>
    Get,

    /// <summary>SET.</summary>
    Set,

    /// <summary>ACTION.</summary>
    Action,

    /// <summary>ACTION while high level security is pending: reply_to_HLS_authentication and nothing else.</summary>
    ReplyToHls,

    /// <summary>ACCESS.</summary>
    Access,

    /// <summary>General block transfer: a part of another APDU.</summary>
    BlockTransfer,

    /// <summary>A protected APDU: the table is asked again for the one inside.</summary>
    Decipher,
}
