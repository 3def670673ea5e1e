using System.Globalization;

namespace Simulation.Script;

/// <summary>A parameter of a fault in a script file.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Form">What it may be, in words.</param>
/// <param name="Read">Sets it from text; null where the text is not of the form.</param>
/// <param name="Show">Its value as text.</param>
internal sealed record FaultParameter(string Name, string Form, Func<ScriptedFault, string, ScriptedFault?> Read, Func<ScriptedFault, string?> Show)
{
    private const int MostBytes = 255;
    private const int MostReadouts = 100_000;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    public static readonly FaultParameter Meter = Number(
        "meter", "a meter's place on the bus, counted from 1", 1, SimulatedBus.MaximumMeters, (fault, meter) => fault with { Meter = meter }, fault => fault.Meter);

    public static readonly FaultParameter From = Time("from", TimeSpan.Zero, (fault, from) => fault with { From = from }, fault => fault.From);

    public static readonly FaultParameter Until = Time("until", TimeSpan.Zero, (fault, until) => fault with { Until = until }, fault => fault.Until);

    public static readonly FaultParameter FirstRequest = Number(
        "firstRequest", "the number of a request, counted from 1", 1, int.MaxValue, (fault, first) => fault with { FirstRequest = first }, fault => fault.FirstRequest);

    public static readonly FaultParameter LastRequest = Number(
        "lastRequest", "the number of a request, counted from 1", 1, int.MaxValue, (fault, last) => fault with { LastRequest = last }, fault => fault.LastRequest);

    public static readonly FaultParameter Chance = new(
        "chance",
        "a probability above 0, up to 1",
        (fault, text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var chance) && chance is > 0 and <= 1 ? fault with { Chance = chance } : null,
        fault => fault.Chance.ToString(CultureInfo.InvariantCulture));

    public static readonly FaultParameter Delay = Time("delay", TimeSpan.FromMilliseconds(1), (fault, delay) => fault with { Delay = delay }, fault => fault.Delay);

    public static readonly FaultParameter Byte = Number("byte", "a byte's number, 0-260", 0, 260, (fault, at) => fault with { Byte = at }, fault => fault.Byte);

    public static readonly FaultParameter Readouts = Number(
        "count", $"a number of readouts, 0-{MostReadouts}", 0, MostReadouts, (fault, count) => fault with { Count = count }, fault => fault.Count);

    public static readonly FaultParameter Bytes = Number(
        "count", $"a number of bytes, 1-{MostBytes}", 1, MostBytes, (fault, count) => fault with { Count = count }, fault => fault.Count);

    public static readonly FaultParameter Period = Time("period", TimeSpan.FromMilliseconds(10), (fault, period) => fault with { Period = period }, fault => fault.Period);

    public static readonly FaultParameter Value = Number("value", "a byte, 0-255", 0, byte.MaxValue, (fault, value) => fault with { Value = (byte)value }, fault => fault.Value);

    public static readonly FaultParameter Address = Number("address", "a primary address, 0-250", 0, 250, (fault, address) => fault with { Address = (byte)address }, fault => fault.Address);

    public static readonly FaultParameter Identification = new(
        "identification",
        "eight digits in quotes, such as \"14491001\"",
        (fault, text) => text.Length == 8 && uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var digits) ? fault with { Identification = digits } : null,
        fault => fault.Identification is { } digits ? $"{digits:X8}" : null);

    public static readonly FaultParameter Loss = new(
        "how",
        "closed, unplugged or silent",
        (fault, text) => text switch
        {
            "closed" => fault with { Loss = LineLoss.Closed },
            "unplugged" => fault with { Loss = LineLoss.Unplugged },
            "silent" => fault with { Loss = LineLoss.Silent },
            _ => null,
        },
        fault => $"{fault.Loss}".ToLowerInvariant());

    /// <summary>Whether it has a value.</summary>
    public bool IsGiven(ScriptedFault fault) => Show(fault) is not null;

    private static FaultParameter Number(
        string name, string form, int lowest, int highest, Func<ScriptedFault, int, ScriptedFault> set, Func<ScriptedFault, int?> get) =>
        new(
            name,
            form,
            (fault, text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= lowest && number <= highest ? set(fault, number) : null,
            fault => get(fault)?.ToString(CultureInfo.InvariantCulture));

    private static FaultParameter Time(string name, TimeSpan lowest, Func<ScriptedFault, TimeSpan, ScriptedFault> set, Func<ScriptedFault, TimeSpan?> get) =>
        new(
            name,
            "a time such as \"00:01:30\" or \"00:00:00.250\"",
            (fault, text) => text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParseExact(text, ["c", "g"], CultureInfo.InvariantCulture, out var time)
                && time >= lowest && time <= Longest ? set(fault, time) : null,
            fault => get(fault)?.ToString("c", CultureInfo.InvariantCulture));
}
