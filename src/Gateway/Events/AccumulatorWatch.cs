using MBus.Application;
using Metering;
using Metering.Decoded;
using Metering.Events;

namespace Gateway.Events;

/// <summary>
/// Accumulators that run backwards (event 2004): energy, volume and mass now (storage 0), every tariff and subunit apart. One that stands still is none,
/// since heat meters rest in summer; and one that went past its end and began again at 0 counts on.
/// </summary>
internal sealed class AccumulatorWatch(IEventLog events)
{
    /// <summary>Records of one readout that are looked at: as many as ten long telegrams hold.</summary>
    private const int MostRecords = 512;

    private static readonly HashSet<string> Quantities = new(["energy", "reactive-energy", "apparent-energy", "volume", "mass"], StringComparer.Ordinal);

    /// <summary>What can be said of a quantity that only grows; anything else makes another one of it: a rate, a limit, a difference.</summary>
    private static readonly HashSet<string> Modifiers = new(
        ["positive-accumulation", "negative-accumulation", "absolute-accumulation", "base-conditions", "uncorrected", "non-metric", "secondary-sensor", "higher-resolution",
            "phase-l1", "phase-l2", "phase-l3", "quadrant-1", "quadrant-2", "quadrant-3", "quadrant-4", "to-meter", "from-meter"],
        StringComparer.Ordinal);

    /// <summary>Compares two successive readouts.</summary>
    public void Compare(Meter meter, DecodedReadout before, DecodedReadout now)
    {
        Dictionary<Name, DataRecord>? known = null;
        foreach (var (name, record) in Of(now))
        {
            known ??= Of(before).ToDictionary(entry => entry.Name, entry => entry.Record);
            if (known.TryGetValue(name, out var former) && AccumulatorStep.IsBackwards(former, record))
            {
                events.Report(EventCode.AccumulatorRanBackwards, meter, $"{name.Words} ran backwards, from {Text(former)} to {Text(record)}. Was it reset, set or exchanged?");
            }
        }
    }

    private static string Text(in DataRecord record) => $"{record.ValueText} {record.Vib.Unit}";

    /// <summary>The accumulators of a readout; several of one name, as some meters send the same value in two resolutions, are told apart by their order.</summary>
    private static List<(Name Name, DataRecord Record)> Of(DecodedReadout readout)
    {
        var found = new List<(Name Name, DataRecord Record)>();
        foreach (var telegram in readout.Telegrams)
        {
            foreach (var record in telegram.Records)
            {
                if (found.Count < MostRecords && IsAccumulator(record))
                {
                    var name = new Name(record.Vib.Description, record.Vib.Unit, record.Dib.Tariff, record.Dib.Subunit, 0);
                    found.Add((name with { Order = found.Count(other => other.Name with { Order = 0 } == name) }, record));
                }
            }
        }

        return found;
    }

    private static bool IsAccumulator(in DataRecord record) =>
        record.Dib is { Storage: 0, Function: DataFunction.Instantaneous }
        && Quantities.Contains(record.Vib.Quantity)
        && (!record.Vib.HasModifiers || record.Vib.Modifiers.All(Modifiers.Contains))
        && record.Value.HasValue;

    /// <summary>Names an accumulator of a meter.</summary>
    private readonly record struct Name(string Description, string Unit, uint Tariff, ushort Subunit, int Order)
    {
        public string Words => $"{Description}{(Tariff > 0 ? $", tariff {Tariff}" : "")}{(Subunit > 0 ? $", subunit {Subunit}" : "")}";
    }
}
