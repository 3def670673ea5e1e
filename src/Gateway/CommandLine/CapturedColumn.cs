using System.Globalization;
using Cosem;

namespace Gateway.CommandLine;

/// <summary>A column of a profile that was read or pushed.</summary>
/// <param name="Object">What it captures.</param>
/// <param name="ScalerUnit">Of the value of a register; null: the column is none, or it is not known.</param>
internal sealed record CapturedColumn(CaptureObject Object, ScalerUnit? ScalerUnit)
{
    private const int Value = 2;

    private static readonly LogicalName Clock = new(0, 0, 1, 0, 0, 255);

    /// <summary>Whether a column has a scaler and a unit: the value of a register or extended register.</summary>
    public static bool HasScaler(CaptureObject column) =>
        column is { ClassId: ClassId.Register or ClassId.ExtendedRegister, Attribute: Value };

    /// <summary>Whether it is the time of the row: that of the device's own clock.</summary>
    public static bool IsTime(CaptureObject column) => column is { ClassId: ClassId.Clock, Attribute: Value } && column.LogicalName == Clock;

    /// <summary><c>time</c>, or <c>1.0.1.8.0.255:2 Wh</c>: object, attribute and unit.</summary>
    public string Head => IsTime(Object) ? "time" : $"{NameOf(Object)} {(HasScaler(Object) ? ScalerUnit is { } known ? UnitSymbol.Of(known.Unit) : "not scaled" : "")}".TrimEnd();

    /// <summary><c>1.0.1.8.0.255:2</c>; with the element, counted from 1, where only one is captured.</summary>
    public static string NameOf(CaptureObject column) =>
        string.Create(CultureInfo.InvariantCulture, $"{column.LogicalName}:{column.Attribute}{(column.DataIndex == 0 ? "" : $"[{column.DataIndex}]")}");

    /// <summary>A value with its scaler, exactly; null: there is none.</summary>
    public string? TextOf(CosemData cell) =>
        cell is CosemData.Null ? null
        : ScalerUnit is { } scalerUnit ? CosemText.Scaled(cell, scalerUnit.Scaler)
        : CosemText.Of(cell);

    /// <summary>As JSON shows it.</summary>
    public object ToJson() => new
    {
        obis = Object.LogicalName.ToString(),
        @class = (ushort)Object.ClassId,
        attribute = Object.Attribute,
        dataIndex = Object.DataIndex,
        scaler = ScalerUnit?.Scaler,
        unit = ScalerUnit is { } scalerUnit ? UnitSymbol.Of(scalerUnit.Unit) : null,
    };
}
