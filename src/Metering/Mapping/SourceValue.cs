using System.Buffers.Binary;
using System.Globalization;
using MBus.Application;
using MBusType = MBus.Application.DataType;

namespace Metering.Mapping;

/// <summary>What a key found, with the value exactly as the meter sent it. No object, since every cell of a profile is one.</summary>
internal readonly struct SourceValue
{
    private SourceValue(SourceKind kind) => Kind = kind;

    /// <summary>What kind of value it is, and so which of the others there are.</summary>
    public SourceKind Kind { get; }

    /// <summary>The number, not yet scaled.</summary>
    public Int128 Number { get; private init; }

    /// <summary>The power of ten of a number or a real.</summary>
    public int Exponent { get; private init; }

    /// <summary>The unit of a number or a real.</summary>
    public RecordUnit Unit { get; private init; }

    /// <summary>Whether the record leaves unit and power of ten to the maker.</summary>
    public bool IsMakers { get; private init; }

    /// <summary>Bytes as sent: those of bytes, a real, a time, and of a number that is a set of bits.</summary>
    public ReadOnlyMemory<byte> Raw { get; private init; }

    /// <summary>Characters, or the digits of a number that names something.</summary>
    public string? Name { get; private init; }

    /// <summary>The binary32.</summary>
    public float Real => BinaryPrimitives.ReadSingleLittleEndian(Raw.Span);

    /// <summary>The date or time.</summary>
    public MBusTime Time => MBusTime.Read(Raw.Span);

    /// <summary>The value as text: decimal point, ISO dates, leading zeros of numbers that name something.</summary>
    public string Text => Kind switch
    {
        SourceKind.Number => Name ?? ExactNumber.Format(Number, Exponent),
        SourceKind.Real => ExactNumber.FormatReal(Real, Exponent) ?? "",
        SourceKind.Bytes => Convert.ToHexStringLower(Raw.Span),
        SourceKind.Time => Time.ToString(),
        _ => Name ?? "",
    };

    /// <summary>Characters.</summary>
    public static SourceValue OfText(string text) => new(SourceKind.Characters) { Name = text };

    /// <summary>Bytes.</summary>
    public static SourceValue OfBytes(ReadOnlyMemory<byte> bytes) => new(SourceKind.Bytes) { Raw = bytes };

    /// <summary>The value of a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="meaning">What the bytes that name it say.</param>
    public static SourceValue Of(in DataRecord record, RecordMeaning meaning)
    {
        if (meaning.SaysNoData)
        {
            return default;
        }

        var value = record.Value;
        return value.Type switch
        {
            MBusType.Bytes => OfBytes(value.Raw),
            _ when !value.HasValue => default,
            MBusType.Text => OfText(value.Text),
            MBusType.Identification => OfText(record.ValueText!),
            MBusType.Date or MBusType.Time or MBusType.DateTime => new(SourceKind.Time) { Raw = value.Raw },
            _ => new(value.Type == MBusType.Real ? SourceKind.Real : SourceKind.Number)
            {
                Number = value.Number,
                Exponent = record.Vib.Exponent,
                Unit = meaning.Unit,
                IsMakers = meaning.IsMakers,
                Raw = value.Type is MBusType.Real or MBusType.Bits ? value.Raw : default,
                Name = record.Vib.Kind is VifKind.Identifier or VifKind.Identification && value.Type != MBusType.Real ? record.ValueText : null,
            },
        };
    }

    /// <summary>A field of the header; null when the header does not have it.</summary>
    public static SourceValue? Of(in TelegramHeader header, MBusHeaderField field)
    {
        var hasIdentity = header.Kind is TelegramHeaderKind.Long;
        return field switch
        {
            MBusHeaderField.Identification when !hasIdentity && header.Kind != TelegramHeaderKind.Fixed => null,
            MBusHeaderField.Identification when int.TryParse(header.IdentificationText, NumberStyles.None, CultureInfo.InvariantCulture, out var number) =>
                Plain(number, header.IdentificationText),
            MBusHeaderField.Identification => OfText(header.IdentificationText),
            MBusHeaderField.Manufacturer when hasIdentity => OfText(header.Manufacturer.ToString()),
            MBusHeaderField.Version when hasIdentity => Plain(header.Version),
            MBusHeaderField.Medium when hasIdentity || header.Kind == TelegramHeaderKind.Fixed => Plain(header.Medium.Code),
            MBusHeaderField.Access when header.Kind != TelegramHeaderKind.None => Plain(header.AccessNumber),
            MBusHeaderField.Status when header.Kind != TelegramHeaderKind.None => Plain(header.Status),
            MBusHeaderField.Signature when header.Kind is TelegramHeaderKind.Long or TelegramHeaderKind.Short => Plain(header.Configuration.Word),
            _ => null,
        };
    }

    private static SourceValue Plain(int number, string? name = null) => new(SourceKind.Number) { Number = number, Unit = RecordUnit.None, Name = name };
}
