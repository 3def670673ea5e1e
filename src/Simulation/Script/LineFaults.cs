using Simulation.Values;

namespace Simulation.Script;

/// <summary>The part of a script that happens on the line by itself: it is known beforehand for any time.</summary>
internal sealed class LineFaults
{
    private readonly Seed _seed;
    private readonly ScriptedFault[] _cuts;
    private readonly ScriptedFault[] _unrequested;
    private readonly ScriptedFault[] _echoes;

    /// <summary>Those of a script.</summary>
    public LineFaults(FaultScript script, Seed seed)
    {
        _seed = seed;
        _cuts = [.. script.Faults.Where(fault => fault.Kind == FaultKind.CutOff).OrderBy(fault => fault.From)];
        _unrequested = [.. script.Faults.Where(fault => fault.Kind == FaultKind.Unrequested)];
        _echoes = [.. script.Faults.Where(fault => fault.Kind == FaultKind.Echo)];
    }

    /// <summary>Whether the level converter echoes.</summary>
    public bool Echoes(TimeSpan now) => _echoes.Any(echo => echo.Holds(now, 1));

    /// <summary>The cut that holds at a time, or null.</summary>
    public ScriptedFault? CutAt(TimeSpan now)
    {
        foreach (var cut in _cuts)
        {
            if (cut.Holds(now, 1))
            {
                return cut;
            }
        }

        return null;
    }

    /// <summary>The first cut that begins after a time, or null.</summary>
    /// <param name="now">The time.</param>
    /// <param name="orSilent">Whether one counts after which the line stays open.</param>
    public ScriptedFault? CutAfter(TimeSpan now, bool orSilent)
    {
        foreach (var cut in _cuts)
        {
            if (cut.From > now && (orSilent || cut.Loss != LineLoss.Silent))
            {
                return cut;
            }
        }

        return null;
    }

    /// <summary>What comes unrequested after one time and until another, each with its time.</summary>
    public IEnumerable<(TimeSpan At, byte[] Bytes)> Unrequested(TimeSpan after, TimeSpan until)
    {
        foreach (var (index, fault) in _unrequested.Index())
        {
            var burst = after < fault.From ? 0 : ((after - fault.From).Ticks / fault.Period.Ticks) + 1;
            for (var at = fault.From + (burst * fault.Period); at <= until && !(at >= fault.Until); at += fault.Period)
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
            var at = now < fault.From ? fault.From : fault.From + ((((now - fault.From).Ticks / fault.Period.Ticks) + 1) * fault.Period);
            next = at >= fault.Until || at > next ? next : at;
        }

        return next;
    }

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
