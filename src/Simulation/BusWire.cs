using MBus.LevelConverter;
using Simulation.Script;
using Simulation.Values;

namespace Simulation;

/// <summary>
/// A simulated bus with the times of its line: 11 bit times for every character of request and answer, each meter's response time, and what
/// comes unrequested (EN 13757-2). Says when which character arrives; who uses it lets the time pass. One user at a time.
/// </summary>
/// <param name="bus">The bus.</param>
/// <param name="paced">Whether characters take their time; else answers come at once, and only what a fault delays comes later.</param>
public sealed class BusWire(SimulatedBus bus, bool paced = true)
{
    private readonly List<Transmission> _arriving = [];
    private readonly Draws _draws = bus.WireDraws;
    private BusTiming _timing = new();
    private TimeSpan _sentUntil;
    private TimeSpan _unrequestedUntil = bus.Now;

    /// <summary>The time, since the bus was made.</summary>
    public TimeSpan Now => bus.Now;

    /// <summary>When the last character of what is on its way has arrived; null: nothing is.</summary>
    public TimeSpan? Last => _arriving.Count > 0 ? _arriving[^1].End : null;

    /// <summary>A master sends; what it sent before goes over the wire first.</summary>
    /// <param name="request">The bytes.</param>
    /// <param name="baudRate">The line's baud rate.</param>
    public void Send(ReadOnlySpan<byte> request, int baudRate)
    {
        _timing = BusTiming.BaudRates.Contains(baudRate) ? BusTiming.Serial(baudRate) : _timing;
        if (paced)
        {
            _sentUntil = (_sentUntil > Now ? _sentUntil : Now) + _timing.WireTime(request.Length);
        }

        foreach (var answer in bus.Receive(request, baudRate))
        {
            Add(paced
                ? new Transmission(_sentUntil + answer.Begin(_timing), answer.Bytes, _timing)
                : new Transmission(Now + answer.Delay, answer.Bytes, null));
        }
    }

    /// <summary>The characters that have arrived.</summary>
    /// <returns>How many were written.</returns>
    public int Take(Span<byte> buffer)
    {
        DrawUnrequested(Now);
        var count = 0;
        while (count < buffer.Length && _arriving is [var first, ..] && first.Take(buffer[count..], Now) is > 0 and var taken)
        {
            count += taken;
            if (first.Rest.IsEmpty)
            {
                _arriving.RemoveAt(0);
            }
        }

        return count;
    }

    /// <summary>
    /// When it is worth looking again: the next first character of an answer has arrived, or as many of the rest of one as are asked for.
    /// </summary>
    /// <param name="until">How far to look.</param>
    /// <param name="characters">How many characters of a rest to wait for.</param>
    /// <returns>Null: nothing comes until then.</returns>
    public TimeSpan? Next(TimeSpan until, int characters = 1)
    {
        DrawUnrequested(until);
        if (_arriving is not [var first, ..] || first.Arrival(1) > until)
        {
            return null;
        }

        var next = first.Arrival(first.IsUnderWay ? characters : 1);
        return next < until ? next : until;
    }

    /// <summary>Forgets what is on its way: the line was cut off.</summary>
    public void Clear() => _arriving.Clear();

    private void DrawUnrequested(TimeSpan until)
    {
        if (until <= _unrequestedUntil)
        {
            return;
        }

        foreach (var (at, bytes) in bus.Line.Unrequested(_unrequestedUntil, until))
        {
            bus.Strike(FaultKind.Unrequested);
            Add(new Transmission(at, bytes, paced ? _timing : null));
        }

        _unrequestedUntil = until;
    }

    /// <summary>Puts it among the others; where two overlap, what is common to both is out of step. A cut ends it.</summary>
    private void Add(Transmission added)
    {
        if (bus.Line.CutAt(added.Begin) is not null)
        {
            return;
        }

        if (bus.Line.CutAfter(added.Begin, orSilent: true) is { } cut && cut < added.End)
        {
            added = added.CutAt(cut);
        }

        var overlapped = paced ? _arriving.FindIndex(other => other.Begin < added.End && added.Begin < other.End) : -1;
        if (overlapped >= 0)
        {
            var other = _arriving[overlapped];
            _arriving.RemoveAt(overlapped);
            Add(Sum(other, added));
        }
        else if (!added.Rest.IsEmpty)
        {
            var place = _arriving.FindIndex(other => other.Begin > added.Begin);
            _arriving.Insert(place < 0 ? _arriving.Count : place, added);
        }
    }

    private Transmission Sum(Transmission one, Transmission other)
    {
        var (first, second) = one.Begin <= other.Begin ? (one, other) : (other, one);
        var begun = Math.Min((int)((second.Begin - first.Begin) / _timing.WireTime(1)), first.Rest.Length);
        return new Transmission(first.Begin, Superposition.OutOfStep(first.Rest.Span, second.Rest.Span, begun, _draws), _timing);
    }
}
