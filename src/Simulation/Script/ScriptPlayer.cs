using Simulation.Values;

namespace Simulation.Script;

/// <summary>
/// Plays a script, and the faults that always hold: says which of them hit a request. A fault's chance is drawn from the seed, the meter
/// and the number of its request, so that what happens to one meter does not hang on the others.
/// </summary>
internal sealed class ScriptPlayer
{
    /// <summary>Tells the draws of the script's lines from those of the damage.</summary>
    private const long ScriptLines = 1L << 32;

    private readonly Seed _seed;
    private readonly ScriptedFault[] _once;
    private readonly (ScriptedFault Fault, int Line)[] _ofLine;
    private readonly (ScriptedFault Fault, int Line)[] _ofEachMeter;
    private readonly (ScriptedFault Fault, int Line)[][] _ofMeter;
    private readonly (ScriptedFault Fault, int Line)[] _collisions;
    private readonly long[] _requests;
    private readonly TimeSpan _began;
    private int _nextOnce;

    /// <summary>Begins.</summary>
    /// <param name="script">The script.</param>
    /// <param name="seed">Where chance comes from.</param>
    /// <param name="meters">How many meters there are.</param>
    /// <param name="began">When, since the bus was made; so do all times count here.</param>
    public ScriptPlayer(FaultScript script, Seed seed, int meters, TimeSpan began)
    {
        (_seed, _began) = (seed, began);
        _requests = new long[meters + 1];
        _once = [.. script.Faults.Where(fault => FaultRule.Of(fault.Kind).IsOnce).OrderBy(fault => fault.From)];
        var ofRequests = script.Faults.Index()
            .Where(line => FaultRule.Of(line.Item.Kind) is { IsOnce: false, IsOfLine: false })
            .Select(line => (Fault: line.Item, Line: line.Index))
            .ToList();
        _collisions = [.. ofRequests.Where(line => line.Fault.Kind == FaultKind.Collide)];
        _ofLine = [.. ofRequests.Where(line => line.Fault.Meter is null && !FaultRule.Of(line.Fault.Kind).IsOfMeter)];
        _ofEachMeter = [.. ofRequests.Where(line => line.Fault.Meter is null && FaultRule.Of(line.Fault.Kind).IsOfMeter)];
        var named = ofRequests.ToLookup(line => line.Fault.Meter ?? 0);
        _ofMeter = [.. Enumerable.Range(0, meters + 1).Select(place => place == 0 ? [] : named[place].ToArray())];
        Line = new LineFaults(script, seed, began);
    }

    /// <summary>The faults of the line, which do not depend on requests.</summary>
    public LineFaults Line { get; }

    /// <summary>How often each kind of fault struck.</summary>
    public long[] Struck { get; } = new long[FaultRule.All.Count];

    /// <summary>A fault made a difference.</summary>
    public void Strike(FaultKind kind) => Struck[(int)kind]++;

    /// <summary>The next fault that happens once and whose time has come, or null.</summary>
    public ScriptedFault? NextOnce(TimeSpan now)
    {
        if (_nextOnce == _once.Length || _once[_nextOnce].From > now - _began)
        {
            return null;
        }

        Strike(_once[_nextOnce].Kind);
        return _once[_nextOnce++];
    }

    /// <summary>Whether a meter takes this request for its own, whoever is meant.</summary>
    public bool Collides(int place, TimeSpan now)
    {
        foreach (var (collision, line) in _collisions)
        {
            if ((collision.Meter ?? place) == place && Hits(collision, line, place, now, _requests[place] + 1, _requests[0]))
            {
                Strike(FaultKind.Collide);
                return true;
            }
        }

        return false;
    }

    /// <summary>The faults that hit the request which a meter hears now.</summary>
    /// <param name="place">The meter's place, counted from 1; 0 for the line, which carries the answers of all.</param>
    /// <param name="now">The time.</param>
    /// <param name="always">What always holds.</param>
    public ActiveFaults OfRequest(int place, TimeSpan now, IReadOnlyList<ScriptedFault> always)
    {
        var request = ++_requests[place];
        var active = new List<ScriptedFault>();
        foreach (var fault in always)
        {
            if (Hits(fault, -1 - (int)fault.Kind, place, now, request, request))
            {
                active.Add(fault);
            }
        }

        Add(active, place == 0 ? _ofLine : _ofEachMeter, place, now, request);
        Add(active, _ofMeter[place], place, now, request);
        return new ActiveFaults(active, new Draws(_seed.Part(place).Part(request)), Strike);
    }

    private void Add(List<ScriptedFault> active, (ScriptedFault Fault, int Line)[] faults, int place, TimeSpan now, long request)
    {
        foreach (var (fault, line) in faults)
        {
            if (Hits(fault, line, place, now, request, request))
            {
                active.Add(fault);
            }
        }
    }

    private bool Hits(ScriptedFault fault, int line, int place, TimeSpan now, long request, long draw) =>
        fault.Holds(now - _began, request)
        && (fault.Chance >= 1 || new Draws(_seed.Part(place).Part(draw).Part(-ScriptLines + line)).Happens(fault.Chance));
}
