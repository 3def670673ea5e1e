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
internal readonly struct ValueEncoder
{
    private readonly MappingEntry _entry;
    private readonly sbyte _scaler;

    /// <summary>Scaler and unit as the mapping and the finest scaler say them: those of nearly every value.</summary>
    private readonly ScalerUnit _usual;

    /// <summary>A register without a value has scaler and unit of its last one, so that a column of a profile does not change them.</summary>
    private readonly ScalerUnit _withoutValue;

    /// <summary>An entry and what is remembered of it; null when it was never found.</summary>
    public ValueEncoder(MappingEntry entry, EntryState? known)
    {
        (_entry, Known) = (entry, known);
        _scaler = Math.Min(entry.Scaler, known?.Finest ?? entry.Scaler);
        _usual = new ScalerUnit(_scaler, entry.Unit ?? Unit.NoUnit);
        _withoutValue = known?.Last ?? _usual;
        Missing = Without(MappedState.Missing);
    }

    /// <summary>The entry.</summary>
    public MappingEntry Entry => _entry;

    /// <summary>What is remembered of it.</summary>
    public EntryState? Known { get; }

    /// <summary>The value when no key was found.</summary>
    public MappedValue Missing { get; }

    private bool IsRegister => _entry.Class is ClassId.Register or ClassId.ExtendedRegister;

    /// <summary>The value of the entry.</summary>
    public MappedValue Encode(in SourceValue source) => source.Kind switch
    {
        SourceKind.Nothing => Without(MappedState.NoValue),
        SourceKind.Time when _entry.Class == ClassId.Clock => Value(new CosemData.OctetString(TimeEncoding.Octets(source.Time, CosemType.DateTime))),
        _ when _entry.Class == ClassId.Clock => Problem($"{source.Text} is no date and time"),
        SourceKind.Number => Number(source),
        SourceKind.Real => Real(source),
        SourceKind.Time => Time(source),
        SourceKind.Bytes => Bytes(source),
        _ when _entry.DataType == CosemType.NullData => Value(CosemData.VisibleString.Of(source.Text)),
        _ => IsText ? Value(Text(source.Text)) : WrongType(source),
    };

    /// <summary>What is to be remembered of the entry after a value of it was found.</summary>
    public EntryState StateAfter(MappedValue value)
    {
        var known = Known ?? default;
        if (value is not { State: MappedState.Value, Data: { } data, ScalerUnit: { } now })
        {
            return known;
        }

        // an integer register may have to take a finer scaler; floats and texts change nothing
        var isFiner = now.Scaler < (known.Finest ?? _entry.Scaler) && Integers.Contains(data.Type);
        var finest = isFiner ? now.Scaler : known.Finest;
        var usual = isFiner ? new ScalerUnit(Math.Min(_entry.Scaler, now.Scaler), _usual.Unit) : _usual;
        return new EntryState(finest, now == usual ? null : now);
    }

    private MappedValue Number(in SourceValue source)
    {
        if (IsOtherDimension(source.Unit, source.IsMakers))
        {
            return OtherDimension(source.Unit.Unit);
        }

        var exponent = source.Exponent + (source.IsMakers ? _entry.Scaler : 0);
        if (!PowerOfTen.TryMultiply(source.Number, source.Unit.Factor, out var number))
        {
            return TooBig(source);
        }

        var unit = OwnUnit(source.Unit, source.IsMakers);
        if (IsText)
        {
            return Value(Text(source.Unit.Factor == 1 && !source.IsMakers ? source.Text : ExactNumber.Format(number, exponent)), scaler: 0, unit);
        }

        switch (_entry.DataType)
        {
            case CosemType.BitString when !source.Raw.IsEmpty:
                var bits = source.Raw.ToArray();
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
    private MappedValue RegisterNumber(in SourceValue source, Int128 number, int exponent, Unit unit)
    {
        if (!source.IsMakers && _entry.Unit is { } wanted && UnitConversion.Factor(unit, wanted) is { } factor)
        {
            unit = wanted;
            if (!PowerOfTen.TryMultiply(number, factor, out number))
            {
                return TooBig(source);
            }
        }

        if (_entry.DataType is CosemType.Float32 or CosemType.Float64)
        {
            return Value(Nearest(number), exponent, unit);
        }

        var scaler = Math.Min(_scaler, exponent);
        return PowerOfTen.TryScale(number, exponent - scaler, out var scaled) && Integers.Encode(scaled, _entry.DataType) is { } data
            ? Value(data, scaler, unit)
            : TooBig(source);
    }

    /// <summary>Data has no scaler: an integer at the mapping's, if it is one there.</summary>
    private MappedValue DataNumber(in SourceValue source, Int128 number, int exponent)
    {
        if (_entry.DataType is CosemType.Float32 or CosemType.Float64)
        {
            return Value(Nearest(number));
        }

        if (!PowerOfTen.TryScale(number, exponent - _entry.Scaler, out var scaled))
        {
            return Problem($"{source.Text} is no integer of at most 64 bits times 10^{_entry.Scaler}");
        }

        return Integers.Encode(scaled, _entry.DataType) is { } data ? Value(data) : TooBig(source);
    }

    /// <summary>A real passes bit for bit, whatever integer type the mapping has.</summary>
    private MappedValue Real(in SourceValue source)
    {
        if (IsOtherDimension(source.Unit, source.IsMakers))
        {
            return OtherDimension(source.Unit.Unit);
        }

        var exponent = source.Exponent + (source.IsMakers ? _entry.Scaler : 0);
        var unit = source.Unit.Factor == 1 ? OwnUnit(source.Unit, source.IsMakers) : Unit.OtherUnit;
        if (IsText)
        {
            return Value(Text(source.IsMakers ? ExactNumber.FormatReal(source.Real, exponent)! : source.Text), scaler: 0, unit);
        }

        return _entry.DataType switch
        {
            CosemType.Float64 => Value(CosemData.Float64.FromDouble(source.Real), exponent, unit),
            CosemType.NullData or CosemType.Float32 => Value(CosemData.Float32.FromSingle(source.Real), exponent, unit),
            var type when Integers.Contains(type) => Value(CosemData.Float32.FromSingle(source.Real), exponent, unit),
            _ => WrongType(source),
        };
    }

    private MappedValue Time(in SourceValue source)
    {
        var time = source.Time;
        return _entry.DataType switch
        {
            CosemType.NullData or CosemType.OctetString => Value(new CosemData.OctetString(TimeEncoding.Octets(time, TypeOf(time)))),
            CosemType.DateTime => Value(new CosemData.DateTime(TimeEncoding.Octets(time, CosemType.DateTime))),
            CosemType.Date when time.Type != MBusType.Time => Value(new CosemData.Date(TimeEncoding.Octets(time, CosemType.Date))),
            CosemType.Time when time.Type != MBusType.Date => Value(new CosemData.Time(TimeEncoding.Octets(time, CosemType.Time))),
            _ => IsText ? Value(Text(source.Text)) : WrongType(source),
        };
    }

    private MappedValue Bytes(in SourceValue source) => _entry.DataType switch
    {
        CosemType.NullData or CosemType.OctetString => Value(new CosemData.OctetString(source.Raw)),
        _ => IsText ? Value(Text(source.Text)) : WrongType(source),
    };

    /// <summary>The default, at the register's scaler, or no value.</summary>
    private MappedValue Without(MappedState state)
    {
        if (_entry.Default is not { } data)
        {
            return new MappedValue(_entry, state, Data: null, ScalerUnitOf(_withoutValue.Scaler, _withoutValue.Unit));
        }

        if (IsRegister && Integers.Decode(data) is { } number && PowerOfTen.TryScale(number, _entry.Scaler - _withoutValue.Scaler, out var scaled))
        {
            data = Integers.Encode(scaled, _entry.DataType) ?? data;
        }

        return new MappedValue(_entry, MappedState.Default, data, ScalerUnitOf(_withoutValue.Scaler, _withoutValue.Unit));
    }

    /// <summary>Whether the type is one of characters; an octet-string takes them too.</summary>
    private bool IsText => _entry.DataType is CosemType.OctetString or CosemType.VisibleString or CosemType.Utf8String;

    private CosemData Text(string text) => _entry.DataType switch
    {
        CosemType.OctetString => new CosemData.OctetString(Encoding.Latin1.GetBytes(text)),
        CosemType.VisibleString => CosemData.VisibleString.Of(text),
        _ => new CosemData.Utf8String(Encoding.UTF8.GetBytes(text)),
    };

    private CosemData? Small(in SourceValue source, Int128 number, int exponent) =>
        !PowerOfTen.TryScale(number, source.IsMakers ? source.Exponent : exponent, out var small) ? null : _entry.DataType switch
        {
            CosemType.Enum when small >= 0 && small <= byte.MaxValue => new CosemData.Enum((byte)small),
            CosemType.Boolean when small == 0 || small == 1 => new CosemData.Boolean(small == 1),
            _ => null,
        };

    /// <summary>The float nearest to the number: read from its digits, which rounds once.</summary>
    private CosemData Nearest(Int128 number)
    {
        var digits = number.ToString(CultureInfo.InvariantCulture);
        return _entry.DataType == CosemType.Float32
            ? CosemData.Float32.FromSingle(float.Parse(digits, CultureInfo.InvariantCulture))
            : CosemData.Float64.FromDouble(double.Parse(digits, CultureInfo.InvariantCulture));
    }

    /// <summary>What the record measures is not what the mapping says. The maker's records and other units say nothing.</summary>
    private bool IsOtherDimension(RecordUnit record, bool isMakers)
    {
        if (!IsRegister || isMakers || _entry.Unit is not { } wanted)
        {
            return false;
        }

        var dimension = UnitConversion.DimensionOf(wanted);
        return dimension != Dimension.Unknown && record.Dimension != Dimension.Unknown && dimension != record.Dimension;
    }

    /// <summary>The record's unit; of a maker's record the mapping's, since nobody else knows it.</summary>
    private Unit OwnUnit(RecordUnit record, bool isMakers) => isMakers ? _entry.Unit ?? Unit.NoUnit : record.Unit;

    private ScalerUnit? ScalerUnitOf(int scaler, Unit unit) => !IsRegister ? null
        : scaler == _usual.Scaler && unit == _usual.Unit ? _usual
        : new ScalerUnit((sbyte)scaler, unit);

    private MappedValue Value(CosemData data, int scaler = 0, Unit? unit = null) =>
        new(_entry, MappedState.Value, data, ScalerUnitOf(scaler, unit ?? _entry.Unit ?? Unit.NoUnit));

    private MappedValue OtherDimension(Unit record) => new(
        _entry, MappedState.Error, Data: null, ScalerUnitOf(_withoutValue.Scaler, _withoutValue.Unit), $"the record's unit is {Name(record)}, dlmsUnit is {Name(_entry.Unit!.Value)}, which measures something else");

    private MappedValue TooBig(in SourceValue source) => Problem($"{source.Text} needs more than 64 bits");

    private MappedValue WrongType(in SourceValue source) => Problem($"{source.Text} cannot be of dlmsDataType {(int)_entry.DataType}");

    private MappedValue Problem(string problem) =>
        new(_entry, MappedState.NoValue, Data: null, ScalerUnitOf(_withoutValue.Scaler, _withoutValue.Unit), problem);

    private static string Name(Unit unit) => $"{unit} ({(int)unit})";

    private static CosemType TypeOf(in MBusTime time) => time.Type switch
    {
        MBusType.Date => CosemType.Date,
        MBusType.Time => CosemType.Time,
        _ => CosemType.DateTime,
    };
}
