namespace Cosem;

/// <summary>The units of scaler_unit (IEC 62056-6-2). 253 is reserved.</summary>
public enum Unit : byte
{
    /// <summary>a.</summary>
    Year = 1,

    /// <summary>month.</summary>
    Month = 2,

    /// <summary>week.</summary>
    Week = 3,

    /// <summary>d.</summary>
    Day = 4,

    /// <summary>h.</summary>
    Hour = 5,

    /// <summary>min.</summary>
    Minute = 6,

    /// <summary>s.</summary>
    Second = 7,

    /// <summary>° of phase angle.</summary>
    Degree = 8,

    /// <summary>°C.</summary>
    DegreeCelsius = 9,

    /// <summary>local currency.</summary>
    Currency = 10,

    /// <summary>m.</summary>
    Metre = 11,

    /// <summary>m/s.</summary>
    MetrePerSecond = 12,

    /// <summary>m³.</summary>
    CubicMetre = 13,

    /// <summary>m³, corrected to base conditions.</summary>
    CorrectedCubicMetre = 14,

    /// <summary>m³/h.</summary>
    CubicMetrePerHour = 15,

    /// <summary>m³/h, corrected to base conditions.</summary>
    CorrectedCubicMetrePerHour = 16,

    /// <summary>m³/d.</summary>
    CubicMetrePerDay = 17,

    /// <summary>m³/d, corrected to base conditions.</summary>
    CorrectedCubicMetrePerDay = 18,

    /// <summary>l.</summary>
    Litre = 19,

    /// <summary>kg.</summary>
    Kilogram = 20,

    /// <summary>N.</summary>
    Newton = 21,

    /// <summary>N m.</summary>
    NewtonMetre = 22,

    /// <summary>Pa.</summary>
    Pascal = 23,

    /// <summary>bar.</summary>
    Bar = 24,

    /// <summary>J.</summary>
    Joule = 25,

    /// <summary>J/h.</summary>
    JoulePerHour = 26,

    /// <summary>W.</summary>
    Watt = 27,

    /// <summary>VA.</summary>
    VoltAmpere = 28,

    /// <summary>var.</summary>
    Var = 29,

    /// <summary>Wh.</summary>
    WattHour = 30,

    /// <summary>VAh.</summary>
    VoltAmpereHour = 31,

    /// <summary>varh.</summary>
    VarHour = 32,

    /// <summary>A.</summary>
    Ampere = 33,

    /// <summary>C.</summary>
    Coulomb = 34,

    /// <summary>V.</summary>
    Volt = 35,

    /// <summary>V/m.</summary>
    VoltPerMetre = 36,

    /// <summary>F.</summary>
    Farad = 37,

    /// <summary>Ω.</summary>
    Ohm = 38,

    /// <summary>Ω m²/m.</summary>
    OhmMetre = 39,

    /// <summary>Wb.</summary>
    Weber = 40,

    /// <summary>T.</summary>
    Tesla = 41,

    /// <summary>A/m.</summary>
    AmperePerMetre = 42,

    /// <summary>H.</summary>
    Henry = 43,

    /// <summary>Hz.</summary>
    Hertz = 44,

    /// <summary>1/Wh.</summary>
    PerWattHour = 45,

    /// <summary>1/varh.</summary>
    PerVarHour = 46,

    /// <summary>1/VAh.</summary>
    PerVoltAmpereHour = 47,

    /// <summary>V²h.</summary>
    VoltSquaredHour = 48,

    /// <summary>A²h.</summary>
    AmpereSquaredHour = 49,

    /// <summary>kg/s.</summary>
    KilogramPerSecond = 50,

    /// <summary>S.</summary>
    Siemens = 51,

    /// <summary>K.</summary>
    Kelvin = 52,

    /// <summary>1/(V²h).</summary>
    PerVoltSquaredHour = 53,

    /// <summary>1/(A²h).</summary>
    PerAmpereSquaredHour = 54,

    /// <summary>1/m³.</summary>
    PerCubicMetre = 55,

    /// <summary>%.</summary>
    Percent = 56,

    /// <summary>Ah.</summary>
    AmpereHour = 57,

    /// <summary>Wh/m³.</summary>
    WattHourPerCubicMetre = 60,

    /// <summary>J/m³.</summary>
    JoulePerCubicMetre = 61,

    /// <summary>mol %.</summary>
    MolePercent = 62,

    /// <summary>g/m³.</summary>
    GramPerCubicMetre = 63,

    /// <summary>Pa s.</summary>
    PascalSecond = 64,

    /// <summary>J/kg.</summary>
    JoulePerKilogram = 65,

    /// <summary>dBm.</summary>
    DecibelMilliwatt = 70,

    /// <summary>dBµV.</summary>
    DecibelMicrovolt = 71,

    /// <summary>dB.</summary>
    Decibel = 72,

    /// <summary>in.</summary>
    Inch = 128,

    /// <summary>ft.</summary>
    Foot = 129,

    /// <summary>lb.</summary>
    Pound = 130,

    /// <summary>°F.</summary>
    DegreeFahrenheit = 131,

    /// <summary>°R.</summary>
    DegreeRankine = 132,

    /// <summary>in².</summary>
    SquareInch = 133,

    /// <summary>ft².</summary>
    SquareFoot = 134,

    /// <summary>ac.</summary>
    Acre = 135,

    /// <summary>in³.</summary>
    CubicInch = 136,

    /// <summary>ft³.</summary>
    CubicFoot = 137,

    /// <summary>ac ft.</summary>
    AcreFoot = 138,

    /// <summary>gal (imperial).</summary>
    GallonImperial = 139,

    /// <summary>gal (US).</summary>
    GallonUs = 140,

    /// <summary>lbf.</summary>
    PoundForce = 141,

    /// <summary>psi.</summary>
    PoundForcePerSquareInch = 142,

    /// <summary>BTU.</summary>
    BritishThermalUnit = 146,

    /// <summary>therm (EU).</summary>
    ThermEu = 147,

    /// <summary>therm (US).</summary>
    ThermUs = 148,

    /// <summary>other unit.</summary>
    OtherUnit = 254,

    /// <summary>no unit, a count.</summary>
    NoUnit = 255,
}
