using MBus.LevelConverter;
using MBus.Link;
using MBus.Master;
using Testing;

namespace Benchmarks;

/// <summary>
/// A bus and the way to it on a clock that moves only while the master waits: every character takes its time, a meter that prepares an
/// answer hears nothing else, and some answers are damaged or late. It keeps account of what a scheduler needs that knows all of that.
/// </summary>
internal sealed class SyntheticBus : ILevelConverter
{
    private const int Selection = 0x52;
    private const int CharactersInPiece = 8;

    private readonly ManualTimeProvider _clock;
    private readonly Random _random;
    private readonly Dictionary<uint, SyntheticMeter> _meters;
    private readonly Queue<(TimeSpan At, byte[] Bytes)> _arriving = new();
    private SyntheticMeter? _selected;

    /// <summary>A bus of some meters.</summary>
    public SyntheticBus(ManualTimeProvider clock, BusTiming timing, int seed, IReadOnlyList<SyntheticMeter> meters)
    {
        (_clock, Timing, _random, Meters) = (clock, timing, new Random(seed), meters);
        _meters = meters.ToDictionary(meter => meter.Address.Identification);
    }

    /// <inheritdoc />
    public string Name => "synthetic";

    /// <inheritdoc />
    public BusTiming Timing { get; set; }

    /// <summary>The time since the clock's beginning, 1970. It is moved without firing timers: who waits on the bus waits on no other.</summary>
    public TimeSpan Now
    {
        get => _clock.GetUtcNow() - DateTimeOffset.UnixEpoch;
        set => _clock.Set(DateTimeOffset.UnixEpoch + value);
    }

    /// <summary>The meters.</summary>
    public IReadOnlyList<SyntheticMeter> Meters { get; }

    /// <summary>The probability that an answer is damaged: one bit of it is wrong.</summary>
    public double Damaged { get; init; }

    /// <summary>The probability that a telegram is late by 0.3 to 1.5 s.</summary>
    public double Late { get; init; }

    /// <summary>What a scheduler needed beyond <see cref="IdealTime"/> that knows all faults: the repeats and the lateness itself.</summary>
    public TimeSpan Unavoidable { get; private set; }

    /// <summary>What a meter takes on a bus without faults; a dead one takes a selection, its time-out and the idle time after it.</summary>
    public TimeSpan IdealTime(SyntheticMeter meter) => meter.IsDead
        ? Timing.WireTime(17) + Timing.ResponseTime + Timing.IdleTime
        : Timing.WireTime(17 + 1) + meter.Delay + ReadingTime(meter);

    /// <inheritdoc />
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var over = Now + Timing.WireTime(bytes.Length);
        foreach (var piece in _arriving.Where(piece => piece.At > Now && piece.At < over))
        {
            // two speak at once
            piece.Bytes[0] ^= 0x55;
        }

        if (LinkFrame.TryParse(bytes, out var request) == LinkError.None)
        {
            Answer(request, over);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var until = Now + timeout;
        if (!_arriving.TryPeek(out var next) || next.At > until)
        {
            Now = until;
            return ValueTask.FromResult(0);
        }

        Now = next.At > Now ? next.At : Now;
        _arriving.Dequeue();
        next.Bytes.CopyTo(buffer);
        return ValueTask.FromResult(next.Bytes.Length);
    }

    /// <inheritdoc />
    public ValueTask<int> DiscardInputAsync(CancellationToken cancellationToken)
    {
        var discarded = 0;
        while (_arriving.TryPeek(out var next) && next.At <= Now)
        {
            discarded += _arriving.Dequeue().Bytes.Length;
        }

        return ValueTask.FromResult(discarded);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private TimeSpan ReadingTime(SyntheticMeter meter) => Timing.WireTime(5 + meter.Telegram.Length) + meter.Delay;

    private void Answer(LinkFrame request, TimeSpan over)
    {
        var isSelection = request.ControlInformation == Selection;
        if (isSelection)
        {
            _selected = _meters.GetValueOrDefault(SecondaryAddress.FromHeader(request.UserData.Span).Identification);
        }

        if (_selected is not { IsDead: false } meter || over < meter.BusyUntil)
        {
            return;
        }

        byte[] answer = isSelection || request.Control == ControlField.SndNke ? [LinkFrame.AckByte] : [.. meter.Telegram];
        var late = !isSelection && Happens(Late) ? TimeSpan.FromMilliseconds(_random.Next(300, 1_500)) : TimeSpan.Zero;
        Unavoidable += late;
        if (Happens(Damaged))
        {
            answer[_random.Next(answer.Length)] ^= (byte)(1 << _random.Next(8));
            Unavoidable += answer.Length > 1 ? Timing.IdleTime + ReadingTime(meter) : TimeSpan.Zero;
        }

        Send(answer, meter, over + meter.Delay + late);
    }

    private void Send(byte[] answer, SyntheticMeter meter, TimeSpan at)
    {
        for (var sent = 0; sent < answer.Length;)
        {
            // the first character alone: it says when the answer began
            var piece = answer.AsSpan(sent, Math.Min(sent == 0 ? 1 : CharactersInPiece, answer.Length - sent)).ToArray();
            sent += piece.Length;
            _arriving.Enqueue((at + Timing.WireTime(sent), piece));
        }

        meter.BusyUntil = at + Timing.WireTime(answer.Length);
    }

    private bool Happens(double probability) => probability > 0 && _random.NextDouble() < probability;
}
