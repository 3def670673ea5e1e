using System.Globalization;
using Cosem;
using Gateway.CommandLine;
using Metering.Mapping;

namespace Gateway.Api;

/// <summary>An object of a meter with its value.</summary>
/// <param name="Obis">Its logical name.</param>
/// <param name="Class">Its interface class.</param>
/// <param name="State">Whether there is a value.</param>
/// <param name="Value">The value with its scaler applied, exactly; null when there is none.</param>
/// <param name="Type">The type in which head-ends are given it; null when there is no value.</param>
/// <param name="Raw">The integer without its scaler; null when the value is none.</param>
/// <param name="Scaler">Of a register: the power of ten.</param>
/// <param name="Unit">Of a register: the unit; empty for none.</param>
/// <param name="UnitCode">The same as the Blue Book numbers it.</param>
/// <param name="Key">The key of the mapping that was found; null when none was.</param>
/// <param name="From">The record behind it; null where the key names none.</param>
/// <param name="Problem">What is wrong, in words; null when nothing is.</param>
internal sealed record ValueResource(
    string Obis, string Class, MappedState State, string? Value, string? Type, Int128? Raw, sbyte? Scaler, string? Unit, byte? UnitCode, string? Key, RecordResource? From, string? Problem)
{
    /// <summary>A value and what gave it.</summary>
    public static ValueResource Of(MappedValue value, EntrySource? source) => new(
        value.Entry.LogicalName.ToString(),
        ClassName(value.Entry.Class),
        value.State,
        value.Data is { } data ? ValueText.Of(data, value.ScalerUnit?.Scaler ?? 0) : null,
        value.Data is { } typed ? Camel(typed.Type.ToString()) : null,
        CosemText.Number(value.Data),
        value.ScalerUnit?.Scaler,
        value.ScalerUnit is { } of ? CommandLine.UnitSymbol.Of(of.Unit) : null,
        (byte?)value.ScalerUnit?.Unit,
        source?.Key.Text,
        source?.Record is { } record ? RecordResource.Of(source.Telegram, record) : null,
        value.Problem);

    /// <summary>The class as it is written in mapping files.</summary>
    public static string ClassName(ClassId @class) => @class switch
    {
        ClassId.Data => "data",
        ClassId.Register => "register",
        ClassId.ExtendedRegister => "extended_register",
        ClassId.Clock => "clock",
        _ => ((int)@class).ToString(CultureInfo.InvariantCulture),
    };

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
