using System.Globalization;
using System.Text;

namespace Cosem;

/// <summary>A value of the CHOICE Data (IEC 62056-6-2): one case for each of its tags. Values are equal when type and contents are.</summary>
public abstract record CosemData
{
    private CosemData(DataType type) => Type = type;

    /// <summary>The tag.</summary>
    public DataType Type { get; }

    /// <summary>null-data.</summary>
    public sealed record Null : CosemData
    {
        private Null()
            : base(DataType.NullData)
        {
        }

        /// <summary>The one value.</summary>
        public static Null Instance { get; } = new();
    }

    /// <summary>What array and structure share: elements, equal one by one and in order.</summary>
    public abstract record Elements : CosemData
    {
        private protected Elements(DataType type, IReadOnlyList<CosemData> items)
            : base(type) => Items = items;

        /// <summary>The elements in order.</summary>
        public IReadOnlyList<CosemData> Items { get; }

        /// <inheritdoc />
        public virtual bool Equals(Elements? other) =>
            other is not null && other.Type == Type && other.Items.Count == Items.Count && Items.SequenceEqual(other.Items);

        /// <inheritdoc />
        public override int GetHashCode() => HashCode.Combine(Type, Items.Count, Items.Count == 0 ? null : Items[0]);

        /// <inheritdoc />
        protected override bool PrintMembers(StringBuilder builder)
        {
            builder.AppendJoin(", ", Items);
            return Items.Count > 0;
        }
    }

    /// <summary>array: elements of one type.</summary>
    public sealed record Array : Elements
    {
        /// <summary>An array.</summary>
        /// <param name="items">The elements in order.</param>
        public Array(params IReadOnlyList<CosemData> items)
            : base(DataType.Array, items)
        {
        }
    }

    /// <summary>structure: elements of any types.</summary>
    public sealed record Structure : Elements
    {
        /// <summary>A structure.</summary>
        /// <param name="items">The elements in order.</param>
        public Structure(params IReadOnlyList<CosemData> items)
            : base(DataType.Structure, items)
        {
        }
    }

    /// <summary>boolean.</summary>
    /// <param name="Value">The value.</param>
    public sealed record Boolean(bool Value) : CosemData(DataType.Boolean);

    /// <summary>bit-string, the most significant bit of the first octet first.</summary>
    /// <param name="Bits">The octets, as many as the bits need.</param>
    /// <param name="Length">The number of bits.</param>
    public sealed record BitString(Octets Bits, int Length) : CosemData(DataType.BitString)
    {
        /// <summary>The number of bits.</summary>
        public int Length { get; } = Length >= 0 && (Length + 7) / 8 == Bits.Length
            ? Length
            : throw new ArgumentOutOfRangeException(nameof(Length), Length, $"Not a number of bits in {Bits.Length} octets.");
    }

    /// <summary>double-long.</summary>
    /// <param name="Value">32 bits, signed.</param>
    public sealed record DoubleLong(int Value) : CosemData(DataType.DoubleLong);

    /// <summary>double-long-unsigned.</summary>
    /// <param name="Value">32 bits.</param>
    public sealed record DoubleLongUnsigned(uint Value) : CosemData(DataType.DoubleLongUnsigned);

    /// <summary>octet-string.</summary>
    /// <param name="Value">The octets.</param>
    public sealed record OctetString(Octets Value) : CosemData(DataType.OctetString);

    /// <summary>visible-string.</summary>
    /// <param name="Value">The characters as octets, as they stand on the wire.</param>
    public sealed record VisibleString(Octets Value) : CosemData(DataType.VisibleString)
    {
        /// <summary>The text of the octets in ISO 8859-1, so that every octet is a character.</summary>
        public string Text => Encoding.Latin1.GetString(Value.Span);

        /// <summary>A text in ISO 8859-1, with ? in the place of what that does not have.</summary>
        public static VisibleString Of(string text) => new(Encoding.Latin1.GetBytes(text));
    }

