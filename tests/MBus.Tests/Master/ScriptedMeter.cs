using MBus.LevelConverter;
using Testing;

namespace MBus.Tests.Master;

/// <summary>The other end of a transcript: expects what the master is to send and answers as written, on the test's clock.</summary>
internal sealed class ScriptedMeter(ManualTimeProvider clock, string transcript) : ILevelConverter
{
    private readonly Queue<Transcript.Line> _lines = new(Transcript.Parse(transcript).Lines);
    private readonly Queue<(DateTimeOffset At, byte[] Bytes)> _arriving = new();

    public string Name => "scripted";

    public BusTiming Timing { get; set; } = BusTiming.Serial(2400);

    /// <summary>Told the time of each sending, from the clock's start.</summary>
    public Action<TimeSpan>? Sending { get; init; }

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        Assert.True(_lines.TryDequeue(out var expected), $"Sent after the end of the transcript: {Convert.ToHexString(bytes.Span)}");
        Assert.True(expected.IsSent, "The transcript answers before it is asked.");
        Assert.Equal(Convert.ToHexString(expected.Bytes), Convert.ToHexString(bytes.Span));
        var at = clock.GetUtcNow();
        Sending?.Invoke(at - DateTimeOffset.UnixEpoch);
        while (_lines.TryPeek(out var answer) && !answer.IsSent)
        {
            at += answer.Delay;
            _arriving.Enqueue((at, answer.Bytes));
            _lines.Dequeue();
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Assert.True(timeout > TimeSpan.Zero, "A wait of no time.");
        var until = clock.GetUtcNow() + timeout;
        if (!_arriving.TryPeek(out var next) || next.At > until)
        {
            await WaitUntilAsync(until);
            return 0;
        }

        await WaitUntilAsync(next.At);
        _arriving.Dequeue();
        Assert.True(buffer.Length >= next.Bytes.Length, "The buffer takes less than the transcript's line.");
        next.Bytes.CopyTo(buffer);
        return next.Bytes.Length;
    }

    public ValueTask<int> DiscardInputAsync(CancellationToken cancellationToken)
    {
        var discarded = 0;
        while (_arriving.TryPeek(out var next) && next.At <= clock.GetUtcNow())
        {
            discarded += _arriving.Dequeue().Bytes.Length;
        }

        return ValueTask.FromResult(discarded);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public void AssertPlayed() => Assert.Empty(_lines.Select(line => Convert.ToHexString(line.Bytes)));

    public Task WaitAsync(TimeSpan time) => WaitUntilAsync(clock.GetUtcNow() + time);

    private Task WaitUntilAsync(DateTimeOffset at)
    {
        var left = at - clock.GetUtcNow();
        return left > TimeSpan.Zero ? ExactDelay.Of(left, clock) : Task.CompletedTask;
    }
}
