using MBus.Application;
using MBus.Link;

namespace MBus.Master;

/// <summary>What one reading of one meter brought. A meter's fault is a result, never an exception.</summary>
public sealed record ReadoutResult
{
    /// <summary>When the meter was first addressed in the round that brought the telegrams (UTC): the time of the reading.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The telegrams as the meter sent them; the place is the telegram's number. Valid even if a later one failed.</summary>
    public required IReadOnlyList<LinkFrame> Telegrams { get; init; }

    /// <summary>Who the meter says it is, with wildcards for what its answer does not say; null when it says nothing.</summary>
    public SecondaryAddress? Identity => Telegrams is [var first, ..] ? AnswerIdentity.Of(first) : null;

    /// <summary>Why it is not complete.</summary>
    public required ReadoutFault Fault { get; init; }

    /// <summary>Why the meter refused, when it did; busy and too many readouts are worth another time.</summary>
    public ApplicationErrorCode? ApplicationError { get; init; }

    /// <summary>What is known of the meter now, for the next reading.</summary>
    public MeterHabits Habits { get; init; } = MeterHabits.Unknown;

    /// <summary>
    /// Who answered in the place of the meter that was wanted, as far as the answers say: nobody else did, and after a silence they came
    /// again, so that they are not the late ones of the meter that was asked before. Null: nobody did.
    /// </summary>
    public SecondaryAddress? Stranger { get; init; }

    /// <summary>
    /// How long the first answer, a confirmation too, took to begin after its request was sent; null: none came.
    /// </summary>
    public TimeSpan? ResponseTime { get; init; }

    /// <summary>How long the bus was occupied: everything sent, received and waited for.</summary>
    public TimeSpan Busy { get; init; }

    /// <summary>What it took.</summary>
    public required ReadoutTries Tries { get; init; }

    /// <summary>Whether all that the meter has to say is there.</summary>
    public bool IsComplete => Fault == ReadoutFault.None;
}
