using Cosem;
using FsCheck;
using FsCheck.Fluent;

namespace Dlms.Tests;

/// <summary>Any value of the CHOICE Data, nested up to four levels.</summary>
internal static class CosemDataGenerator
{
    public static Gen<CosemData> Any => Nested(4);

    private static Gen<Octets> AnyOctets => Gen.Choose(0, 255).Select(n => (byte)n).ArrayOf().Select(octets => (Octets)octets);

    private static Gen<ulong> AnyBits =>
        from upper in Gen.Choose(int.MinValue, int.MaxValue)
        from lower in Gen.Choose(int.MinValue, int.MaxValue)
        select ((ulong)(uint)upper << 32) | (uint)lower;

    private static Gen<CosemData> Nested(int depth) => depth == 0
        ? Leaf
        : Gen.Frequency((3, Leaf), (1, List(depth, items => new CosemData.Array(items))), (1, List(depth, items => new CosemData.Structure(items))));

    private static Gen<CosemData> List(int depth, Func<CosemData[], CosemData> make) =>
        Gen.Choose(0, 5).SelectMany(count => Nested(depth - 1).ArrayOf(count)).Select(make);

    private static Gen<CosemData> Leaf => Gen.OneOf(
        Gen.Constant<CosemData>(CosemData.Null.Instance),
        AnyBits.Select<ulong, CosemData>(n => new CosemData.Boolean((n & 1) == 1)),
        from octets in AnyOctets
        from unused in Gen.Choose(0, 7)
        select (CosemData)new CosemData.BitString(octets, octets.Length == 0 ? 0 : (octets.Length * 8) - unused),
        AnyBits.Select<ulong, CosemData>(n => new CosemData.DoubleLong((int)n)),
        AnyBits.Select<ulong, CosemData>(n => new CosemData.DoubleLongUnsigned((uint)n)),
        AnyOctets.Select<Octets, CosemData>(n => new CosemData.OctetString(n)),
        AnyOctets.Select<Octets, CosemData>(n => new CosemData.VisibleString(n)),
        AnyOctets.Select<Octets, CosemData>(n => new CosemData.Utf8String(n)),
        AnyBits.Select<ulong, CosemData>(n => new CosemData.Bcd((byte)n)),
        AnyBits.Select<ulong, CosemData>(n => new CosemData.Integer((sbyte)n)),
        AnyBits.Select<ulong, CosemData>(n => new CosemData.Long((short)n)),
        AnyBits.Select<ulong, CosemData>(n => new CosemData.Unsigned((byte)n)),
        AnyBits.Select<ulong, CosemData>(n => new CosemData.LongUnsigned((ushort)n)),
        AnyBits.Select<ulong, CosemData>(n => new CosemData.Long64((long)n)),
        AnyBits.Select<ulong, CosemData>(n => new CosemData.Long64Unsigned(n)),
        AnyBits.Select<ulong, CosemData>(n => new CosemData.Enum((byte)n)),
        AnyBits.Select<ulong, CosemData>(n => new CosemData.Float32((uint)n)),
        AnyBits.Select<ulong, CosemData>(n => new CosemData.Float64(n)),
        Fixed(12).Select<byte[], CosemData>(n => new CosemData.DateTime(n)),
        Fixed(5).Select<byte[], CosemData>(n => new CosemData.Date(n)),
        Fixed(4).Select<byte[], CosemData>(n => new CosemData.Time(n)));

    private static Gen<byte[]> Fixed(int length) => Gen.Choose(0, 255).Select(n => (byte)n).ArrayOf(length);
}
