using System.Buffers.Binary;
using System.Globalization;

namespace MBus.Application;

/// <summary>
/// One data record (EN 13757-3, 6): which value (DIB), of what (VIB), and the data. The value is decoded when it is asked for.
/// <code>
/// 0C 13 45 23 01 00   8 digits BCD, instantaneous; volume, 0.001 m3; 12.345 m3
/// </code>
/// </summary>
public readonly struct DataRecord
{
    private readonly ReadOnlyMemory<byte> _data;
    private readonly byte _lvar;

    internal DataRecord(int offset, ReadOnlyMemory<byte> bytes, Dib dib, Vib vib, ReadOnlyMemory<byte> data, byte lvar)
    {
        Offset = offset;
        Bytes = bytes;
        Dib = dib;
        Vib = vib;
        _data = data;
        _lvar = lvar;
    }

    /// <summary>Bytes from the start of the variable part to the DIF.</summary>
    public int Offset { get; }

    /// <summary>The whole record as sent.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Which of several values of one quantity, and how it is coded.</summary>
    public Dib Dib { get; }

    /// <summary>Quantity, unit and power of ten.</summary>
    public Vib Vib { get; }

    /// <summary>The value: <see cref="DataValue.Number"/> x 10^<see cref="Vib.Exponent"/> <see cref="Vib.Unit"/>.</summary>
    public DataValue Value => Dib.Field == DataField.Variable
        ? DataCoding.ReadVariable(_lvar, Vib.Kind, _data)
        : DataCoding.Read(Dib.Field, Vib.Kind, _data);

    /// <summary>
    /// The value in words: a plain decimal in <see cref="Vib.Unit"/>, an ISO date, text, the 16 digits of a secondary address;
    /// null when there is none. A number that names something keeps its leading zeros.
    /// </summary>
    public string? ValueText
    {
        get
        {
            var value = Value;
            return !value.HasValue ? null : value.Type switch
            {
                DataType.Bcd when Vib.Kind is VifKind.Identifier or VifKind.Identification =>
                    value.Number.ToString($"D{2 * value.Raw.Length}", CultureInfo.InvariantCulture),
                DataType.Real => ExactNumber.FormatReal(value.Real, Vib.Exponent),
                DataType.Text => value.Text,
                DataType.Date or DataType.Time or DataType.DateTime => value.Time.ToString(),
                DataType.Identification => IdentificationText(value.Raw.Span),
                _ => ExactNumber.Format(value.Number, Vib.Exponent),
            };
        }
    }

    /// <summary>The bytes of DIF, DIFEs, VIF and VIFEs without the text of a text unit, which name the record: <c>0C 13</c>.</summary>
    public int KeyLength => Dib.Length + Vib.Length;

    /// <summary>The most bytes that <see cref="CopyKey"/> writes.</summary>
    public static int MaximumKeyLength => 2 + Dib.MaximumExtensions + Vib.MaximumExtensions;

    /// <summary>Copies DIF, DIFEs, VIF and VIFEs, and returns how many bytes they are.</summary>
    public int CopyKey(Span<byte> destination)
    {
        Bytes.Span[..Dib.Length].CopyTo(destination);
        Vib.CopyTo(destination[Dib.Length..]);
        return KeyLength;
    }

    /// <summary>Identification as printed, then manufacturer, version and medium as sent.</summary>
    private static string IdentificationText(ReadOnlySpan<byte> raw) =>
        $"{BinaryPrimitives.ReadUInt32LittleEndian(raw):X8}{Convert.ToHexString(raw[4..])}";

    /// <summary>
    /// Reads the record at the start of <paramref name="rest"/>.
    /// </summary>
    /// <param name="offset">Where it stands in the variable part.</param>
    /// <param name="rest">From its DIF, which is none of the special ones, to the end.</param>
    /// <param name="record">The record.</param>
    internal static TelegramErrorCode Read(int offset, ReadOnlyMemory<byte> rest, out DataRecord record)
    {
        record = default;
        var error = Dib.Read(rest.Span, out var dib);
        if (error != TelegramErrorCode.None)
        {
            return error;
        }

        error = Vib.Read(rest[dib.Length..], out var vib, out var vibLength);
        if (error != TelegramErrorCode.None)
        {
            return error;
        }

        var start = dib.Length + vibLength;
        var length = DataCoding.Length(dib.Field);
        byte lvar = 0;
        if (dib.Field == DataField.Variable)
        {
            if (start >= rest.Length)
            {
                return TelegramErrorCode.PrematureEnd;
            }

            lvar = rest.Span[start++];
            if (!DataCoding.TryLength(lvar, out length))
            {
                return TelegramErrorCode.ReservedLvar;
            }
        }

        if (length > rest.Length - start)
        {
            return TelegramErrorCode.PrematureEnd;
        }

        record = new DataRecord(offset, rest[..(start + length)], dib, vib, rest.Slice(start, length), lvar);
        return TelegramErrorCode.None;
    }
}
