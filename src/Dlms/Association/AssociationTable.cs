using Dlms.Xdlms;

namespace Dlms.Association;

/// <summary>
/// The table of the association's state machine: what answers an APDU in a state, if it was negotiated. What is not in it is refused.
/// </summary>
internal static class AssociationTable
{
    /// <summary>The answer to an APDU as it came from the wire.</summary>
    public static AssociationService ServiceOf(AssociationState state, Conformance negotiated, ApduTag tag) => (state, tag) switch
    {
        (_, ApduTag.Aarq) => AssociationService.Open, // replaces the one there is
        (AssociationState.Idle, _) => Refusal(tag),
        (_, ApduTag.Rlrq) => AssociationService.Release,
        (AssociationState.HlsPending, ApduTag.GeneralBlockTransfer) when negotiated.HasFlag(Conformance.GeneralBlockTransfer) => AssociationService.NotYet,
        (_, ApduTag.GeneralBlockTransfer) when negotiated.HasFlag(Conformance.GeneralBlockTransfer) => AssociationService.BlockTransfer,
        _ when IsDeciphered(tag) => AssociationService.Decipher,
        _ => ServiceInside(state, negotiated, tag),
    };

    /// <summary>The answer to an APDU that came in general blocks.</summary>
    public static AssociationService ServiceInBlocks(AssociationState state, Conformance negotiated, ApduTag tag) =>
        IsDeciphered(tag) ? AssociationService.Decipher : ServiceInside(state, negotiated, tag);

    /// <summary>The answer to an APDU that was protected.</summary>
    public static AssociationService ServiceInside(AssociationState state, Conformance negotiated, ApduTag tag)
    {
        var (service, needed) = tag switch
        {
            ApduTag.GetRequest => (AssociationService.Get, Conformance.Get),
            ApduTag.SetRequest => (AssociationService.Set, Conformance.Set),
            ApduTag.ActionRequest => (AssociationService.Action, Conformance.Action),
            ApduTag.AccessRequest => (AssociationService.Access, Conformance.Access),
            _ => (Refusal(tag), Conformance.None),
        };
        return (state, service) switch
        {
            // the reply is part of making the association, whether or not ACTION was negotiated
            (AssociationState.HlsPending, AssociationService.Action) => AssociationService.ReplyToHls,
            _ when !negotiated.HasFlag(needed) => AssociationService.NotSupported,
            (AssociationState.HlsPending, AssociationService.Get or AssociationService.Set or AssociationService.Access) => AssociationService.NotYet,
            (AssociationState.Idle, _) => Refusal(tag),
            _ => service,
        };
    }

    private static AssociationService Refusal(ApduTag tag) => Enum.IsDefined(tag) ? AssociationService.NotSupported : AssociationService.Unknown;

    /// <summary>The protected requests that this server serves.</summary>
    private static bool IsDeciphered(ApduTag tag) => tag is ApduTag.GloGetRequest or ApduTag.GloSetRequest or ApduTag.GloActionRequest
        or ApduTag.DedGetRequest or ApduTag.DedSetRequest or ApduTag.DedActionRequest
        or ApduTag.GeneralGloCiphering or ApduTag.GeneralDedCiphering;
}
