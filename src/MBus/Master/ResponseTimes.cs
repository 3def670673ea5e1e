using MBus.Link;

namespace MBus.Master;

/// <summary>
/// How long the answers of one meter take to begin, over one reading. After a request to which nothing came in time the next answer
/// may be that of the earlier request: then another one is still on its way, and only when that has come is the meter known to be slow.
/// </summary>
internal sealed class ResponseTimes(TimeProvider time)
{
    // What is waited beyond the time at which another answer would be there.
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(50);

    private long? _unconfirmed;
    private long? _unanswered;
    private TimeSpan? _doubtful;

    /// <summary>How long the first answer took; null: none came.</summary>
    public TimeSpan? First { get; private set; }

    /// <summary>How long the slowest one took.</summary>
    public TimeSpan? Slowest { get; private set; }

    /// <summary>Whether something came that belongs to an earlier request: the meter is slower than it is given time.</summary>
    public bool IsLate { get; private set; }

    /// <summary>How long it takes to be sure that nothing is on its way; null: nothing can be.</summary>
    public TimeSpan? Doubt { get; private set; }

    /// <summary>What was asked before is over: nothing of it comes any more.</summary>
    public void Begin() => (_unconfirmed, _unanswered, Doubt) = (null, null, null);

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

        Doubt = _unanswered is { } since ? time.GetElapsedTime(since, reply.SentAt) + Margin : null;
        _unconfirmed = null;
        if (Doubt is null)
        {
            Note(reply.FirstByteTime);
        }
        else
        {
            (_doubtful, _unanswered) = (reply.FirstByteTime, reply.SentAt);
        }
    }

    /// <summary>Takes in that something came while nothing was waited for, or did not.</summary>
    /// <param name="heard">When its first byte was heard, a timestamp of the clock; null when nothing was.</param>
    public void NoteUnrequested(long? heard)
    {
        if (heard is { } at && (_unanswered ?? _unconfirmed) is { } since)
        {
            IsLate = true;
            Note(time.GetElapsedTime(since, at));
            Begin();
        }
        else if (Doubt is not null)
        {
            Note(_doubtful);
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
