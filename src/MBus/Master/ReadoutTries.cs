namespace MBus.Master;

/// <summary>What a readout took.</summary>
/// <param name="Requests">REQ_UD2 sent, repeats included.</param>
/// <param name="Silent">Requests to which nothing came, or only the last telegram once more.</param>
/// <param name="Damaged">Requests to which bytes came that are no frame, and no answer.</param>
/// <param name="Foreign">Requests to which only another meter's answer came.</param>
/// <param name="Rounds">Times the meter was addressed anew, by SND_NKE or selection.</param>
public readonly record struct ReadoutTries(int Requests, int Silent, int Damaged, int Foreign, int Rounds)
{
    /// <summary>Two readings of one meter together.</summary>
    public static ReadoutTries operator +(ReadoutTries one, ReadoutTries other) => new(
        one.Requests + other.Requests,
        one.Silent + other.Silent,
        one.Damaged + other.Damaged,
        one.Foreign + other.Foreign,
        one.Rounds + other.Rounds);
}
