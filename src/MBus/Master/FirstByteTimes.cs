using MBus.Link;

namespace MBus.Master;

/// <summary>
/// How long the answers of one meter take to begin, over one reading. After a request to which nothing came in time the next answer
/// may be that of the earlier request, which was not lost but is answered late. Nothing in it tells; the longer time is a guess then.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="mayGuess">Whether to guess: not when that was done the last time, and the meter kept silent all the same.</param>
internal sealed class FirstByteTimes(TimeProvider time, bool mayGuess)
{
    private long? _unconfirmed;
    private long? _unanswered;

    /// <summary>How long the first answer took; null: none came.</summary>
    public TimeSpan? First { get; private set; }

    /// <summary>How long the slowest one took.</summary>
    public TimeSpan? Slowest { get; private set; }

    /// <summary>Whether something came that belongs to an earlier request: the meter is slower than it is given time.</summary>
    public bool IsLate { get; private set; }

    /// <summary>Whether a guess is among them.</summary>
    public bool IsGuess { get; private set; }

    /// <summary>What was asked before is over: nothing of it comes any more.</summary>
    public void Begin() => (_unconfirmed, _unanswered) = (null, null);

    /// <summary>Takes in what SND_NKE, a selection or SND_UD has brought.</summary>
    /// <param name="reply">What came.</param>
    /// <param name="isOfMeter">Whether another frame in it can be the meter's.</param>
    public void NoteConfirmation(Reply reply, bool isOfMeter)
    {
        if (reply.Answer is not null)
        {
            Note(reply.FirstByteTime);
            _unconfirmed = _unconfirmed is null ? null : reply.SentAt;
        }
        else if (reply.Other is not null && isOfMeter && _unanswered is { } since)
        {
            NoteLate(since, reply);
            _unanswered = null;
        }
        else if (reply.IsSilence)
        {
            _unconfirmed ??= reply.SentAt;
        }
    }

    /// <summary>Takes in what REQ_UD2 has brought.</summary>
    public void NoteTelegram(Reply reply)
    {
        if (reply.Other is { Kind: LinkFrameKind.Ack } && _unconfirmed is { } unconfirmed)
        {
            NoteLate(unconfirmed, reply);
            _unconfirmed = null;
        }

        if (reply.Answer is null)
        {
            _unanswered ??= reply.IsSilence || reply.IsAckOnly ? reply.SentAt : null;
            return;
        }

        var since = mayGuess ? _unanswered : null;
        IsGuess |= since is not null;
        Note(reply.FirstByteTime + (since is { } first ? time.GetElapsedTime(first, reply.SentAt) : TimeSpan.Zero));
        Begin();
    }

    /// <summary>Takes in whether something came while nothing was waited for.</summary>
    /// <param name="heard">When its first byte was heard, a timestamp of the clock; null when nothing was.</param>
    public void NoteUnrequested(long? heard)
    {
        if (heard is { } at && (_unanswered ?? _unconfirmed) is { } since)
        {
            IsLate = true;
            Note(time.GetElapsedTime(since, at));
            Begin();
        }
    }

    private void NoteLate(long since, Reply reply)
    {
        IsLate |= reply.Answer is null;
        Note(reply.FirstByteTime + time.GetElapsedTime(since, reply.SentAt));
    }

    private void Note(TimeSpan? took)
    {
        First ??= took;
        Slowest = Slowest > took ? Slowest : took;
    }
}
