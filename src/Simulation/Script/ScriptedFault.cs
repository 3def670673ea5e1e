using System.Globalization;

namespace Simulation.Script;

/// <summary>One line of a fault script: what goes wrong, with whom and when. All conditions must hold.</summary>
/// <param name="Kind">What goes wrong.</param>
public sealed record ScriptedFault(FaultKind Kind)
{
    /// <summary>The meter's place on the bus, counted from 1; null: each meter, or the line that carries all answers.</summary>
    public int? Meter { get; init; }

    /// <summary>From when on, since the script began; by default from its beginning.</summary>
    public TimeSpan From { get; init; }

    /// <summary>Until when, since the script began; null: to the end.</summary>
    public TimeSpan? Until { get; init; }

    /// <summary>From which request on, counted from 1: of those that the meter hears, without a meter of all.</summary>
    public int FirstRequest { get; init; } = 1;

    /// <summary>Until which request; by default without end.</summary>
    public int LastRequest { get; init; } = int.MaxValue;

    /// <summary>The probability that a request is hit when all else holds, above 0 up to 1; by default 1.</summary>
    public double Chance { get; init; } = 1;

    /// <summary>How much too late; by default 2 s, more than the time-outs of 2400 Bd.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Which byte of an answer, counted from 0; by default 10, inside the header of a telegram.</summary>
    public int Byte { get; init; } = 10;

    /// <summary>How many readouts, or bytes; by default 4.</summary>
    public int Count { get; init; } = 4;

    /// <summary>
    /// The time in which a quota holds, between bytes that nobody asked for, or by which counters are set back; by default 1 h, 10 s and 7 days.
    /// </summary>
    public TimeSpan Period
    {
        get => field > TimeSpan.Zero ? field : Kind switch
        {
            FaultKind.Quota => TimeSpan.FromHours(1),
            FaultKind.CountersSetBack => TimeSpan.FromDays(7),
            _ => TimeSpan.FromSeconds(10),
        };
        init;
    }

    /// <summary>The byte that nobody asked for, such as FFh or 00h of a damaged meter, null: random ones; or a status byte.</summary>
    public byte? Value { get; init; }

    /// <summary>The primary address that a meter gets, 0-250.</summary>
    public byte Address { get; init; }

    /// <summary>The identification of the meter that comes, read as hexadecimal digits; null: drawn.</summary>
    public uint? Identification { get; init; }

    /// <summary>How the way to the bus is cut off.</summary>
    public LineLoss Loss { get; init; }

    /// <summary>In the words of a script.</summary>
    public override string ToString()
    {
        var rule = FaultRule.Of(Kind);
        var text = FormattableString.Invariant($"{(Meter is { } meter ? $"meter {meter}" : rule.IsOfMeter ? "all meters" : "line")}: {rule.Name}");
        foreach (var member in rule.Own.Where(parameter => parameter.IsGiven(this)))
        {
            text += $" {member.Name} {member.Show(this)}";
        }

        text += From > TimeSpan.Zero ? $" from {From}" : "";
        text += Until is { } until ? $" until {until}" : "";
        text += (FirstRequest, LastRequest) is (1, int.MaxValue) ? "" : $" requests {FirstRequest} to {(LastRequest == int.MaxValue ? "end" : LastRequest)}";
        return text + (Chance < 1 ? string.Create(CultureInfo.InvariantCulture, $" chance {Chance}") : "");
    }

    /// <summary>Whether the conditions of time and request hold.</summary>
    internal bool Holds(TimeSpan now, long request) =>
        now >= From && !(now >= Until) && request >= FirstRequest && request <= LastRequest;
}
