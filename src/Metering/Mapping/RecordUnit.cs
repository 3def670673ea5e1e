using System.Collections.Frozen;
using Cosem;
using MBus.Application;

namespace Metering.Mapping;

/// <summary>The unit of a record as COSEM has it.</summary>
/// <param name="Unit">The unit of the enumeration.</param>
/// <param name="Dimension">What it measures.</param>
/// <param name="Factor">What the record's number is multiplied by to be one of the unit: 60 for m3/min, which COSEM does not have.</param>
internal readonly record struct RecordUnit(Unit Unit, Dimension Dimension, int Factor = 1)
{
    /// <summary>A count, or anything else without a unit.</summary>
    public static readonly RecordUnit None = new(Unit.NoUnit, Dimension.Count);

    private const int Minutes = 60;
    private const int Seconds = 3600;

    private static readonly FrozenDictionary<string, RecordUnit> Units = new Dictionary<string, RecordUnit>(StringComparer.Ordinal)
    {
        ["Wh"] = new(Unit.WattHour, Dimension.Energy),
        ["J"] = new(Unit.Joule, Dimension.Energy),
        ["cal"] = new(Unit.OtherUnit, Dimension.Energy),
        ["varh"] = new(Unit.VarHour, Dimension.ReactiveEnergy),
        ["VAh"] = new(Unit.VoltAmpereHour, Dimension.ApparentEnergy),
        ["W"] = new(Unit.Watt, Dimension.Power),
        ["J/h"] = new(Unit.JoulePerHour, Dimension.Power),
        ["var"] = new(Unit.Var, Dimension.ReactivePower),
        ["VA"] = new(Unit.VoltAmpere, Dimension.ApparentPower),
        ["m3"] = new(Unit.CubicMetre, Dimension.Volume),
        ["ft3"] = new(Unit.CubicFoot, Dimension.Volume),
        ["gal"] = new(Unit.GallonUs, Dimension.Volume),
        ["m3/h"] = new(Unit.CubicMetrePerHour, Dimension.VolumeFlow),
        ["m3/min"] = new(Unit.CubicMetrePerHour, Dimension.VolumeFlow, Minutes),
        ["m3/s"] = new(Unit.CubicMetrePerHour, Dimension.VolumeFlow, Seconds),
        ["gal/min"] = new(Unit.OtherUnit, Dimension.VolumeFlow),
        ["gal/h"] = new(Unit.OtherUnit, Dimension.VolumeFlow),
        ["kg"] = new(Unit.Kilogram, Dimension.Mass),
        ["kg/h"] = new(Unit.OtherUnit, Dimension.MassFlow),
        ["°C"] = new(Unit.DegreeCelsius, Dimension.Temperature),
        ["K"] = new(Unit.Kelvin, Dimension.Temperature),
        ["°F"] = new(Unit.DegreeFahrenheit, Dimension.Temperature),
        ["bar"] = new(Unit.Bar, Dimension.Pressure),
        ["V"] = new(Unit.Volt, Dimension.Voltage),
        ["A"] = new(Unit.Ampere, Dimension.Current),
        ["Hz"] = new(Unit.Hertz, Dimension.Frequency),
        ["°"] = new(Unit.Degree, Dimension.Angle),
        ["%"] = new(Unit.Percent, Dimension.Ratio),
        ["s"] = new(Unit.Second, Dimension.Duration),
        ["min"] = new(Unit.Minute, Dimension.Duration),
        ["h"] = new(Unit.Hour, Dimension.Duration),
        ["d"] = new(Unit.Day, Dimension.Duration),
        ["month"] = new(Unit.Month, Dimension.Duration),
        ["year"] = new(Unit.Year, Dimension.Duration),
        ["dBm"] = new(Unit.DecibelMilliwatt, Dimension.Level),
        ["currency"] = new(Unit.Currency, Dimension.Currency),
        [""] = None,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Texts that meters send for a unit of the enumeration (VIF 7Ch).</summary>
    private static readonly FrozenDictionary<string, RecordUnit> Texts = new Dictionary<string, RecordUnit>(StringComparer.Ordinal)
    {
        ["%RH"] = new(Unit.Percent, Dimension.Ratio),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly RecordUnit Other = new(Unit.OtherUnit, Dimension.Unknown);

    /// <summary>Whether the VIF leaves unit and power of ten to the maker, so that only the mapping's author knows them.</summary>
    public static bool IsMakers(in Vib vib) => vib.Kind is VifKind.ManufacturerSpecific or VifKind.Reserved;

    /// <summary>The unit that a record has by itself.</summary>
    public static RecordUnit Of(in Vib vib)
    {
        if (vib.Kind == VifKind.PlainText)
        {
            return Texts.GetValueOrDefault(vib.Unit, Other);
        }

        var unit = Units.GetValueOrDefault(vib.Unit, Other);
        return vib.HasModifiers ? Modified(unit, vib.Modifiers) : unit;
    }

    /// <summary>A quantity at base conditions, per something or times something is another one than the VIF alone says.</summary>
    private static RecordUnit Modified(RecordUnit unit, IEnumerable<string> modifiers)
    {
        foreach (var modifier in modifiers)
        {
            if (modifier == "base-conditions")
            {
                unit = unit with
                {
                    Unit = unit.Unit switch
                    {
                        Unit.CubicMetre => Unit.CorrectedCubicMetre,
                        Unit.CubicMetrePerHour => Unit.CorrectedCubicMetrePerHour,
                        var same => same,
                    },
                };
            }
            else if (modifier.StartsWith("per-", StringComparison.Ordinal) || modifier.StartsWith("times-", StringComparison.Ordinal)
                || modifier.StartsWith("increment-per-", StringComparison.Ordinal))
            {
                return Other;
            }
        }

        return unit;
    }
}
