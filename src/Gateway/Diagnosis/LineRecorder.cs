using System.Collections.Immutable;
using MBus.LevelConverter;

namespace Gateway.Diagnosis;

/// <summary>
/// Stands between a master and its level converter and notes what goes over the line: the last exchanges, figures, and everything as it
/// happens for those who follow. It changes nothing and delays nothing; without followers it costs a copy of the bytes.
/// </summary>
internal sealed class LineRecorder(ILevelConverter inner, TimeProvider time) : ILevelConverter
{
    /// <summary>More than the longest readout of a meter has: 16 telegrams, each asked for three times.</summary>
    private const int KeptExchanges = 64;

    /// <summary>More than people look at one line at a time.</summary>
    private const int MostFollowers = 16;

    private readonly Lock _gate = new();
    private readonly LineCounters _counters = new(time);
    private readonly Queue<LineExchange> _exchanges = new();
    private readonly long _start = time.GetTimestamp();
    private ImmutableArray<LineFollower> _followers = [];
    private volatile bool _isClosed;
    private OpenExchange? _open;
    private long _number;

    /// <inheritdoc />
    public string Name => inner.Name;

    /// <summary>How many follow it.</summary>
    public int Followers => _followers.Length;

    /// <inheritdoc />
    public LineErrors LineErrors => inner.LineErrors;

    /// <inheritdoc />
    public BusTiming Timing
    {
        get => inner.Timing;
        set => inner.Timing = value;
    }

    /// <inheritdoc />
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        Begin(bytes.Span);
        var start = time.GetTimestamp();
        try
        {
            await inner.SendAsync(bytes, cancellationToken);
            _open?.Sent();
            _counters.Sent(bytes.Length, time.GetElapsedTime(start));
        }
        catch (LevelConverterException e)
        {
            Failed(e);
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        try
        {
            var count = await inner.ReceiveAsync(buffer, timeout, cancellationToken);
            _counters.Received(count, time.GetElapsedTime(start));
            Received(buffer.Span[..count]);
            return count;
        }
        catch (LevelConverterException e)
        {
            Failed(e);
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask<int> DiscardInputAsync(CancellationToken cancellationToken)
    {
        try
        {
            var count = await inner.DiscardInputAsync(cancellationToken);
            if (count > 0)
            {
                _counters.Discarded(count);
                Publish(LineEntryKind.Discarded, [], count);
            }

            return count;
        }
        catch (LevelConverterException e)
        {
            Failed(e);
            throw;
        }
    }

    /// <summary>Closes the line; those who follow it come to an end.</summary>
    public async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        _isClosed = true;
        foreach (var follower in _followers)
        {
            follower.Complete();
        }
    }

    /// <summary>Whether so many follow already that nobody else may: each holds half a megabyte.</summary>
    public bool HasMostFollowers => _followers.Length >= MostFollowers;

    /// <summary>Follows the line from now on, until the follower is disposed of.</summary>
    public LineFollower Follow()
    {
        var follower = new LineFollower(leaving => ImmutableInterlocked.Update(ref _followers, followers => followers.Remove(leaving)));
        ImmutableInterlocked.Update(ref _followers, followers => followers.Add(follower));
        if (_isClosed)
        {
            follower.Complete();
        }

        return follower;
    }

    /// <summary>The exchanges since the last call, oldest first, of which the last 64 are kept; the one that is going on is ended.</summary>
    public IReadOnlyList<LineExchange> TakeExchanges()
    {
        lock (_gate)
        {
            End();
            LineExchange[] taken = [.. _exchanges];
            _exchanges.Clear();
            return taken;
        }
    }

    /// <summary>What went over the line so far.</summary>
    public LineFigures Figures() => _counters.Figures() with { Characters = inner.LineErrors };

    private void Begin(ReadOnlySpan<byte> request)
    {
        lock (_gate)
        {
            End();
            _open = new OpenExchange(time, inner.Timing.BaudRate, request);
        }

        Publish(LineEntryKind.Sent, request);
    }

    private void Received(ReadOnlySpan<byte> bytes)
    {
        _open?.Received(bytes);
        Publish(bytes.IsEmpty ? LineEntryKind.Silence : LineEntryKind.Received, bytes);
    }

    private void Failed(LevelConverterException e)
    {
        _counters.Failed();
        Publish(LineEntryKind.Lost, [], text: e.Message);
    }

    private void End()
    {
        if (_open is null)
        {
            return;
        }

        if (_exchanges.Count == KeptExchanges)
        {
            _exchanges.Dequeue();
        }

        _exchanges.Enqueue(_open.ToExchange());
        _open = null;
    }

    /// <summary>One conversation uses the line at a time, so that numbers and entries have one order.</summary>
    private void Publish(LineEntryKind kind, ReadOnlySpan<byte> bytes, int count = 0, string text = "")
    {
        var number = ++_number;
        if (_followers.IsEmpty)
        {
            return;
        }

        var entry = new LineEntry(number, time.GetUtcNow(), time.GetElapsedTime(_start), kind)
        {
            Hex = Convert.ToHexString(bytes),
            BaudRate = inner.Timing.BaudRate,
            Count = count,
            Text = text,
        };
        foreach (var follower in _followers)
        {
            follower.Publish(entry);
        }
    }
}
