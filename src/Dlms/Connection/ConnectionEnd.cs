namespace Dlms.Connection;

/// <summary>Why a connection ended.</summary>
public enum ConnectionEnd
{
    /// <summary>The peer closed it.</summary>
    ClosedByPeer,

    /// <summary>No first octet came in time.</summary>
    NoFirstOctet,

    /// <summary>No whole request came in time, or the peer did not take an answer.</summary>
    Idle,

    /// <summary>What came is no wrapper frame.</summary>
    WrapperError,

    /// <summary>It made room for another: nobody was authenticated on it.</summary>
    Displaced,

    /// <summary>There were as many connections as there may be, and none made room in time.</summary>
    Full,
}
