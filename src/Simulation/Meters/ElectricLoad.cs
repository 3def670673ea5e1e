using Simulation.Values;

namespace Simulation.Meters;

/// <summary>
/// What a three-phase electricity meter measures: each phase consumes by day and by night; power follows from energy, current
/// from power and voltage, so that a meter's values agree with one another.
/// </summary>
/// <param name="annual">A phase's typical year in mWh.</param>
/// <param name="phases">How many phases are connected, 1-3.</param>
internal sealed class ElectricLoad(long annual, int phases = 3)
{
    private readonly Consumption[] _day = Phases(LoadPattern.Day, annual * 3 / 4, phases, part: 0);
    private readonly Consumption[] _night = Phases(LoadPattern.Night, annual / 4, phases, part: 10);
    private readonly Consumption[] _export = Phases(LoadPattern.Solar, annual / 2, phases, part: 20);
    private readonly Level[] _voltage = [.. Enumerable.Range(0, phases).Select(phase => new Level(2310, winter: -8, chance: 25, part: phase))];
    private readonly Level _powerFactor = new(960, chance: 25, part: 3);
    private readonly Level _frequency = new(5000, chance: 4, part: 4);

    /// <summary>The energy of tariff 1 (by day) until now in mWh.</summary>
    public long ByDay(MeterInstant at) => _day.Sum(phase => at.Count(phase));

    /// <summary>The energy of tariff 2 (by night) until now in mWh.</summary>
    public long ByNight(MeterInstant at) => _night.Sum(phase => at.Count(phase));

    /// <summary>The energy until now in mWh.</summary>
    public long Import(MeterInstant at) => ByDay(at) + ByNight(at);

    /// <summary>The energy of phase 0, 1 or 2 until now in mWh.</summary>
    public long Import(MeterInstant at, int phase) => at.Count(_day[phase]) + at.Count(_night[phase]);

    /// <summary>The energy sent out until now in mWh.</summary>
    public long Export(MeterInstant at) => _export.Sum(phase => at.Count(phase));

    /// <summary>The power that is consumed in mW.</summary>
    public long Power(MeterInstant at) => _voltage.Index().Sum(phase => Power(at, phase.Index));

    /// <summary>The power of a phase in mW.</summary>
    public long Power(MeterInstant at, int phase) => at.Hourly(_day[phase]) + at.Hourly(_night[phase]);

    /// <summary>The voltage of a phase in 0.1 V; null when it is not connected.</summary>
    public long? Voltage(MeterInstant at, int phase) => phase < _voltage.Length ? at.At(_voltage[phase]) : null;

    /// <summary>The current of a phase in mA; null when it is not connected.</summary>
    public long? Current(MeterInstant at, int phase) =>
        Voltage(at, phase) is { } tenths ? Power(at, phase) * 10_000 / (tenths * PowerFactor(at)) : null;

    /// <summary>The power factor in thousandths.</summary>
    public long PowerFactor(MeterInstant at) => at.At(_powerFactor);

    /// <summary>The frequency in 0.01 Hz.</summary>
    public long Frequency(MeterInstant at) => at.At(_frequency);

    private static Consumption[] Phases(LoadPattern pattern, long annual, int phases, int part) =>
        [.. Enumerable.Range(0, phases).Select(phase => new Consumption(pattern, annual, part + phase))];
}
