using MBus.Link;

namespace MBus.Master;

/// <summary>What one reading of one meter brought. A meter's fault is a result, never an exception.</summary>
public sealed record ReadoutResult
{
    /// <summary>When the first request was sent (UTC): the time of the reading.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The telegrams as the meter sent them; the place is the telegram's number. Valid even if a later one failed.</summary>
    public required IReadOnlyList<LinkFrame> Telegrams { get; init; }

    /// <summary>Why it is not complete.</summary>
    public required ReadoutFault Fault { get; init; }

    /// <summary>The code of an application error: 8 busy, 9 too many readouts (EN 13757-3, 10.2).</summary>
    public byte? ApplicationError { get; init; }

    /// <summary>What it took.</summary>
    public required ReadoutTries Tries { get; init; }

    /// <summary>Whether all that the meter has to say is there.</summary>
    public bool IsComplete => Fault == ReadoutFault.None;
}
