namespace Dlms.Association;

/// <summary>The states of an application association at the server (IEC 62056-5-3, association control).</summary>
public enum AssociationState
{
    /// <summary>There is no association.</summary>
    Idle,

    /// <summary>Passes 1 and 2 of high level security are done; the client has yet to prove itself in pass 3.</summary>
    HlsPending,

    /// <summary>The association is made.</summary>
    Associated,
}
