using Gateway.Configuration;
using MBus.LevelConverter;
using MBus.Master;
using Metering;

namespace Gateway.Readout;

/// <summary>Checks a meter that is to be added or changed; collects all that is wrong.</summary>
internal static class MeterCheck
{
    /// <summary>Characters of a name: a line on a screen.</summary>
    public const int NameLength = 100;

    /// <summary>More readouts in a time than this are no limit that a meter sets.</summary>
    public const int MostReadouts = 10_000;

    private static readonly TimeSpan LongestExtraResponseTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LeastInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(366);

    /// <summary>All that is wrong; empty when the meter can be stored.</summary>
    /// <param name="meter">The meter as it is to be; number 0 for a new one.</param>
    /// <param name="key">Its key as entered, 32 hexadecimal digits; null or empty for none, or for the one that it has.</param>
    /// <param name="known">The meters that are stored.</param>
    /// <param name="buses">The names of the buses.</param>
    /// <param name="groups">The names of the groups.</param>
    public static IReadOnlyList<MeterIssue> Of(
        Meter meter, string? key, IEnumerable<Meter> known, IReadOnlyCollection<string> buses, IReadOnlyCollection<string> groups)
    {
        var all = known.ToList();
        var others = all.Where(other => other.Id != meter.Id && other.Active).ToList();
        var former = all.Find(other => other.Id == meter.Id);
        return
        [
            .. Text("name", meter.Name),
            .. Text("group", meter.Group) is { Length: > 0 } issues ? issues : Group(meter.Group, groups),
            .. Bus(meter, buses),
            .. Addressing(meter),
            .. FabricationNumber(meter),
            .. meter.Active ? Doubles(meter, others, isMoved: former is null || former.PrimaryAddress != meter.PrimaryAddress || former.Addressing != meter.Addressing || !IsSameBus(meter, former)) : [],
            .. meter is { Active: true, ReplacedAt: not null } ? One("active", "another meter was found in its place; clear replacedAt when it is back.") : [],
            .. BaudRate(meter),
            .. Readout(meter.Readout),
            .. Key(key),
        ];
    }

    private static MeterIssue[] One(string field, string message) => [new MeterIssue(field, message)];

    private static MeterIssue[] Text(string field, string text) =>
        text.Length > NameLength ? One(field, $"has {text.Length} characters; give at most {NameLength}.")
        : text.Any(char.IsControl) ? One(field, "has control characters; give one line of text.")
        : [];

    private static MeterIssue[] Bus(Meter meter, IReadOnlyCollection<string> buses) =>
        buses.Contains(meter.Bus, StringComparer.OrdinalIgnoreCase)
            ? []
            : One("bus", meter.Bus == SimulationRule.Bus ? $"the simulated bus has its own meters and takes no other; {BusesIn(buses)}." : $"'{meter.Bus}' is not configured; {BusesIn(buses)}.");

    private static string BusesIn(IReadOnlyCollection<string> buses) =>
        buses.Count == 0 ? "set the address of a bus first (Gateway:Buses:<name>:Address in the settings)" : $"give {string.Join(" or ", buses)}";

    /// <summary>A meter in a group that is none would be read as its bus without a word.</summary>
    private static MeterIssue[] Group(string group, IReadOnlyCollection<string> groups) =>
        group.Length == 0 || groups.Contains(group, StringComparer.OrdinalIgnoreCase)
            ? []
            : One("group", $"no group {group}; {(groups.Count == 0 ? "none is configured, set how often one is read first (Gateway:Groups:<name>:ReadoutInterval in the settings)" : $"configured are {string.Join(", ", groups)}")}.");

    private static IEnumerable<MeterIssue> Addressing(Meter meter)
    {
        if (!Enum.IsDefined(meter.Addressing))
        {
            yield return new("addressing", "give primary or secondary.");
        }

        if (meter is { Addressing: AddressingMode.Secondary, Identity: not { IsComplete: true } })
        {
            yield return new("identity", "is needed in full, without wildcards, to select the meter: 16 hexadecimal digits, such as 1449100196150106.");
        }

        if (meter is { Addressing: AddressingMode.Primary, PrimaryAddress: null })
        {
            yield return new("primaryAddress", "is needed to reach the meter: 0 to 250.");
        }

        if (meter.PrimaryAddress is { IsMeter: false } address)
        {
            yield return new("primaryAddress", $"{address} is not the address of a meter; give 0 to 250.");
        }
    }

