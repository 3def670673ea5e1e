using Cosem;

namespace Metering.Mapping;

/// <summary>Which units measure the same, and between which a number can be converted without losing a digit.</summary>
internal static class UnitConversion
{
    /// <summary>What a unit of the enumeration measures.</summary>
    public static Dimension DimensionOf(Unit unit) => unit switch
    {
        Unit.NoUnit => Dimension.Count,
        Unit.WattHour or Unit.Joule or Unit.BritishThermalUnit or Unit.ThermEu or Unit.ThermUs => Dimension.Energy,
        Unit.VarHour => Dimension.ReactiveEnergy,
        Unit.VoltAmpereHour => Dimension.ApparentEnergy,
        Unit.Watt or Unit.JoulePerHour => Dimension.Power,
        Unit.Var => Dimension.ReactivePower,
        Unit.VoltAmpere => Dimension.ApparentPower,
        Unit.CubicMetre or Unit.CorrectedCubicMetre or Unit.Litre or Unit.CubicFoot or Unit.CubicInch or Unit.AcreFoot
            or Unit.GallonImperial or Unit.GallonUs => Dimension.Volume,
        Unit.CubicMetrePerHour or Unit.CorrectedCubicMetrePerHour or Unit.CubicMetrePerDay or Unit.CorrectedCubicMetrePerDay => Dimension.VolumeFlow,
        Unit.Kilogram or Unit.Pound => Dimension.Mass,
        Unit.KilogramPerSecond => Dimension.MassFlow,
        Unit.Year or Unit.Month or Unit.Week or Unit.Day or Unit.Hour or Unit.Minute or Unit.Second => Dimension.Duration,
        Unit.DegreeCelsius or Unit.Kelvin or Unit.DegreeFahrenheit or Unit.DegreeRankine => Dimension.Temperature,
        Unit.Bar or Unit.Pascal or Unit.PoundForcePerSquareInch => Dimension.Pressure,
        Unit.Volt => Dimension.Voltage,
        Unit.Ampere => Dimension.Current,
        Unit.Hertz => Dimension.Frequency,
        Unit.Degree => Dimension.Angle,
        Unit.Percent => Dimension.Ratio,
        Unit.Currency => Dimension.Currency,
        Unit.DecibelMilliwatt => Dimension.Level,
        _ => KnownOther(unit),
    };

    /// <summary>By what a number is multiplied to be one of another unit; null when that is not an integer for every number.</summary>
    public static int? Factor(Unit from, Unit to) => (from, to) switch
    {
        _ when from == to => 1,
        (Unit.WattHour, Unit.Joule) => 3600,
        (Unit.CubicMetre, Unit.Litre) => 1000,
        (Unit.Day, Unit.Hour) => 24,
        (Unit.Day, Unit.Minute) => 24 * 60,
        (Unit.Day, Unit.Second) => 24 * 60 * 60,
        (Unit.Hour, Unit.Minute) or (Unit.Minute, Unit.Second) => 60,
        (Unit.Hour, Unit.Second) => 60 * 60,
        _ => null,
    };

    /// <summary>A unit with a name measures something that no record does; one without may be anything.</summary>
    private static Dimension KnownOther(Unit unit) =>
        unit != Unit.OtherUnit && Enum.IsDefined(unit) ? Dimension.NotMetered : Dimension.Unknown;
}
