using MBus.LevelConverter;
using MBus.Link;

namespace MBus.Master;

/// <summary>
/// One request and what comes in answer, within the times of EN 13757-2, 5.7. However much noise a line brings, an exchange
/// ends: at the latest a longest frame after the response time.
/// </summary>
internal sealed class LinkExchange(ILevelConverter converter, TimeProvider time)
{
    private readonly LinkFrameReader _reader = new();
    private readonly byte[] _scratch = new byte[LinkFrame.MaximumLength];
    private bool _echoed;

    // When the piece that came last was heard, and when the one in which the frame that is being read begins.
    private long _heard;
    private long _begun;
    private bool _echoSeen;

    /// <summary>Bytes that came while nothing was asked.</summary>
    public long UnrequestedBytes { get; private set; }

    /// <summary>Whether what was sent has ever come back.</summary>
    public bool Echoes => _echoed || _reader.EchoSeen;

    /// <summary>Sends a request and listens until the answer is there or the time is over.</summary>
    /// <param name="request">A frame.</param>
    /// <param name="isAnswer">Whether a frame is what was waited for; after any other the listening goes on.</param>
    /// <param name="timing">The times that hold for this slave.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="LevelConverterException">The line failed.</exception>
    public async Task<Reply> AskAsync(
        ReadOnlyMemory<byte> request, Func<LinkFrame, bool> isAnswer, BusTiming timing, CancellationToken cancellationToken)
    {
        await DiscardAsync(cancellationToken);
        _echoed = Echoes;
        _reader.Begin(request);
        _echoSeen = false;
        var begun = time.GetTimestamp();
        await converter.SendAsync(request, cancellationToken);

        // A converter may have taken the request and still be sending it.
        var wireTime = timing.WireTime(request.Length);
        var stillSending = Longer(wireTime - time.GetElapsedTime(begun), TimeSpan.Zero);
        var sentAt = time.GetTimestamp() + (long)(stillSending.TotalSeconds * time.TimestampFrequency);
        return await ListenAsync(isAnswer, timing, wireTime + timing.ResponseTime, sentAt, cancellationToken);
    }

    /// <summary>Throws away what came unasked.</summary>
    /// <returns>How many bytes.</returns>
    public async ValueTask<int> DiscardAsync(CancellationToken cancellationToken)
    {
        var count = await converter.DiscardInputAsync(cancellationToken);
        UnrequestedBytes += count;
        return count;
    }

    /// <summary>Waits until the line has been silent for some time, but no longer than two longest frames.</summary>
    /// <returns>When the first byte was heard, a timestamp of the clock; null when none was.</returns>
    public async Task<long?> WaitForSilenceAsync(TimeSpan idle, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var limit = 2 * converter.Timing.WireTime(LinkFrame.MaximumLength);
        long? heard = null;
        while (await converter.ReceiveAsync(_scratch, idle, cancellationToken) is > 0 and var count && time.GetElapsedTime(start) < limit)
        {
            heard ??= time.GetTimestamp();
            UnrequestedBytes += count;
        }

        return heard;
    }

    private async Task<Reply> ListenAsync(
        Func<LinkFrame, bool> isAnswer, BusTiming timing, TimeSpan answerWithin, long sentAt, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var endWithin = answerWithin + timing.WireTime(LinkFrame.MaximumLength) + timing.CharacterGap;
        var reply = new Reply { SentAt = sentAt };
        var gap = TimeSpan.Zero;
        while (true)
        {
            while (_reader.TryRead(out var frame))
            {
                TellEchoFromAnswer();
                reply = reply with { FirstByteTime = Longer(time.GetElapsedTime(sentAt, _begun), TimeSpan.Zero) };
                if (isAnswer(frame))
                {
                    return Completed(reply with { Answer = frame });
                }

                reply = reply with { Other = frame };
            }

            TellEchoFromAnswer();
            if (_reader.IsDamagedFrameOver && !_reader.IsFramePending)
            {
                return Completed(reply);
            }

            if (_reader.IsDamagedFrameOver)
            {
                // A whole frame may lie inside it.
                _reader.FellSilent();
                continue;
            }

            var elapsed = time.GetElapsedTime(start);
            var wait = _reader.IsFramePending ? gap : Longer(answerWithin - elapsed, gap < timing.IdleTime ? gap : timing.IdleTime);
            wait = wait < endWithin - elapsed ? wait : endWithin - elapsed;
            var count = wait > TimeSpan.Zero ? await ReceiveAsync(wait, cancellationToken) : 0;
            gap = count > 0 ? timing.CharacterGap : TimeSpan.Zero;
            if (count == 0 && _reader.IsFramePending)
            {
                _reader.FellSilent();
            }
            else if (count == 0)
            {
                return Completed(reply);
            }
        }
    }

    private async ValueTask<int> ReceiveAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        var count = await converter.ReceiveAsync(_reader.Free, wait, cancellationToken);
        _heard = time.GetTimestamp();
        _begun = _reader.IsFramePending ? _begun : _heard;
        _reader.Received(count);
        return count;
    }

    /// <summary>After the end of an echo the answer begins, perhaps in the same piece.</summary>
    private void TellEchoFromAnswer()
    {
        _begun = _reader.EchoSeen == _echoSeen ? _begun : _heard;
        _echoSeen = _reader.EchoSeen;
    }

    private Reply Completed(Reply reply) => reply with { Junk = _reader.JunkSeen, JunkBytes = _reader.JunkBytes };

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
