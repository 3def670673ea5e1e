using MBus.LevelConverter;
using MBus.Link;
using Testing;

namespace MBus.Tests.Master;

/// <summary>
/// A line with several meters on which answers are lost, damaged, delayed, doubled, cut, torn apart, given by another meter, or merged
/// with noise and with each other. The clock moves while the master waits, and only then.
/// </summary>
internal sealed class FuzzedLine(WireClock clock, Random random, IReadOnlyList<FuzzedMeter> meters) : ILevelConverter
{
    private const int LongestNoise = 40;

    private readonly PriorityQueue<ReadOnlyMemory<byte>, (TimeSpan At, int Order)> _arriving = new();

    // From lines that are nearly sound to those on which next to nothing is.
    private readonly double _faults = random.NextDouble() * random.NextDouble();
    private readonly bool _echoes = random.Next(4) == 0;
    private int _order;
    private int _receptions;

    public string Name => "fuzzed";

    public BusTiming Timing { get; set; } = BusTiming.Serial(2400);

    /// <summary>Messages of the master since it was last set to 0.</summary>
    public int Sent { get; set; }

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        Sent++;
        _receptions = 0;
        FailNowAndThen();
        var at = clock.Now;
        if (_echoes)
        {
            Arrive(bytes.ToArray(), at + Upto(20));
        }

        at += Timing.WireTime(bytes.Length) + Timing.ShortestResponseTime;
        Assert.Equal(LinkError.None, LinkFrame.TryParse(bytes, out var request));
        if (Happens() && random.Next(4) == 0)
        {
            Arrive(Mutations.Noise(random, LongestNoise), at + Upto(300));
        }

        foreach (var meter in meters)
        {
            if (Happens() && random.Next(6) == 0)
            {
                meter.ConfuseFrameCount();
            }

            if (meter.Answer(request) is { } answer)
            {
                Spoil(answer, request, at + Upto(60));
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Assert.True(timeout > TimeSpan.Zero && buffer.Length > 0, "A wait of no time, or for nothing.");
        Assert.True(++_receptions < 10_000, "The master listens for ever.");
        FailNowAndThen();
        var until = clock.Now + timeout;
        if (!_arriving.TryPeek(out var bytes, out var when) || when.At > until)
        {
            clock.Now = until;
            return ValueTask.FromResult(0);
        }

        _arriving.Dequeue();
        clock.Now = when.At > clock.Now ? when.At : clock.Now;
        var count = Math.Min(bytes.Length, buffer.Length);
        bytes[..count].CopyTo(buffer);
        if (count < bytes.Length)
        {
            _arriving.Enqueue(bytes[count..], when);
        }

        return ValueTask.FromResult(count);
    }

    public ValueTask<int> DiscardInputAsync(CancellationToken cancellationToken)
    {
        var discarded = 0;
        while (_arriving.TryPeek(out var bytes, out var when) && when.At <= clock.Now)
        {
            _arriving.Dequeue();
            discarded += bytes.Length;
        }

        return ValueTask.FromResult(discarded);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Spoil(byte[] answer, LinkFrame request, TimeSpan at)
    {
        if (!Happens())
        {
            Arrive(answer, at);
            return;
        }

        switch (random.Next(10))
        {
            case 0:
                break;
            case 1:
                Arrive(Mutations.Mutate(random, answer), at);
                break;
            case 2:
                Arrive(answer, at + Upto(4_000));
                break;
            case 3:
                Arrive(answer, at);
                Arrive(answer, at + Upto(2_000));
                break;
            case 4:
                Arrive(OfAnother(request), at);
                break;
            case 5:
                Arrive(OfAnother(request), at);
                Arrive(answer, at + Upto(400));
                break;
            case 6:
                Arrive(answer[..random.Next(answer.Length)], at);
                break;
            case 7:
                Arrive([.. Mutations.Noise(random, LongestNoise), .. answer, .. Mutations.Noise(random, LongestNoise)], at);
                break;
            case 8:
                Merge(answer, OfAnother(request), at);
                break;
            default:
                Tear(answer, at);
                break;
        }
    }

    /// <summary>A telegram of another meter, or the confirmation that any meter would give.</summary>
    private byte[] OfAnother(LinkFrame request) =>
        request.Control.Function == 0xB ? meters[random.Next(meters.Count)].Telegram(request.Control.FrameCountBit) : [LinkFrame.AckByte];

    /// <summary>Two answers through each other.</summary>
    private void Merge(byte[] one, byte[] other, TimeSpan at)
    {
        var (first, second) = (random.Next(one.Length), random.Next(other.Length));
        Arrive([.. one[..first], .. other[..second], .. one[first..], .. other[second..]], at);
    }

    /// <summary>An answer in pieces.</summary>
    private void Tear(byte[] answer, TimeSpan at)
    {
        for (int begin = 0, end; begin < answer.Length; begin = end)
        {
            end = Math.Min(answer.Length, begin + random.Next(1, answer.Length + 1));
            at += Upto(random.Next(4) == 0 ? 400 : 100);
            Arrive(answer[begin..end], at);
        }
    }

    private void Arrive(byte[] bytes, TimeSpan at)
    {
        if (bytes.Length > 0)
        {
            _arriving.Enqueue(bytes, (at, _order++));
        }
    }

    private void FailNowAndThen()
    {
        if (Happens() && random.Next(200) == 0)
        {
            throw new LevelConverterException(LevelConverterError.ClosedByPeer, "The line was cut.");
        }
    }

    private bool Happens() => random.NextDouble() < _faults;

    private TimeSpan Upto(int milliseconds) => TimeSpan.FromTicks(random.Next(milliseconds) * TimeSpan.TicksPerMillisecond);
}