    private static MeterIssue[] FabricationNumber(Meter meter) =>
        meter.FabricationNumber.Length == 0 || (meter.FabricationNumber.Length == SecondaryAddress.Digits && meter.FabricationNumber.All(char.IsAsciiHexDigitUpper))
            ? []
            : One("fabricationNumber", $"'{meter.FabricationNumber}' is not one; give {SecondaryAddress.Digits} digits, or nothing.");

    /// <summary>Nothing on the wire, and no logical device name, may mean two meters.</summary>
    /// <param name="meter">The meter as it is to be.</param>
    /// <param name="others">The active others.</param>
    /// <param name="isMoved">Whether its address is new: then it is that of nobody else, also of none that is selected by its secondary address and would answer there all the same.</param>
    private static IEnumerable<MeterIssue> Doubles(Meter meter, IReadOnlyList<Meter> others, bool isMoved)
    {
        if (meter.Identity is { IsComplete: true } identity)
        {
            var twins = others.Where(other => other.Identity == identity).ToList();
            if (twins.Find(other => other.FabricationNumber == meter.FabricationNumber) is { } same)
            {
                yield return new("identity", $"{identity} is installed already as {Describe(same)}; if these are two meters, give each its fabricationNumber.");
            }
            else if (twins.Find(other => IsSameBus(meter, other) && (meter.FabricationNumber.Length == 0 || other.FabricationNumber.Length == 0)) is { } twin)
            {
                yield return new("fabricationNumber", $"is needed for both meters with the secondary address {identity}; the other is {Describe(twin)}.");
            }
        }

        if (meter is { Addressing: AddressingMode.Primary, PrimaryAddress: { } address }
            && others.FirstOrDefault(other => (isMoved || other.Addressing == AddressingMode.Primary) && other.PrimaryAddress == address && IsSameBus(meter, other)) is { } neighbour)
        {
            yield return new("primaryAddress", $"{address} is taken by {Describe(neighbour)}; give one of the two meters another address.");
        }
    }

    private static bool IsSameBus(Meter one, Meter other) => one.Bus.Equals(other.Bus, StringComparison.OrdinalIgnoreCase);

    private static string Describe(Meter meter) => $"meter {meter.Id}{(meter.Name.Length == 0 ? "" : $" '{meter.Name}'")} on bus {meter.Bus}";

    private static MeterIssue[] BaudRate(Meter meter) =>
        meter.BaudRate is not { } rate || BusTiming.BaudRates.Contains(rate)
            ? []
            : One("baudRate", $"{rate} is none; M-Bus knows {string.Join(", ", BusTiming.BaudRates)} baud.");

    private static IEnumerable<MeterIssue> Readout(MeterReadoutSettings readout)
    {
        if (readout.Interval is { } interval && !ReadoutInterval.TryParse(interval, out _))
        {
            yield return new("readout.interval", $"'{interval}' is none; give {ReadoutInterval.Allowed}.");
        }

        var durations = Duration("readout.minimumInterval", readout.MinimumInterval, LeastInterval, LongestInterval)
            .Concat(Duration("readout.quota.period", readout.Quota?.Period, LeastInterval, LongestInterval))
            .Concat(Duration("readout.extraResponseTime", readout.ExtraResponseTime, TimeSpan.Zero, LongestExtraResponseTime));
        foreach (var issue in durations)
        {
            yield return issue;
        }

        if (readout.Quota is { Readouts: < 1 or > MostReadouts } quota)
        {
            yield return new("readout.quota.readouts", $"{quota.Readouts} is none; give 1 to {MostReadouts}.");
        }
    }

    private static MeterIssue[] Duration(string field, TimeSpan? value, TimeSpan least, TimeSpan most) =>
        value is not { } duration || (duration >= least && duration <= most)
            ? []
            : One(field, $"{duration} is out of bounds; give {least} to {most} (days.hours:minutes:seconds).");

    /// <summary>What was entered is not shown: most of it may be the key.</summary>
    private static MeterIssue[] Key(string? key) =>
        string.IsNullOrEmpty(key) || (key.Length == 2 * MeterKeys.KeyLength && key.All(char.IsAsciiHexDigit))
            ? []
            : One("key", $"is none; give {2 * MeterKeys.KeyLength} hexadecimal digits.");
}
