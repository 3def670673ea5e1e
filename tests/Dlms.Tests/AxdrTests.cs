using System.Buffers;
using Cosem;
using Dlms.Axdr;
using FsCheck;
using FsCheck.Fluent;
using Testing;

namespace Dlms.Tests;

public class AxdrTests
{
    public static TheoryData<string, CosemData> Data => new()
    {
        { "00", CosemData.Null.Instance },
        { "01 02 11 01 11 02", new CosemData.Array(new CosemData.Unsigned(1), new CosemData.Unsigned(2)) },
        { "02 02 0F FD 16 1E", new CosemData.Structure(new CosemData.Integer(-3), new CosemData.Enum(30)) },
        { "03 01", new CosemData.Boolean(true) },
        { "04 18 00 12 10", new CosemData.BitString(Hex.Bytes("001210"), 24) },
        { "04 03 A0", new CosemData.BitString(Hex.Bytes("A0"), 3) },
        { "05 FFFFFF85", new CosemData.DoubleLong(-123) },
        { "06 0012D687", new CosemData.DoubleLongUnsigned(1234567) },
        { "09 03 454C56", new CosemData.OctetString(Hex.Bytes("454C56")) },
        { "0A 02 4142", new CosemData.VisibleString(Octets.FromAscii("AB")) },
        { "0C 02 C3A4", new CosemData.Utf8String(Hex.Bytes("C3A4")) },
        { "0D 42", new CosemData.Bcd(0x42) },
        { "0F 80", new CosemData.Integer(-128) },
        { "10 FFC4", new CosemData.Long(-60) },
        { "11 FF", new CosemData.Unsigned(255) },
        { "12 001D", new CosemData.LongUnsigned(29) },
        { "14 FFFFFFFFFFFFFFFF", new CosemData.Long64(-1) },
        { "15 FFFFFFFFFFFFFFFF", new CosemData.Long64Unsigned(ulong.MaxValue) },
        { "16 FF", new CosemData.Enum(255) },
        { "17 A3D70A3D", new CosemData.Float32(0xA3D70A3D) },
        { "17 7FA00001", new CosemData.Float32(0x7FA00001) }, // a signalling NaN stays what it is
        { "18 3FF0000000000000", CosemData.Float64.FromDouble(1) },
        { "19 07E2010A031314150CFFC400", new CosemData.DateTime(Hex.Bytes("07E2010A031314150CFFC400")) },
        { "1A 07E2010A03", new CosemData.Date(Hex.Bytes("07E2010A03")) },
        { "1B 13141500", new CosemData.Time(Hex.Bytes("13141500")) },
    };

    [Theory]
    [MemberData(nameof(Data))]
    public void Every_type_of_Data_is_read_and_written(string hex, CosemData data)
    {
        Assert.Equal(data, Read(Hex.Bytes(hex)));
        Assert.Equal(Hex.Bytes(hex), Written(data));
    }

    [Theory]
    [InlineData(0, "00")]
    [InlineData(127, "7F")]
    [InlineData(128, "81 80")]
    [InlineData(255, "81 FF")]
    [InlineData(256, "82 0100")]
    [InlineData(65_535, "82 FFFF")]
    [InlineData(65_536, "84 00010000")]
    public void A_length_takes_as_few_octets_as_it_needs(int length, string hex)
    {
        var output = new ArrayBufferWriter<byte>();
        new AxdrWriter(output).WriteLength(length);
        Assert.Equal(Hex.Bytes(hex), output.WrittenSpan.ToArray());
        Assert.Equal(length, new AxdrReader(Hex.Bytes(hex)).ReadLength());
    }

    [Fact]
    public void A_length_may_be_longer_than_it_needs() => Assert.Equal(5, new AxdrReader(Hex.Bytes("83 000005")).ReadLength());

    [Fact]
    public void What_is_written_is_read_as_the_same()
    {
        Prop.ForAll(CosemDataGenerator.Any.ToArbitrary(), data => Read(Written(data)).Equals(data))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Rounds.Of(500, 20_000, 200_000)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("FF")] // dont-care
    [InlineData("13 00")] // compact-array
    [InlineData("06 0012D6")]
    [InlineData("09 04 454C56")]
    [InlineData("09 80")]
    [InlineData("09 85 0000000001")]
    [InlineData("09 84 FFFFFFFF 00")]
    [InlineData("01 84 7FFFFFFF 00")]
    [InlineData("02 82 FFFF 11 00")]
    [InlineData("04 84 7FFFFFFF 00")]
    [InlineData("04 09 FF")]
    public void Lengths_that_lie_and_unknown_types_are_refused(string hex) => Assert.Throws<ApduException>(() => Read(Hex.Bytes(hex)));

    [Fact]
    public void Sixteen_levels_are_read_and_seventeen_are_not()
    {
        static byte[] Levels(int count) => [.. Enumerable.Repeat<byte[]>([2, 1], count).SelectMany(level => level), 0];
        Assert.IsType<CosemData.Structure>(Read(Levels(16)));
        Assert.Throws<ApduException>(() => Read(Levels(17)));
        Assert.Throws<ApduException>(() => Read(Levels(15_000)));
    }

    private static CosemData Read(byte[] octets)
    {
        var reader = new AxdrReader(octets);
        var data = reader.ReadData();
        reader.End();
        return data;
    }

    private static byte[] Written(CosemData data)
    {
        var output = new ArrayBufferWriter<byte>();
        new AxdrWriter(output).WriteData(data);
        return output.WrittenSpan.ToArray();
    }
}
