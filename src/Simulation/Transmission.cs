using MBus.LevelConverter;

namespace Simulation;

/// <summary>Bytes on their way over a wire, one character after another without a pause.</summary>
/// <param name="begin">When the first bit comes.</param>
/// <param name="bytes">The bytes.</param>
/// <param name="timing">How long a character takes; null: no time, all bytes come at once.</param>
internal sealed class Transmission(TimeSpan begin, ReadOnlyMemory<byte> bytes, BusTiming? timing)
{
    private int _taken;

    /// <summary>When the first bit of what was not taken comes.</summary>
    public TimeSpan Begin => ArrivalOf(_taken);

    /// <summary>When the last bit has come.</summary>
    public TimeSpan End => ArrivalOf(bytes.Length);

    /// <summary>What was not taken yet.</summary>
    public ReadOnlyMemory<byte> Rest => bytes[_taken..];

    /// <summary>Whether its first character was taken and others were not.</summary>
    public bool IsUnderWay => _taken > 0 && _taken < bytes.Length;

    /// <summary>When so many characters of the rest have come.</summary>
    public TimeSpan Arrival(int characters) => ArrivalOf(_taken + Math.Min(characters, bytes.Length - _taken));

    /// <summary>Takes the characters that have come.</summary>
    public int Take(Span<byte> buffer, TimeSpan now)
    {
        var count = Math.Min(ArrivedAt(now) - _taken, buffer.Length);
        if (count <= 0)
        {
            return 0;
        }

        bytes.Span.Slice(_taken, count).CopyTo(buffer);
        _taken += count;
        return count;
    }

    /// <summary>What of it has come when the line is cut off.</summary>
    public Transmission CutAt(TimeSpan time) => new(begin, bytes[..ArrivedAt(time)], timing);

    private TimeSpan ArrivalOf(int characters) => begin + (timing?.WireTime(characters) ?? TimeSpan.Zero);

    private int ArrivedAt(TimeSpan now)
    {
        if (now < begin || timing is null)
        {
            return now < begin ? 0 : bytes.Length;
        }

        var count = (int)Math.Min((now - begin).Ticks * timing.BaudRate / (TimeSpan.TicksPerSecond * BusTiming.BitsPerCharacter), bytes.Length);
        return count < bytes.Length && ArrivalOf(count + 1) <= now ? count + 1 : count;
    }
}
