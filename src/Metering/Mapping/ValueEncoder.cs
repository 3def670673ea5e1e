using System.Globalization;
using System.Text;
using Cosem;
using MBus.Application;
using CosemType = Cosem.DataType;
using MBusType = MBus.Application.DataType;

namespace Metering.Mapping;

/// <summary>
/// Turns what a key found into the data of an entry. A register is physically right or has no value: value x 10^scaler unit is what the
/// meter sent. Only a number that the mapping declares to be a float is rounded.
/// </summary>
/// <param name="entry">The entry.</param>
/// <param name="finest">The finest scaler that the register has had to take so far; null when the mapping's has done.</param>
/// <param name="last">Scaler and unit of the register's last value; null when they are the mapping's and <paramref name="finest"/>.</param>
internal readonly ref struct ValueEncoder(MappingEntry entry, sbyte? finest, ScalerUnit? last = null)
{
    private readonly sbyte _scaler = Math.Min(entry.Scaler, finest ?? entry.Scaler);

    /// <summary>A register without a value has scaler and unit of its last one, so that a column of a profile does not change them.</summary>
    private readonly ScalerUnit _withoutValue = last ?? ScalerUnitOf(entry, finest);

    private bool IsRegister => entry.Class is ClassId.Register or ClassId.ExtendedRegister;

    /// <summary>Scaler and unit as the mapping and the finest scaler say them.</summary>
    public static ScalerUnit ScalerUnitOf(MappingEntry entry, sbyte? finest) =>
        new(Math.Min(entry.Scaler, finest ?? entry.Scaler), entry.Unit ?? Unit.NoUnit);

    /// <summary>The value of the entry; <paramref name="source"/> is null when no key was found.</summary>
    public MappedValue Encode(SourceValue? source) => source switch
    {
        null => Without(MappedState.Missing),
        SourceValue.Nothing => Without(MappedState.NoValue),
        SourceValue.Time time when entry.Class == ClassId.Clock => Value(new CosemData.OctetString(TimeEncoding.Octets(time.Value, CosemType.DateTime))),
        _ when entry.Class == ClassId.Clock => Problem($"{source.Text} is no date and time"),
        SourceValue.Number number => Number(number),
        SourceValue.Real real => Real(real),
        SourceValue.Time time => Time(time.Value),
        SourceValue.Bytes bytes => Bytes(bytes.Value),
        _ when entry.DataType == CosemType.NullData => Value(new CosemData.VisibleString(Encoding.Latin1.GetBytes(source.Text))),
        _ => Text(source.Text) is { } text ? Value(text) : WrongType(source),
    };

    private MappedValue Number(SourceValue.Number source)
    {
        if (IsOtherDimension(source.Unit, source.IsMakers))
        {
            return OtherDimension(source.Unit.Unit);
        }

        var exponent = source.Exponent + (source.IsMakers ? entry.Scaler : 0);
        if (!PowerOfTen.TryMultiply(source.Value, source.Unit.Factor, out var number))
        {
            return TooBig(source);
        }

        var unit = OwnUnit(source.Unit, source.IsMakers);
        if (Text(source.Unit.Factor == 1 && !source.IsMakers ? source.Text : ExactNumber.Format(number, exponent)) is { } text)
        {
            return Value(text, scaler: 0, unit);
        }

        switch (entry.DataType)
        {
            case CosemType.BitString when !source.Bits.IsEmpty:
                var bits = source.Bits.ToArray();
                Array.Reverse(bits);
                return Value(new CosemData.BitString(bits, 8 * bits.Length), scaler: 0, unit);
            case CosemType.Boolean or CosemType.Enum:
                return Small(source, number, exponent) is { } small ? Value(small, scaler: 0, unit) : WrongType(source);
            case CosemType.BitString or CosemType.DateTime or CosemType.Date or CosemType.Time:
                return WrongType(source);
            default:
                return IsRegister ? RegisterNumber(source, number, exponent, unit) : DataNumber(source, number, exponent);
        }
    }

    /// <summary>A register: scaler and unit follow the record where the mapping's would lose something.</summary>
    private MappedValue RegisterNumber(SourceValue.Number source, Int128 number, int exponent, Unit unit)
    {
        if (!source.IsMakers && entry.Unit is { } wanted && UnitConversion.Factor(unit, wanted) is { } factor)
        {
            unit = wanted;
            if (!PowerOfTen.TryMultiply(number, factor, out number))
            {
                return TooBig(source);
            }
        }

        if (entry.DataType is CosemType.Float32 or CosemType.Float64)
        {
            return Value(Nearest(number), exponent, unit);
        }

        var scaler = Math.Min(_scaler, exponent);
        return PowerOfTen.TryScale(number, exponent - scaler, out var scaled) && Integers.Encode(scaled, entry.DataType) is { } data
            ? Value(data, scaler, unit)
            : TooBig(source);
    }

    /// <summary>Data has no scaler: an integer at the mapping's, if it is one there.</summary>
    private MappedValue DataNumber(SourceValue.Number source, Int128 number, int exponent)
    {
        if (entry.DataType is CosemType.Float32 or CosemType.Float64)
        {
            return Value(Nearest(number));
        }

        if (!PowerOfTen.TryScale(number, exponent - entry.Scaler, out var scaled))
        {
            return Problem($"{source.Text} is no integer of at most 64 bits times 10^{entry.Scaler}");
        }

        return Integers.Encode(scaled, entry.DataType) is { } data ? Value(data) : TooBig(source);
    }

    /// <summary>A real passes bit for bit, whatever integer type the mapping has.</summary>
    private MappedValue Real(SourceValue.Real source)
    {
        if (IsOtherDimension(source.Unit, source.IsMakers))
        {
            return OtherDimension(source.Unit.Unit);
        }

        var exponent = source.Exponent + (source.IsMakers ? entry.Scaler : 0);
        var unit = source.Unit.Factor == 1 ? OwnUnit(source.Unit, source.IsMakers) : Unit.OtherUnit;
        if (Text(source.IsMakers ? ExactNumber.FormatReal(source.Value, exponent)! : source.Text) is { } text)
        {
            return Value(text, scaler: 0, unit);
        }

        return entry.DataType switch
        {
            CosemType.Float64 => Value(CosemData.Float64.FromDouble(source.Value), exponent, unit),
            CosemType.NullData or CosemType.Float32 => Value(CosemData.Float32.FromSingle(source.Value), exponent, unit),
            var type when Integers.Contains(type) => Value(CosemData.Float32.FromSingle(source.Value), exponent, unit),
            _ => WrongType(source),
        };
    }

    private MappedValue Time(in MBusTime time) => entry.DataType switch
    {
        CosemType.NullData or CosemType.OctetString => Value(new CosemData.OctetString(TimeEncoding.Octets(time, TypeOf(time)))),
        CosemType.DateTime => Value(new CosemData.DateTime(TimeEncoding.Octets(time, CosemType.DateTime))),
        CosemType.Date when time.Type != MBusType.Time => Value(new CosemData.Date(TimeEncoding.Octets(time, CosemType.Date))),
        CosemType.Time when time.Type != MBusType.Date => Value(new CosemData.Time(TimeEncoding.Octets(time, CosemType.Time))),
        _ when Text(time.ToString()) is { } text => Value(text),
        _ => WrongType(new SourceValue.Time(time)),
    };

    private MappedValue Bytes(Octets bytes) => entry.DataType switch
    {
        CosemType.NullData or CosemType.OctetString => Value(new CosemData.OctetString(bytes)),
        _ when Text(Convert.ToHexStringLower(bytes.Span)) is { } text => Value(text),
        _ => WrongType(new SourceValue.Bytes(bytes)),
    };

    /// <summary>The default, at the register's scaler, or no value.</summary>
    private MappedValue Without(MappedState state)
    {
        if (entry.Default is not { } data)
        {
            return new MappedValue(entry, state, Data: null, ScalerUnitOf(_withoutValue.Scaler, _withoutValue.Unit));
        }

        if (IsRegister && Integers.Decode(data) is { } number && PowerOfTen.TryScale(number, entry.Scaler - _withoutValue.Scaler, out var scaled))
        {
            data = Integers.Encode(scaled, entry.DataType) ?? data;
        }

        return new MappedValue(entry, MappedState.Default, data, ScalerUnitOf(_withoutValue.Scaler, _withoutValue.Unit));
    }

    /// <summary>Characters in the type of the entry; null when that is no type of characters.</summary>
    private CosemData? Text(string text) => entry.DataType switch
    {
        CosemType.OctetString => new CosemData.OctetString(Encoding.Latin1.GetBytes(text)),
        CosemType.VisibleString => new CosemData.VisibleString(Encoding.Latin1.GetBytes(text)),
        CosemType.Utf8String => new CosemData.Utf8String(Encoding.UTF8.GetBytes(text)),
        _ => null,
    };

    private CosemData? Small(SourceValue.Number source, Int128 number, int exponent) =>
        !PowerOfTen.TryScale(number, source.IsMakers ? source.Exponent : exponent, out var small) ? null : entry.DataType switch
        {
            CosemType.Enum when small >= 0 && small <= byte.MaxValue => new CosemData.Enum((byte)small),
            CosemType.Boolean when small == 0 || small == 1 => new CosemData.Boolean(small == 1),
            _ => null,
        };

    /// <summary>The float nearest to the number: read from its digits, which rounds once.</summary>
    private CosemData Nearest(Int128 number)
    {
        var digits = number.ToString(CultureInfo.InvariantCulture);
        return entry.DataType == CosemType.Float32
            ? CosemData.Float32.FromSingle(float.Parse(digits, CultureInfo.InvariantCulture))
            : CosemData.Float64.FromDouble(double.Parse(digits, CultureInfo.InvariantCulture));
    }

    /// <summary>What the record measures is not what the mapping says. The maker's records and other units say nothing.</summary>
    private bool IsOtherDimension(RecordUnit record, bool isMakers)
    {
        if (!IsRegister || isMakers || entry.Unit is not { } wanted)
        {
            return false;
        }

        var dimension = UnitConversion.DimensionOf(wanted);
        return dimension != Dimension.Unknown && record.Dimension != Dimension.Unknown && dimension != record.Dimension;
    }

    /// <summary>The record's unit; of a maker's record the mapping's, since nobody else knows it.</summary>
    private Unit OwnUnit(RecordUnit record, bool isMakers) => isMakers ? entry.Unit ?? Unit.NoUnit : record.Unit;

    private ScalerUnit? ScalerUnitOf(int scaler, Unit unit) => IsRegister ? new ScalerUnit((sbyte)scaler, unit) : null;

    private MappedValue Value(CosemData data, int scaler = 0, Unit? unit = null) =>
        new(entry, MappedState.Value, data, ScalerUnitOf(scaler, unit ?? entry.Unit ?? Unit.NoUnit));

    private MappedValue OtherDimension(Unit record) => new(
        entry, MappedState.Error, Data: null, ScalerUnitOf(_withoutValue.Scaler, _withoutValue.Unit), $"the record's unit is {Name(record)}, dlmsUnit is {Name(entry.Unit!.Value)}, which measures something else");

    private MappedValue TooBig(SourceValue source) => Problem($"{source.Text} needs more than 64 bits");

    private MappedValue WrongType(SourceValue source) => Problem($"{source.Text} cannot be of dlmsDataType {(int)entry.DataType}");

    private MappedValue Problem(string problem) =>
        new(entry, MappedState.NoValue, Data: null, ScalerUnitOf(_withoutValue.Scaler, _withoutValue.Unit), problem);

    private static string Name(Unit unit) => $"{unit} ({(int)unit})";

    private static CosemType TypeOf(in MBusTime time) => time.Type switch
    {
        MBusType.Date => CosemType.Date,
        MBusType.Time => CosemType.Time,
        _ => CosemType.DateTime,
    };
}
