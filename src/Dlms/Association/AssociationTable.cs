using Dlms.Xdlms;

namespace Dlms.Association;

/// <summary>
/// The table of the association's state machine: which service answers an APDU in a state, if it was negotiated. What is not in it is refused.
/// </summary>
internal static class AssociationTable
{
    public static AssociationService ServiceOf(AssociationState state, Conformance negotiated, ApduTag tag) => (state, tag) switch
    {
        (AssociationState.Idle, ApduTag.Aarq) => AssociationService.Open,
        (AssociationState.Associated, ApduTag.Aarq) => AssociationService.Open, // replaces the first
        (AssociationState.Associated, ApduTag.Rlrq) => AssociationService.Release,
        (AssociationState.Associated, ApduTag.GetRequest) when negotiated.HasFlag(Conformance.Get) => AssociationService.Get,
        _ => AssociationService.Refuse,
    };
}
