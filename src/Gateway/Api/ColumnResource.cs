using Metering.Profiles;

namespace Gateway.Api;

/// <summary>A column of a profile.</summary>
/// <param name="Obis">The logical name of its object.</param>
/// <param name="Class">The interface class of its object.</param>
/// <param name="Scaler">Of a register: the power of ten of the numbers that head-ends are given; values here have it applied.</param>
/// <param name="Unit">Of a register: the unit; empty for none.</param>
internal sealed record ColumnResource(string Obis, string Class, sbyte? Scaler, string? Unit)
{
    /// <summary>A column as it is shown.</summary>
    public static ColumnResource Of(ProfileColumn column) => new(
        column.CaptureObject.LogicalName.ToString(),
        ValueResource.ClassName(column.CaptureObject.ClassId),
        column.ScalerUnit?.Scaler,
        column.ScalerUnit is { } of ? CommandLine.UnitSymbol.Of(of.Unit) : null);
}
