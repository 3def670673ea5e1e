using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using MBus.Application;

namespace MBus.Tests.Application;

public class DibTests
{
    [Theory]
    [InlineData("0C", 0ul, 0u, 0)]
    [InlineData("4C", 1ul, 0u, 0)]
    [InlineData("8C10", 0ul, 1u, 0)]
    [InlineData("8C40", 0ul, 0u, 1)]
    [InlineData("CCDF7F", 511ul, 13u, 3)]
    public void Storage_tariff_and_subunit_take_as_many_DIFEs_as_they_need(string hex, ulong storage, uint tariff, int subunit) =>
        Assert.Equal(hex, Written(Dib.Of(DataField.Bcd8, storage: storage, tariff: tariff, subunit: (ushort)subunit)));

    [Fact]
    public void The_largest_numbers_take_ten_DIFEs()
    {
        var dib = Dib.Of(DataField.Integer8, DataFunction.Minimum, (1ul << 41) - 1, (1u << 20) - 1, (1 << 10) - 1);
        Assert.Equal(Dib.MaximumExtensions, dib.Extensions);
        Assert.Equal("E1" + string.Concat(Enumerable.Repeat("FF", 9)) + "7F", Written(dib));
    }

    [Fact]
    public void Larger_numbers_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Dib.Of(DataField.Integer8, storage: 1ul << 41));

    [Fact]
    public void Every_block_reads_back_as_itself() =>
        Prop.ForAll<ulong, uint, ushort>((s, t, u) =>
        {
            var dib = Dib.Of(DataField.Integer16, DataFunction.Maximum, s % (1ul << 41), t % (1u << 20), (ushort)(u % (1 << 10)));
            var records = Telegram.Decode(TelegramWriter.Variable(1, default, [.. Convert.FromHexString(Written(dib)), 0x2B, 1, 0])).Records;
            return records.MoveNext() && records.Current.Dib == dib;
        }).QuickCheckThrowOnFailure();

    private static string Written(Dib dib)
    {
        var output = new ArrayBufferWriter<byte>();
        DataRecordWriter.Write(output, dib, [], DataValueOf(dib.Field));
        return Convert.ToHexString(output.WrittenSpan[..dib.Length]);
    }

    private static DataValue DataValueOf(DataField field) => field switch
    {
        DataField.Integer8 => DataValue.Integer(0, 1),
        DataField.Integer16 => DataValue.Integer(0, 2),
        _ => DataValue.Bcd(0, 4),
    };
}
