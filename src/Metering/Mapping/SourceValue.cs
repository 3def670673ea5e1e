using System.Globalization;
using Cosem;
using MBus.Application;
using MBusType = MBus.Application.DataType;

namespace Metering.Mapping;

/// <summary>What a key found: one of the cases, each with the value exactly as the meter sent it.</summary>
internal abstract record SourceValue
{
    private SourceValue()
    {
    }

    /// <summary>The value as text: decimal point, ISO dates, leading zeros of numbers that name something.</summary>
    public abstract string Text { get; }

    /// <summary>The meter says that there is no value, or something that is none.</summary>
    public sealed record Nothing : SourceValue
    {
        public override string Text => "";
    }

    /// <summary>A number times ten to the power of the exponent.</summary>
    public sealed record Number(Int128 Value, int Exponent, RecordUnit Unit, bool IsMakers, ReadOnlyMemory<byte> Bits, string? Name) : SourceValue
    {
        public override string Text => Name ?? ExactNumber.Format(Value, Exponent);
    }

    /// <summary>A binary32 times ten to the power of the exponent.</summary>
    public sealed record Real(float Value, int Exponent, RecordUnit Unit, bool IsMakers) : SourceValue
    {
        public override string Text => ExactNumber.FormatReal(Value, Exponent) ?? "";
    }

    /// <summary>Characters.</summary>
    public sealed record Characters(string Value) : SourceValue
    {
        public override string Text => Value;
    }

    /// <summary>Bytes.</summary>
    public sealed record Bytes(Octets Value) : SourceValue
    {
        public override string Text => Convert.ToHexStringLower(Value.Span);
    }

    /// <summary>A date, a time or both.</summary>
    public sealed record Time(MBusTime Value) : SourceValue
    {
        public override string Text => Value.ToString();
    }

    /// <summary>The value of a record.</summary>
    public static SourceValue Of(in DataRecord record)
    {
        var value = record.Value;
        return value.Type switch
        {
            _ when SaysNoData(record.Vib) => new Nothing(),
            MBusType.Bytes => new Bytes(value.Raw),
            _ when !value.HasValue => new Nothing(),
            MBusType.Real => new Real(value.Real, record.Vib.Exponent, RecordUnit.Of(record.Vib), RecordUnit.IsMakers(record.Vib)),
            MBusType.Text => new Characters(value.Text),
            MBusType.Identification => new Characters(record.ValueText!),
            MBusType.Date or MBusType.Time or MBusType.DateTime => new Time(value.Time),
            _ => new Number(
                value.Number,
                record.Vib.Exponent,
                RecordUnit.Of(record.Vib),
                RecordUnit.IsMakers(record.Vib),
                value.Type == MBusType.Bits ? value.Raw : default,
                record.Vib.Kind is VifKind.Identifier or VifKind.Identification ? record.ValueText : null),
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
                Plain(number) with { Name = header.IdentificationText },
            MBusHeaderField.Identification => new Characters(header.IdentificationText),
            MBusHeaderField.Manufacturer when hasIdentity => new Characters(header.Manufacturer.ToString()),
            MBusHeaderField.Version when hasIdentity => Plain(header.Version),
            MBusHeaderField.Medium when hasIdentity || header.Kind == TelegramHeaderKind.Fixed => Plain(header.Medium.Code),
            MBusHeaderField.Access when header.Kind != TelegramHeaderKind.None => Plain(header.AccessNumber),
            MBusHeaderField.Status when header.Kind != TelegramHeaderKind.None => Plain(header.Status),
            MBusHeaderField.Signature when header.Kind is TelegramHeaderKind.Long or TelegramHeaderKind.Short => Plain(header.Configuration.Word),
            _ => null,
        };
    }

    private static Number Plain(int number) => new(number, 0, RecordUnit.None, IsMakers: false, Bits: default, Name: null);

    private static bool SaysNoData(in Vib vib) => vib.HasModifiers && vib.Modifiers.Contains("no-data", StringComparer.Ordinal);
}
