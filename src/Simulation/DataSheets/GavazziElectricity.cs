using Simulation.Meters;
using static Simulation.Meters.MeterRecord;

namespace Simulation.DataSheets;

/// <summary>Carlo Gavazzi EM24: electricity over two telegrams; phases are subunits, reactive values come from table FB.</summary>
internal static class GavazziElectricity
{
    private static readonly ElectricLoad Load = new(annual: 5_000_000_000); // mWh a phase

    public static readonly MeterType Type = new("Carlo Gavazzi", "EM24-DIN", "GAV", Version: 0x5A, Medium: 0x02,
        new MeterTelegram(
            Number("04 05", at => Load.Import(at) / 100_000), // 100 Wh
            Number("04 FB 82 75", at => Load.Import(at) / 300_000), // 100 varh
            Number("04 2A", at => Load.Power(at) / 100), // 0.1 W
            Number("04 FB 97 72", at => -Load.Power(at) / 300), // 0.1 var
            Number("04 FB B7 72", at => Load.Power(at) * 10 / Load.PowerFactor(at)), // 0.1 VA
            Number("02 FD BA 73", Load.PowerFactor), // thousandths
            Number("84 80 80 40 FD 48", at => (Load.Voltage(at, 0) ?? 0) * 1732 / 1000), // 0.1 V between phases
            Number("04 FD 48", at => Load.Voltage(at, 0) ?? 0), // 0.1 V
            Number("84 40 FD 59", at => Load.Current(at, 0) ?? 0), // mA, L1
            Number("84 80 40 FD 59", at => Load.Current(at, 1) ?? 0), // mA, L2
            Number("84 C0 40 FD 59", at => Load.Current(at, 2) ?? 0)), // mA, L3
        new MeterTelegram(
            Number("84 40 05", at => Load.Import(at, 0) / 100_000), // 100 Wh, L1
            Number("84 80 40 05", at => Load.Import(at, 1) / 100_000), // 100 Wh, L2
            Number("84 C0 40 05", at => Load.Import(at, 2) / 100_000), // 100 Wh, L3
            Clock("04 6D")));
}
