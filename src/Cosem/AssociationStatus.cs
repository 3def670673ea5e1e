namespace Cosem;

/// <summary>association_status of Association LN (IEC 62056-6-2).</summary>
public enum AssociationStatus : byte
{
    /// <summary>non-associated.</summary>
    NonAssociated = 0,

    /// <summary>association-pending: the client has not yet authenticated itself by high level security.</summary>
    AssociationPending = 1,

    /// <summary>associated.</summary>
    Associated = 2,
}
