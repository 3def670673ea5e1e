using Simulation.Values;

namespace Simulation.Meters;

/// <summary>
/// Water that carries heat or cold: volume is consumed, and energy and power follow from it and from the difference of the
/// temperatures, so that a meter's values agree with one another.
/// </summary>
/// <param name="water">The volume in ml.</param>
/// <param name="flow">The flow temperature in 0.01 °C.</param>
/// <param name="difference">Flow minus return in 0.01 K; negative for cold.</param>
internal sealed class ThermalPlant(Consumption water, Level flow, int difference)
{
    /// <summary>The volume until now in ml.</summary>
    public long Volume(MeterInstant at) => at.Count(water);

    /// <summary>The volume until an instant in ml.</summary>
    public long Volume(MeterInstant at, DateTime until) => at.Count(water, until);

    /// <summary>The energy until now in mWh.</summary>
    public long Energy(MeterInstant at) => OfWater(at.Count(water));

    /// <summary>The energy until an instant in mWh.</summary>
    public long Energy(MeterInstant at, DateTime until) => OfWater(at.Count(water, until));

    /// <summary>The volume flow in ml/h.</summary>
    public long Flow(MeterInstant at) => at.Hourly(water);

    /// <summary>The power in mW.</summary>
    public long Power(MeterInstant at) => OfWater(at.Hourly(water));

    /// <summary>The highest volume flow since an instant in ml/h, and when its hour began.</summary>
    public (long Amount, DateTime Begin) PeakFlow(MeterInstant at, DateTime since) => at.Peak(water, since);

    /// <summary>The highest volume flow between two instants in ml/h, and when its hour began.</summary>
    public (long Amount, DateTime Begin) PeakFlow(MeterInstant at, DateTime from, DateTime until) => at.Peak(water, from, until);

    /// <summary>The highest power since an instant in mW.</summary>
    public long PeakPower(MeterInstant at, DateTime since) => OfWater(at.Peak(water, since).Amount);

    /// <summary>The highest power between two instants in mW.</summary>
    public long PeakPower(MeterInstant at, DateTime from, DateTime until) => OfWater(at.Peak(water, from, until).Amount);

    /// <summary>The flow temperature in 0.01 °C.</summary>
    public long FlowTemperature(MeterInstant at) => at.At(flow);

    /// <summary>The return temperature in 0.01 °C.</summary>
    public long ReturnTemperature(MeterInstant at) => at.At(flow) - difference;

    /// <summary>Flow minus return in 0.01 K.</summary>
    public long Difference { get; } = difference;

    /// <summary>1.163 mWh warm 1 ml by 1 K.</summary>
    private long OfWater(long millilitres) => millilitres * Math.Abs(difference) * 1163 / 100_000;
}
