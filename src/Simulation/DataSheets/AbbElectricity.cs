using Simulation.Meters;
using static Simulation.Meters.MeterRecord;

namespace Simulation.DataSheets;

/// <summary>ABB B23: electricity over three telegrams; energies of 12 digits BCD, phases by the maker's VIFEs FF 81 to FF 83.</summary>
internal static class AbbElectricity
{
    private static readonly ElectricLoad Load = new(annual: 8_000_000_000); // mWh a phase

    public static readonly MeterType Type = new("ABB", "B23 312-100", "ABB", Version: 0x20, Medium: 0x02,
        new MeterTelegram(
            Number("0E 84 00", at => Load.Import(at) / 10_000), // 10 Wh
            Number("8E 10 84 00", at => Load.ByDay(at) / 10_000), // 10 Wh, tariff 1
            Number("8E 20 84 00", at => Load.ByNight(at) / 10_000), // 10 Wh, tariff 2
            Number("8E 40 84 00", at => Load.Export(at) / 10_000), // 10 Wh, sent out
            Number("04 FF A0 00", 1), // current transformer ratio
            Number("04 FF A1 00", 1), // voltage transformer ratio
            Number("07 FF A6 00", 0), // error flags
            Text("0D FD 8E 00", "B1.20")),
        new MeterTelegram(
            Number("04 A9 00", at => Load.Power(at) / 10), // 0.01 W
            Number("04 A9 FF 81 00", at => Load.Power(at, 0) / 10), // L1
            Number("04 A9 FF 82 00", at => Load.Power(at, 1) / 10), // L2
            Number("04 A9 FF 83 00", at => Load.Power(at, 2) / 10), // L3
            Number("04 FD C8 FF 81 00", at => Load.Voltage(at, 0) ?? 0), // 0.1 V
            Number("04 FD C8 FF 82 00", at => Load.Voltage(at, 1) ?? 0),
            Number("04 FD C8 FF 83 00", at => Load.Voltage(at, 2) ?? 0),
            Number("04 FD DA FF 81 00", at => (Load.Current(at, 0) ?? 0) / 10), // 0.01 A
            Number("04 FD DA FF 82 00", at => (Load.Current(at, 1) ?? 0) / 10),
            Number("04 FD DA FF 83 00", at => (Load.Current(at, 2) ?? 0) / 10),
            Number("0A FF D9 00", Load.Frequency), // 0.01 Hz
            Number("02 FF E0 00", Load.PowerFactor)),
        new MeterTelegram(
            Number("0E 84 FF 81 00", at => Load.Import(at, 0) / 10_000), // 10 Wh, L1
            Number("0E 84 FF 82 00", at => Load.Import(at, 1) / 10_000), // 10 Wh, L2
            Number("0E 84 FF 83 00", at => Load.Import(at, 2) / 10_000), // 10 Wh, L3
            Clock("04 ED 00")));
}
