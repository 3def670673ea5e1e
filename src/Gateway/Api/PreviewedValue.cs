using Metering.Mapping;

namespace Gateway.Api;

/// <summary>An object of the last readout.</summary>
/// <param name="Class">Its interface class.</param>
/// <param name="Type">The type of its value; null when there is none.</param>
/// <param name="Value">Its value, exactly; null when there is none.</param>
/// <param name="Unit">Of a register: the unit.</param>
/// <param name="Problem">What is wrong, in words; null when nothing is.</param>
internal sealed record PreviewedValue(string Class, string? Type, string? Value, string? Unit, string? Problem)
{
    /// <summary>The objects that a readout gives, and entries in error, by their OBIS codes.</summary>
    public static Dictionary<string, PreviewedValue> Of(MappedReadout? readout) => readout is null ? [] : readout.Values
        .Where(value => value.State == MappedState.Error || readout.States.IsObject(value.Entry))
        .Select(value => ValueResource.Of(value, source: null))
        .ToDictionary(value => value.Obis, value => new PreviewedValue(value.Class, value.Type, value.Value, value.Unit, value.Problem), StringComparer.Ordinal);
}
