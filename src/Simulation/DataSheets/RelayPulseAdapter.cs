using Simulation.Meters;
using Simulation.Values;
using static Simulation.Meters.MeterRecord;

namespace Simulation.DataSheets;

/// <summary>Relay PadPuls M1: counts the pulses of something that nobody has told it.</summary>
internal static class RelayPulseAdapter
{
    private static readonly Consumption Pulses = new(LoadPattern.Steady, annual: 50_000_000); // thousandths

    public static readonly MeterType Type = new("Relay", "PadPuls M1", "REL", Version: 0x12, Medium: 0x00, new MeterTelegram(
        Digits("0C 78", at => at.FabricationNumber),
        Number("0C FD 3A", at => at.Count(Pulses) / 1000),
        Clock("04 6D"),
        Date("42 6C", at => at.Year.AddDays(-1)),
        Number("4C FD 3A", at => at.Count(Pulses, at.Year) / 1000),
        Date("42 EC 7E", at => at.Year.AddYears(1).AddDays(-1))) // the next set date
    {
        ManufacturerData = [0x43, 0x01, 0x01, 0x00],
    });
}
