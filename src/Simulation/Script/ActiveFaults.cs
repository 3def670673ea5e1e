using MBus.LevelConverter;
using Simulation.Values;

namespace Simulation.Script;

/// <summary>The faults that hit one request, with a meter or on the line, and the chance that they share.</summary>
/// <param name="faults">The faults, in the order in which they strike.</param>
/// <param name="draws">What is left to chance.</param>
/// <param name="struck">Takes those that made a difference.</param>
internal sealed class ActiveFaults(IReadOnlyList<ScriptedFault> faults, Draws draws, Action<FaultKind> struck)
{
    /// <summary>What is left to chance.</summary>
    public Draws Draws => draws;

    /// <summary>The fault of a kind, which may strike; or null.</summary>
    public ScriptedFault? Find(FaultKind kind)
    {
        foreach (var fault in faults)
        {
            if (fault.Kind == kind)
            {
                return fault;
            }
        }

        return null;
    }

    /// <summary>The fault of a kind that strikes now; or null.</summary>
    public ScriptedFault? Strike(FaultKind kind)
    {
        var fault = Find(kind);
        if (fault is not null)
        {
            struck(kind);
        }

        return fault;
    }

    /// <summary>What the faults leave of an answer: nothing, one, or more.</summary>
    public IEnumerable<BusAnswer> Spoil(BusAnswer answer, BusTiming timing)
    {
        var (bytes, delay, twice) = (answer.Bytes, answer.Delay, false);
        foreach (var fault in faults)
        {
            if (Damage(fault, bytes.Span) is { } damaged)
            {
                struck(fault.Kind);
                bytes = damaged;
            }
            else if (fault.Kind is FaultKind.Late or FaultKind.Double)
            {
                struck(fault.Kind);
                delay += fault.Kind == FaultKind.Late ? fault.Delay : TimeSpan.Zero;
                twice |= fault.Kind == FaultKind.Double;
            }
        }

        if (!bytes.IsEmpty)
        {
            var first = answer with { Bytes = bytes, Delay = delay };
            return twice ? [first, first with { Delay = delay + timing.WireTime(bytes.Length) + timing.IdleTime }] : [first];
        }

        return [];
    }

    /// <summary>The bytes when a fault has changed them, else null.</summary>
    private byte[]? Damage(ScriptedFault fault, ReadOnlySpan<byte> bytes)
    {
        switch (fault.Kind)
        {
            case FaultKind.Silence:
                return [];
            case FaultKind.BreakOff when fault.Byte < bytes.Length:
                return bytes[..fault.Byte].ToArray();
            case FaultKind.Garble when fault.Byte < bytes.Length:
                return Garble(bytes, fault.Byte, (byte)draws.Between(1, byte.MaxValue));
            case FaultKind.WrongChecksum when bytes.Length > 0:
                return Garble(bytes, bytes.Length - Math.Min(2, bytes.Length), 0x40);
            case FaultKind.LostBytes when bytes.Length > 0:
                return Lose(bytes);
            case FaultKind.Noise:
                return [.. draws.Bytes(draws.Between(1, 8)), .. bytes];
            default:
                return null;
        }
    }

    private static byte[] Garble(ReadOnlySpan<byte> bytes, int at, byte difference)
    {
        var garbled = bytes.ToArray();
        garbled[at] ^= difference;
        return garbled;
    }

    private byte[] Lose(ReadOnlySpan<byte> bytes)
    {
        var left = new List<byte>(bytes.Length);
        left.AddRange(bytes);
        for (var lost = draws.Between(1, 3); lost > 0 && left.Count > 0; lost--)
        {
            left.RemoveAt(draws.Below(left.Count));
        }

        return [.. left];
    }
}
