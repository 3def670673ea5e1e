using Simulation.Meters;
using static Simulation.Meters.MeterRecord;

namespace Simulation.DataSheets;

/// <summary>
/// Schneider Electric iEM3135: electricity over two telegrams in binary32; connected to one phase, so that the others are
/// "not a number"; phases by the maker's VIFEs FF 01 to FF 03.
/// </summary>
internal static class SchneiderElectricity
{
    private static readonly ElectricLoad Load = new(annual: 3_500_000_000, phases: 1); // mWh

    public static readonly MeterType Type = new("Schneider Electric", "iEM3135", "SEC", Version: 0x18, Medium: 0x02,
        new MeterTelegram(
            Text("0D FD 0A", "SIMULATED"),
            Text("0D FD 0C", "iEM3135 "),
            Text("0D FD 0E", "1.4.002"),
            Number("03 FD 17", 0),
            Real("05 FD DC FF 01", at => Load.Current(at, 0)), // A
            Real("05 FD DC FF 02", at => Load.Current(at, 1)),
            Real("05 FD DC FF 03", at => Load.Current(at, 2)),
            Real("05 FD C9 FF 01", at => Load.Voltage(at, 0) * 100), // V
            Real("05 FD C9 FF 02", at => Load.Voltage(at, 1) * 100),
            Real("05 FD C9 FF 03", at => Load.Voltage(at, 2) * 100),
            Real("05 AE FF 01", at => Load.Power(at, 0) / 1000), // kW
            Real("05 2E", at => Load.Power(at) / 1000), // kW
            Real("05 FF 0A", at => Load.PowerFactor(at)),
            Real("05 FF 0B", at => Load.Frequency(at) * 10), // Hz
            Number("07 03", at => Load.Import(at) / 1000)), // Wh
        new MeterTelegram(
            Number("87 40 03", at => Load.Export(at) / 1000), // Wh sent out
            Number("07 83 FF 01", at => Load.Import(at, 0) / 1000), // Wh, L1
            Number("07 FD 61", 0),
            Number("87 10 03", at => Load.ByDay(at) / 1000), // Wh, tariff 1
            Number("87 20 03", at => Load.ByNight(at) / 1000), // Wh, tariff 2
            Clock("04 6D"),
            Number("03 FF 2C", 100),
            Number("03 FD 1B", 0),
            Number("03 FD 1A", 0xFFFF)));
}
