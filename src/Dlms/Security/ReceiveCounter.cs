namespace Dlms.Security;

/// <summary>The invocation counters received from one title under one key; whoever calls holds the gate of <see cref="ReceiveCounters"/>.</summary>
/// <param name="durable">The floor that is saved: what is accepted now is never above it.</param>
internal sealed class ReceiveCounter(uint durable)
{
    /// <summary>The counters that bits of <see cref="_seen"/> stand for.</summary>
    public const int WindowBits = 64;

    /// <summary>The floor this run began with; null when the title is new in this run.</summary>
    private uint? _start;

    /// <summary>Which counters below the last were accepted: bit n is last - 1 - n.</summary>
    private ulong _seen;

    /// <summary>The floor that is saved.</summary>
    public uint Durable { get; set; } = durable;

    /// <summary>Whether somebody is about to save the next floor.</summary>
    public bool IsSavedAhead { get; set; }

    /// <summary>The highest counter accepted; null before the first one.</summary>
    public uint? Last { get; private set; }

    /// <summary>A counter of which only the floor is known: all up to it counts as accepted.</summary>
    public static ReceiveCounter From(uint floor)
    {
        var counter = new ReceiveCounter(floor);
        counter.RaiseTo(floor);
        return counter;
    }

    /// <summary>Whether a value was not accepted before and is not too old to know.</summary>
    public bool IsNew(uint value, int window)
    {
        if (value <= _start)
        {
            return false;
        }

        if (Last is not { } last || value > last)
        {
            return true;
        }

        var below = last - value;
        return below > 0 && below <= window && (_seen & BitOf(below)) == 0;
    }

    /// <summary>Whether so few counters are left below the floor that it is time for the next one; the highest floor has none.</summary>
    public bool IsNearFloor(uint left) => Last <= Durable && Durable != uint.MaxValue && Durable - Last <= left;

    /// <summary>Notes a new value as accepted.</summary>
    public void Take(uint value)
    {
        if (Last is { } last && value < last)
        {
            _seen |= BitOf(last - value);
            return;
        }

        if (Last is { } before)
        {
            var step = value - before;
            var moved = step < WindowBits ? _seen << (int)step : 0;
            _seen = step <= WindowBits ? moved | BitOf(step) : 0;
        }

        Last = value;
    }

    /// <summary>All up to a floor, which is saved, counts as accepted.</summary>
    public void RaiseTo(uint floor)
    {
        Durable = floor;
        _start = floor;
        Last = floor;
        _seen = 0;
    }

    private static ulong BitOf(uint below) => 1UL << (int)(below - 1);
}
