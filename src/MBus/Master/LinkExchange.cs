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
        UnrequestedBytes += await converter.DiscardInputAsync(cancellationToken);
        _echoed = Echoes;
        _reader.Begin(request);
        await converter.SendAsync(request, cancellationToken);

        // A converter may have taken the request and still be sending it.
        var answerWithin = timing.WireTime(request.Length) + timing.ResponseTime;
        var endWithin = answerWithin + timing.WireTime(LinkFrame.MaximumLength) + timing.CharacterGap;
        var start = time.GetTimestamp();
        LinkFrame? other = null;
        var gap = TimeSpan.Zero;
        while (true)
        {
            while (_reader.TryRead(out var frame))
            {
                if (isAnswer(frame))
                {
                    return new Reply(frame, other, _reader.JunkSeen);
                }

                other = frame;
            }

            var elapsed = time.GetElapsedTime(start);
            var wait = _reader.IsFramePending ? gap : Longer(answerWithin - elapsed, gap);
            wait = wait < endWithin - elapsed ? wait : endWithin - elapsed;
            var count = wait > TimeSpan.Zero ? await converter.ReceiveAsync(_reader.Free, wait, cancellationToken) : 0;
            _reader.Received(count);
            gap = count > 0 ? timing.CharacterGap : TimeSpan.Zero;
            if (count == 0 && _reader.IsFramePending)
            {
                _reader.FellSilent();
            }
            else if (count == 0)
            {
                return new Reply(null, other, _reader.JunkSeen);
            }
        }
    }

    /// <summary>Waits until the line has been silent for some time, but no longer than two longest frames.</summary>
    public async Task WaitForSilenceAsync(TimeSpan idle, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var limit = 2 * converter.Timing.WireTime(LinkFrame.MaximumLength);
        while (await converter.ReceiveAsync(_scratch, idle, cancellationToken) is > 0 and var count && time.GetElapsedTime(start) < limit)
        {
            UnrequestedBytes += count;
        }
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
