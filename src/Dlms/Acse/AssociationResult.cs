namespace Dlms.Acse;

/// <summary>Association-result of an AARE (IEC 62056-5-3).</summary>
public enum AssociationResult : byte
{
    /// <summary>accepted.</summary>
    Accepted = 0,

    /// <summary>rejected-permanent.</summary>
    RejectedPermanent = 1,

    /// <summary>rejected-transient.</summary>
    RejectedTransient = 2,
}
