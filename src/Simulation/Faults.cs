using Simulation.Script;

namespace Simulation;

/// <summary>
/// What goes wrong with answers all the time; shorthand for a script without conditions. A probability is from 0 (never) to 1 (always).
/// </summary>
public sealed record Faults
{
    /// <summary>Nothing goes wrong.</summary>
    public static readonly Faults None = new();

    /// <summary>The probability that an answer does not come.</summary>
    public double Silence { get; init; }

    /// <summary>How much too late an answer comes.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The probability that one to eight random bytes come before an answer; on a bus also where nobody answers.</summary>
    public double Noise { get; init; }

    /// <summary>The probability that an answer loses one to three bytes.</summary>
    public double LostBytes { get; init; }

    /// <summary>The probability that the checksum of an answer is wrong; a single character becomes another one.</summary>
    public double WrongChecksum { get; init; }

    /// <summary>On a bus: whether the level converter sends back all that it is sent, as some do. No meter does.</summary>
    public bool Echo { get; init; }

    /// <summary>The same as lines of a script.</summary>
    internal IReadOnlyList<ScriptedFault> ToScript() =>
    [
        .. Line(FaultKind.Silence, Silence),
        .. Line(FaultKind.WrongChecksum, WrongChecksum),
        .. Line(FaultKind.LostBytes, LostBytes),
        .. Line(FaultKind.Noise, Noise),
        .. Line(FaultKind.Late, Delay > TimeSpan.Zero ? 1 : 0).Select(late => late with { Delay = Delay }),
        .. Line(FaultKind.Echo, Echo ? 1 : 0),
    ];

    private static IEnumerable<ScriptedFault> Line(FaultKind kind, double chance) =>
        chance > 0 ? [new ScriptedFault(kind) { Chance = chance }] : [];
}
