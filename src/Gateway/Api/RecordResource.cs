using MBus.Application;

namespace Gateway.Api;

/// <summary>A data record of a telegram.</summary>
/// <param name="Telegram">The place of its telegram, from 0.</param>
/// <param name="Offset">Bytes from the start of the telegram's data to its DIF.</param>
/// <param name="Key">DIF, DIFEs, VIF and VIFEs, hexadecimal, as mapping files name a record; empty in a fixed data structure, which has none.</param>
/// <param name="Bytes">The whole record as sent.</param>
/// <param name="Description">What it is, in the words that mapping files use.</param>
/// <param name="Function">Instantaneous, max, min or error.</param>
/// <param name="Storage">The storage number.</param>
/// <param name="Tariff">The tariff.</param>
/// <param name="Subunit">The subunit.</param>
/// <param name="Raw">The integer as sent; null when it is none.</param>
/// <param name="Exponent">The power of ten of the number.</param>
/// <param name="Value">The value with its power of ten, exactly; null when there is none.</param>
/// <param name="Unit">Its unit; empty for none.</param>
/// <param name="Remarks">What the meter says of the value.</param>
internal sealed record RecordResource(
    int Telegram,
    int Offset,
    string Key,
    ReadOnlyMemory<byte> Bytes,
    string Description,
    string Function,
    ulong Storage,
    uint Tariff,
    ushort Subunit,
    Int128? Raw,
    int Exponent,
    string? Value,
    string Unit,
    IReadOnlyList<string> Remarks)
{
    /// <summary>A record as it is shown.</summary>
    public static RecordResource Of(int telegram, in DataRecord record)
    {
        Span<byte> key = stackalloc byte[DataRecord.MaximumKeyLength];
        var length = record.KeyLength > 1 ? record.CopyKey(key) : 0;
        var value = record.Value;
        return new(
            telegram,
            record.Offset,
            Convert.ToHexString(key[..length]),
            record.Bytes,
            record.Vib.Description,
            record.Dib.Function.Word(),
            record.Dib.Storage,
            record.Dib.Tariff,
            record.Dib.Subunit,
            value.IsNumber ? value.Number : null,
            record.Vib.Exponent,
            record.ValueText,
            record.Vib.Unit,
            [.. value.Flags.Each()]);
    }
}
