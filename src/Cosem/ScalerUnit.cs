namespace Cosem;

/// <summary>scaler_unit of a register (IEC 62056-6-2): the value times ten to the power of the scaler, in the unit.</summary>
/// <param name="Scaler">The power of ten.</param>
/// <param name="Unit">The unit; never 0, which is none of the enumeration.</param>
public sealed record ScalerUnit(sbyte Scaler, Unit Unit)
{
    /// <summary>The unit; never 0, which is none of the enumeration.</summary>
    public Unit Unit { get; } = Unit != default ? Unit : throw new ArgumentOutOfRangeException(nameof(Unit), "0 is no unit; 255 says that there is none.");

    /// <summary>structure { integer, enum }.</summary>
    public CosemData ToData() => new CosemData.Structure(new CosemData.Integer(Scaler), new CosemData.Enum((byte)Unit));
}
