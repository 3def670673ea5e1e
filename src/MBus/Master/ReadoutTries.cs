namespace MBus.Master;

/// <summary>What a readout took.</summary>
/// <param name="Requests">REQ_UD2 sent, repeats included; and the selection or SND_NKE that alone was tried, because nothing came to it.</param>
/// <param name="Silent">Requests to which nothing came, or only the last telegram once more.</param>
/// <param name="Damaged">Requests to which bytes came that are no frame, and no answer.</param>
/// <param name="Foreign">Requests to which only another meter's answer came.</param>
/// <param name="Rounds">Times the meter was addressed anew, by SND_NKE or selection.</param>
public readonly record struct ReadoutTries(int Requests, int Silent, int Damaged, int Foreign, int Rounds)
{
    /// <summary>Requests that the meter answered: a telegram, a refusal, or that it has nothing to send.</summary>
    public int Answers => Requests - Silent - Damaged - Foreign;

    /// <summary>Bytes that came in answer and belong to no frame.</summary>
    public int JunkBytes { get; init; }

    /// <summary>Bytes that came while nothing was asked: before the readout, between its tries, and behind an answer.</summary>
    public int UnrequestedBytes { get; init; }

    /// <summary>Two readings of one meter together.</summary>
    public static ReadoutTries operator +(ReadoutTries one, ReadoutTries other) => new(
        one.Requests + other.Requests,
        one.Silent + other.Silent,
        one.Damaged + other.Damaged,
        one.Foreign + other.Foreign,
        one.Rounds + other.Rounds)
    {
        JunkBytes = one.JunkBytes + other.JunkBytes,
        UnrequestedBytes = one.UnrequestedBytes + other.UnrequestedBytes,
    };
}
