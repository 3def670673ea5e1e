namespace Dlms.Association;

/// <summary>The states of an application association at the server (IEC 62056-5-3, association control).</summary>
public enum AssociationState
{
    /// <summary>There is no association.</summary>
    Idle,

    /// <summary>The association is made.</summary>
    Associated,
}
