using MBus.LevelConverter;
using Simulation;

namespace Benchmarks;

/// <summary>
/// A simulated bus with the times of a real line: 11 bit times for every character of request and answer, and before an answer the
/// shortest pause that a slave makes (EN 13757-2). Says when which character arrives; who uses it lets the time pass.
/// </summary>
internal sealed class PacedWire(SimulatedBus bus, BusTiming timing)
{
    private readonly Queue<(TimeSpan At, byte Character)> _arriving = new();
    private TimeSpan _last;

    /// <summary>When the next character arrives, or null.</summary>
    public TimeSpan? Next => _arriving.TryPeek(out var next) ? next.At : null;

    /// <summary>When the last character of the answers arrives, or null.</summary>
    public TimeSpan? Last => _arriving.Count > 0 ? _last : null;

    /// <summary>How long a readout by secondary address takes when nobody waits longer than the standard makes him.</summary>
    /// <param name="timing">The baud rate.</param>
    /// <param name="telegrams">The lengths of the meter's telegrams.</param>
    public static TimeSpan IdealTime(BusTiming timing, IReadOnlyCollection<int> telegrams)
    {
        const int Selection = 17;
        const int Confirmation = 1;
        const int Request = 5;
        return timing.WireTime(Selection + Confirmation + telegrams.Sum(telegram => Request + telegram)) + (timing.ShortestResponseTime * (1 + telegrams.Count));
    }

    /// <summary>A master begins to send.</summary>
    public void Send(ReadOnlySpan<byte> request, TimeSpan now)
    {
        foreach (var answer in bus.Receive(request, timing.BaudRate))
        {
            var begin = now + timing.WireTime(request.Length) + timing.ShortestResponseTime + answer.Delay;
            for (var i = 0; i < answer.Bytes.Length; i++)
            {
                _last = begin + timing.WireTime(i + 1);
                _arriving.Enqueue((_last, answer.Bytes.Span[i]));
            }
        }
    }

    /// <summary>The characters that have arrived.</summary>
    /// <returns>How many were written.</returns>
    public int Take(Span<byte> buffer, TimeSpan now)
    {
        var count = 0;
        while (count < buffer.Length && Next <= now)
        {
            buffer[count++] = _arriving.Dequeue().Character;
        }

        return count;
    }
}
