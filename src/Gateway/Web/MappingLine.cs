using Cosem;

namespace Gateway.Web;

/// <summary>One entry of a mapping, as a person reads it.</summary>
/// <param name="Obis">The OBIS code.</param>
/// <param name="Meaning">What its author calls it; else what it is made of.</param>
/// <param name="Records">Where the value comes from: alternatives in their order.</param>
/// <param name="Class">The interface class.</param>
/// <param name="Scaler">Of a register: the power of ten of its value; null: it has none.</param>
/// <param name="Unit">Of a register: the unit; null: the record's own, or none where there is no scaler.</param>
/// <param name="IsPushed">Whether reports carry it.</param>
internal sealed record MappingLine(string Obis, string Meaning, IReadOnlyList<string> Records, string Class, int? Scaler, string? Unit, bool IsPushed)
{
    /// <summary>One unit of the number that is sent: <c>0.001</c> for a scaler of -3.</summary>
    public string? Step => Scaler is { } scaler ? scaler is >= -9 and <= 9 ? CommandLine.CosemText.Scaled(new CosemData.Long64(1), (sbyte)scaler) : $"10^{scaler}" : null;
}
