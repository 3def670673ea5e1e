using Cosem;

namespace Metering.Mapping;

/// <summary>Integers of the CHOICE Data: a number that is too big for its type takes the next wider one, never fewer digits.</summary>
internal static class Integers
{
    private static readonly DataType[] Signed = [DataType.Integer, DataType.Long, DataType.DoubleLong, DataType.Long64];
    private static readonly DataType[] Unsigned = [DataType.Unsigned, DataType.LongUnsigned, DataType.DoubleLongUnsigned, DataType.Long64Unsigned];

    /// <summary>Whether the type is one of the eight.</summary>
    public static bool Contains(DataType type) => Signed.Contains(type) || Unsigned.Contains(type);

    /// <summary>Whether the number fits the type; any type with <see cref="DataType.NullData"/>.</summary>
    public static bool Fits(Int128 number, DataType type) => type switch
    {
        DataType.Integer => number >= sbyte.MinValue && number <= sbyte.MaxValue,
        DataType.Long => number >= short.MinValue && number <= short.MaxValue,
        DataType.DoubleLong => number >= int.MinValue && number <= int.MaxValue,
        DataType.Long64 => number >= long.MinValue && number <= long.MaxValue,
        DataType.Unsigned => number >= 0 && number <= byte.MaxValue,
        DataType.LongUnsigned => number >= 0 && number <= ushort.MaxValue,
        DataType.DoubleLongUnsigned => number >= 0 && number <= uint.MaxValue,
        DataType.Long64Unsigned => number >= 0 && number <= ulong.MaxValue,
        _ => false,
    };

    /// <summary>
    /// The number in the type, or in the first wider one that holds it: 15, 16, 5, 20 or 17, 18, 6, 21; a negative one that was to be
    /// unsigned in the signed type of the next width. <see cref="DataType.NullData"/> stands for the narrowest of 16, 5, 20. Null when
    /// 64 bits are not enough.
    /// </summary>
    public static CosemData? Encode(Int128 number, DataType type)
    {
        if (Fits(number, type))
        {
            return Of(number, type);
        }

        foreach (var candidate in Candidates(number, type))
        {
            if (Fits(number, candidate))
            {
                return Of(number, candidate);
            }
        }

        return null;
    }

    private static IEnumerable<DataType> Candidates(Int128 number, DataType type)
    {
        var width = Array.IndexOf(Unsigned, type);
        if (width >= 0)
        {
            return number >= 0 ? Unsigned[width..] : Signed[Math.Min(width + 1, Signed.Length - 1)..];
        }

        // What needs all 64 bits has no sign to lose.
        var from = type == DataType.NullData ? Array.IndexOf(Signed, DataType.Long) : Array.IndexOf(Signed, type);
        return Signed[from..].Append(DataType.Long64Unsigned);
    }

    private static CosemData Of(Int128 number, DataType type) => type switch
    {
        DataType.Integer => new CosemData.Integer((sbyte)number),
        DataType.Long => new CosemData.Long((short)number),
        DataType.DoubleLong => new CosemData.DoubleLong((int)number),
        DataType.Long64 => new CosemData.Long64((long)number),
        DataType.Unsigned => new CosemData.Unsigned((byte)number),
        DataType.LongUnsigned => new CosemData.LongUnsigned((ushort)number),
        DataType.DoubleLongUnsigned => new CosemData.DoubleLongUnsigned((uint)number),
        _ => new CosemData.Long64Unsigned((ulong)number),
    };

    /// <summary>The number of an integer type; null for other data.</summary>
    public static Int128? Decode(CosemData data) => data switch
    {
        CosemData.Integer value => value.Value,
        CosemData.Long value => value.Value,
        CosemData.DoubleLong value => value.Value,
        CosemData.Long64 value => value.Value,
        CosemData.Unsigned value => value.Value,
        CosemData.LongUnsigned value => value.Value,
        CosemData.DoubleLongUnsigned value => value.Value,
        CosemData.Long64Unsigned value => value.Value,
        _ => null,
    };
}