    /// <summary>utf8-string.</summary>
    /// <param name="Value">The octets in UTF-8, as they stand on the wire.</param>
    public sealed record Utf8String(Octets Value) : CosemData(DataType.Utf8String)
    {
        /// <summary>The text; a sequence that is not UTF-8 becomes U+FFFD.</summary>
        public string Text => Encoding.UTF8.GetString(Value.Span);
    }

    /// <summary>bcd.</summary>
    /// <param name="Value">Two digits, the first in the upper half.</param>
    public sealed record Bcd(byte Value) : CosemData(DataType.Bcd);

    /// <summary>integer.</summary>
    /// <param name="Value">8 bits, signed.</param>
    public sealed record Integer(sbyte Value) : CosemData(DataType.Integer);

    /// <summary>long.</summary>
    /// <param name="Value">16 bits, signed.</param>
    public sealed record Long(short Value) : CosemData(DataType.Long);

    /// <summary>unsigned.</summary>
    /// <param name="Value">8 bits.</param>
    public sealed record Unsigned(byte Value) : CosemData(DataType.Unsigned);

    /// <summary>long-unsigned.</summary>
    /// <param name="Value">16 bits.</param>
    public sealed record LongUnsigned(ushort Value) : CosemData(DataType.LongUnsigned);

    /// <summary>long64.</summary>
    /// <param name="Value">64 bits, signed.</param>
    public sealed record Long64(long Value) : CosemData(DataType.Long64);

    /// <summary>long64-unsigned.</summary>
    /// <param name="Value">64 bits.</param>
    public sealed record Long64Unsigned(ulong Value) : CosemData(DataType.Long64Unsigned);

    /// <summary>enum.</summary>
    /// <param name="Value">The number.</param>
    public sealed record Enum(byte Value) : CosemData(DataType.Enum);

    /// <summary>float32.</summary>
    /// <param name="Bits">The binary32 bit for bit; a NaN keeps its payload and a zero its sign.</param>
    public sealed record Float32(uint Bits) : CosemData(DataType.Float32)
    {
        /// <summary>The number.</summary>
        public float Value => BitConverter.UInt32BitsToSingle(Bits);

        /// <summary>The number as data.</summary>
        public static Float32 FromSingle(float value) => new(BitConverter.SingleToUInt32Bits(value));
    }

    /// <summary>float64.</summary>
    /// <param name="Bits">The binary64 bit for bit; a NaN keeps its payload and a zero its sign.</param>
    public sealed record Float64(ulong Bits) : CosemData(DataType.Float64)
    {
        /// <summary>The number.</summary>
        public double Value => BitConverter.UInt64BitsToDouble(Bits);

        /// <summary>The number as data.</summary>
        public static Float64 FromDouble(double value) => new(BitConverter.DoubleToUInt64Bits(value));
    }

    /// <summary>date-time.</summary>
    /// <param name="Value">12 octets as sent; <see cref="CosemDateTime"/> reads them.</param>
    public sealed record DateTime(Octets Value) : CosemData(DataType.DateTime)
    {
        /// <summary>Octets of a date-time.</summary>
        public const int Length = 12;

        /// <summary>12 octets as sent.</summary>
        public Octets Value { get; } = OfLength(Value, Length);
    }

    /// <summary>date.</summary>
    /// <param name="Value">5 octets as sent.</param>
    public sealed record Date(Octets Value) : CosemData(DataType.Date)
    {
        /// <summary>Octets of a date.</summary>
        public const int Length = 5;

        /// <summary>5 octets as sent.</summary>
        public Octets Value { get; } = OfLength(Value, Length);
    }

    /// <summary>time.</summary>
    /// <param name="Value">4 octets as sent.</param>
    public sealed record Time(Octets Value) : CosemData(DataType.Time)
    {
        /// <summary>Octets of a time.</summary>
        public const int Length = 4;

        /// <summary>4 octets as sent.</summary>
        public Octets Value { get; } = OfLength(Value, Length);
    }

    private static Octets OfLength(Octets value, int length) => value.Length == length
        ? value
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{length} octets are needed, not {value.Length}."), nameof(value));
}
