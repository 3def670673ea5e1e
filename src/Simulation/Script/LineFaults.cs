using Simulation.Values;

namespace Simulation.Script;

/// <summary>The part of a script that happens on the line by itself: it is known beforehand for any time. Times count from the bus's making.</summary>
internal sealed class LineFaults
{
    private readonly Seed _seed;
    private readonly TimeSpan _began;
    private readonly ScriptedFault[] _cuts;
    private readonly ScriptedFault[] _unrequested;
    private readonly ScriptedFault[] _echoes;

    /// <summary>Those of a script.</summary>
    /// <param name="script">The script.</param>
    /// <param name="seed">Where chance comes from.</param>
    /// <param name="began">When the script began.</param>
    public LineFaults(FaultScript script, Seed seed, TimeSpan began)
    {
        (_seed, _began) = (seed, began);
        _cuts = [.. script.Faults.Where(fault => fault.Kind == FaultKind.CutOff).OrderBy(fault => fault.From)];
        _unrequested = [.. script.Faults.Where(fault => fault.Kind == FaultKind.Unrequested)];
        _echoes = [.. script.Faults.Where(fault => fault.Kind == FaultKind.Echo)];
    }

    /// <summary>Whether the level converter echoes.</summary>
    public bool Echoes(TimeSpan now) => _echoes.Any(echo => echo.Holds(now - _began, 1));

    /// <summary>How the way to the bus is cut off at a time and until when; null when it is not.</summary>
    public (LineLoss Loss, TimeSpan? Until)? CutAt(TimeSpan now)
    {
        foreach (var cut in _cuts)
        {
            if (cut.Holds(now - _began, 1))
            {
                return (cut.Loss, cut.Until + _began);
            }
        }

        return null;
    }

    /// <summary>When the way to the bus is cut off next; null: never.</summary>
    /// <param name="now">After when.</param>
    /// <param name="orSilent">Whether a cut counts after which the line stays open.</param>
    public TimeSpan? CutAfter(TimeSpan now, bool orSilent)
    {
        foreach (var cut in _cuts)
        {
            if (cut.From > now - _began && (orSilent || cut.Loss != LineLoss.Silent))
            {
                return cut.From + _began;
            }
        }

        return null;
    }

    /// <summary>What comes unrequested after one time and until another, each with its time.</summary>
    public IEnumerable<(TimeSpan At, byte[] Bytes)> Unrequested(TimeSpan after, TimeSpan until)
    {
        foreach (var (index, fault) in _unrequested.Index())
        {
            var burst = FirstBurst(fault, after);
            for (var at = BurstAt(fault, burst); at <= until && !(at - _began >= fault.Until); at += fault.Period)
            {
                yield return (at, BytesOf(fault, index, burst++));
            }
        }
    }

    /// <summary>When something comes unrequested next, after a time; null: never.</summary>
    public TimeSpan? UnrequestedAfter(TimeSpan now)
    {
        TimeSpan? next = null;
        foreach (var fault in _unrequested)
        {
            var at = BurstAt(fault, FirstBurst(fault, now));
            next = at - _began >= fault.Until || at > next ? next : at;
        }

        return next;
    }

    /// <summary>The number of the first burst after a time, from 0.</summary>
    private long FirstBurst(ScriptedFault fault, TimeSpan after)
    {
        var since = after - _began - fault.From;
        return since < TimeSpan.Zero ? 0 : (since.Ticks / fault.Period.Ticks) + 1;
    }

    private TimeSpan BurstAt(ScriptedFault fault, long burst) => _began + fault.From + (burst * fault.Period);

    private byte[] BytesOf(ScriptedFault fault, int index, long burst)
    {
        if (fault.Value is not { } value)
        {
            return new Draws(_seed.Part(-2 - index).Part(burst)).Bytes(fault.Count);
        }

        var bytes = new byte[fault.Count];
        Array.Fill(bytes, value);
        return bytes;
    }
}
