using Cosem;
using Metering.Mapping;

namespace Metering.Tests.Mapping;

/// <summary>Mapped values as short text: all of a value in one line that a person can check.</summary>
internal static class MappedText
{
    public static string Of(MappedValue value) => value.State switch
    {
        MappedState.Missing => "missing",
        MappedState.NoValue => "no value",
        MappedState.Error => "error",
        MappedState.Default => $"default {Of(value.Data!)}{Of(value.ScalerUnit)}",
        _ => Of(value.Data!) + Of(value.ScalerUnit),
    };

    public static string Of(CosemData data) => data switch
    {
        CosemData.OctetString octets => $"OctetString {octets.Value}",
        CosemData.VisibleString text => $"VisibleString {text.Text}",
        CosemData.Utf8String text => $"Utf8String {text.Text}",
        CosemData.Float32 real => $"Float32 {real.Bits:X8}",
        CosemData.Float64 real => $"Float64 {real.Bits:X16}",
        CosemData.BitString bits => $"BitString {bits.Length} {bits.Bits}",
        CosemData.DateTime time => $"DateTime {time.Value}",
        CosemData.Date time => $"Date {time.Value}",
        CosemData.Time time => $"Time {time.Value}",
        CosemData.Boolean value => $"Boolean {value.Value}",
        CosemData.Enum value => $"Enum {value.Value}",
        _ => $"{data.Type} {Integers.Decode(data)}",
    };

    private static string Of(ScalerUnit? unit) => unit is null ? "" : $" x 10^{unit.Scaler} {unit.Unit}";
}
