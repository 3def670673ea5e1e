using P = Simulation.Script.FaultParameter;

namespace Simulation.Script;

/// <summary>What a script may say of one kind of fault.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Name">Its name in a file and on the command line.</param>
/// <param name="Conditions">The conditions that it can have.</param>
/// <param name="Usual">The probability of a request to be hit where only the name is given; null: it needs a script that says when.</param>
/// <param name="Own">Its own parameters.</param>
internal sealed record FaultRule(FaultKind Kind, string Name, P[] Conditions, double? Usual, params P[] Own)
{
    /// <summary>Of a request: any condition.</summary>
    private static readonly P[] Request = [P.Meter, P.From, P.Until, P.FirstRequest, P.LastRequest, P.Chance];

    /// <summary>Of a moment: it happens once.</summary>
    private static readonly P[] Once = [P.Meter, P.From];

    /// <summary>Of the line: it does not depend on requests.</summary>
    private static readonly P[] Line = [P.From, P.Until];

    /// <summary>The table.</summary>
    public static readonly IReadOnlyList<FaultRule> All =
    [
        new(FaultKind.Silence, "silence", Request, 0.05),
        new(FaultKind.Late, "late", Request, 0.01, P.Delay),
        new(FaultKind.BreakOff, "break-off", Request, 0.01, P.Byte),
        new(FaultKind.Garble, "garble", Request, 0.01, P.Byte),
        new(FaultKind.WrongChecksum, "wrong-checksum", Request, 0.01),
        new(FaultKind.LostBytes, "lost-bytes", Request, 0.01),
        new(FaultKind.Noise, "noise", Request, 0.01),
        new(FaultKind.Double, "double", Request, 0.01),
        new(FaultKind.NoConfirmation, "no-confirmation", Request, 0.05),
        new(FaultKind.EndlessTelegrams, "endless-telegrams", Request, 0.01),
        new(FaultKind.Busy, "busy", Request, 0.01),
        new(FaultKind.Quota, "quota", Request, 1, P.Readouts, P.Period),
        new(FaultKind.Collide, "collide", Request, 0.0001),
        new(FaultKind.OtherMaster, "other-master", Request, 0.01),
        new(FaultKind.Status, "status", Request, null, P.Value),
        new(FaultKind.ClockStopped, "clock-stopped", Request, null),
        new(FaultKind.CountersSetBack, "counters-set-back", Request, null, P.Period),
        new(FaultKind.Swap, "swap", Once, null, P.Identification),
        new(FaultKind.Readdress, "readdress", Once, null, P.Address),
        new(FaultKind.Echo, "echo", Line, 1),
        new(FaultKind.Unrequested, "unrequested", Line, 1, P.Bytes, P.Period, P.Value),
        new(FaultKind.CutOff, "cut-off", Line, null, P.Loss),
    ];

    /// <summary>Whether a meter has it, or each of them; else the line that carries the answers.</summary>
    public bool IsOfMeter => Kind is >= FaultKind.NoConfirmation and <= FaultKind.Readdress;

    /// <summary>Whether it happens once, at its time.</summary>
    public bool IsOnce => Conditions == Once;

    /// <summary>Whether it lasts, whatever is requested.</summary>
    public bool IsOfLine => Conditions == Line;

    /// <summary>All that can be said of it.</summary>
    public IEnumerable<P> Parameters => Conditions.Concat(Own);

    /// <summary>The rule of a kind.</summary>
    public static FaultRule Of(FaultKind kind) => All[(int)kind];

    /// <summary>The rule of a name, or null.</summary>
    public static FaultRule? Of(string name) => All.FirstOrDefault(rule => rule.Name == name);

    /// <summary>What of a fault cannot be, in words, or null.</summary>
    public static string? Problem(ScriptedFault fault)
    {
        var rule = Of(fault.Kind);
        return (rule.IsOnce && fault.Meter is null ? $"{rule.Name} needs a \"meter\"." : null)
            ?? (fault.Until <= fault.From ? "\"until\" is not later than \"from\"." : null)
            ?? (fault.LastRequest < fault.FirstRequest ? "\"lastRequest\" is before \"firstRequest\"." : null);
    }
}
