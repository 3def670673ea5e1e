namespace Simulation.Script;

/// <summary>
/// What goes wrong on a simulated bus, when and with whom. It does not change; <see cref="SimulatedBus.Play"/> begins it. The same script
/// on the same bus, asked the same at the same times, brings the same bytes at the same times.
/// </summary>
public sealed class FaultScript
{
    /// <summary>The most lines of a script.</summary>
    public const int MaximumFaults = 10_000;

    /// <summary>Nothing goes wrong.</summary>
    public static readonly FaultScript Empty = new([]);

    /// <summary>A script of its lines.</summary>
    /// <exception cref="ArgumentException">A line cannot be played.</exception>
    public FaultScript(IReadOnlyList<ScriptedFault> faults)
    {
        var problem = faults.Count > MaximumFaults ? $"A script has at most {MaximumFaults} lines." : faults.Select(FaultRule.Problem).FirstOrDefault(found => found is not null);
        Faults = problem is null ? [.. faults] : throw new ArgumentException(problem, nameof(faults));
    }

    /// <summary>The kinds of faults that can be had by their names alone.</summary>
    public static IEnumerable<string> Names => FaultRule.All.Where(rule => rule.Usual is not null).Select(rule => rule.Name);

    /// <summary>Its lines. Where several faults hit one answer, they do so in this order.</summary>
    public IReadOnlyList<ScriptedFault> Faults { get; }

    /// <summary>The highest place of a meter that it speaks of.</summary>
    internal int LastMeter => Faults.Max(fault => fault.Meter) ?? 0;

    /// <summary>Faults by their names alone, all the time and with their usual probabilities.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such name, or it needs a time.</exception>
    public static FaultScript Usual(IEnumerable<string> names) => new([.. names.Select(name => FaultRule.Of(name) is { Usual: { } chance } rule
        ? new ScriptedFault(rule.Kind) { Chance = chance }
        : throw new ArgumentOutOfRangeException(nameof(names), name, "There is no such fault that needs no script."))]);

    /// <summary>A bad day, drawn from a seed: each kind of fault happens, about as often as in the field or more.</summary>
    /// <param name="seed">The same seed draws the same script.</param>
    /// <param name="meters">How many meters the bus has.</param>
    /// <param name="duration">How long it takes.</param>
    public static FaultScript Drawn(int seed, int meters, TimeSpan duration) => FaultyDay.Draw(seed, meters, duration);

    /// <summary>This script and another, at the same time.</summary>
    public FaultScript With(FaultScript other) => new([.. Faults, .. other.Faults]);
}
