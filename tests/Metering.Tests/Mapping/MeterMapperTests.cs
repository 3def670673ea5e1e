using Cosem;
using MBus.Application;
using MBus.Link;
using Metering.Decoded;
using Metering.Mapping;
using Testing;
using static Metering.Tests.Mapping.Files;

namespace Metering.Tests.Mapping;

/// <summary>The rules by which a record becomes the value of an object.</summary>
public class MeterMapperTests
{
    private const string Obis = "8.0.1.0.0.255";
    private static readonly GatewayView Gateway = new("0200000001", TimeZoneInfo.Utc);

    /// <summary>
    /// Record, dlmsDataType, dlmsScaler, dlmsUnit, result of a register. Records: 13 volume 0.001 m3, 04 energy 10 Wh, 0E energy MJ,
    /// 3D flow 0.1 m3/h, 43 flow 0.1 l/min, 26 hours, 6C date, 6D date and time.
    /// </summary>
    public static TheoryData<string, int, int, int, string> Registers => new()
    {
        // An integer is brought to the scaler where that loses nothing, else the scaler follows the record.
        { "0413 39300000", 6, -3, 13, "DoubleLongUnsigned 12345 x 10^-3 CubicMetre" },
        { "0413 39300000", 6, -6, 13, "DoubleLongUnsigned 12345000 x 10^-6 CubicMetre" },
        { "0413 39300000", 6, 0, 13, "DoubleLongUnsigned 12345 x 10^-3 CubicMetre" },
        { "0404 0A000000", 6, 3, 30, "DoubleLongUnsigned 10 x 10^1 WattHour" },
        { "0C13 85940785", 6, -3, 0, "DoubleLongUnsigned 85079485 x 10^-3 CubicMetre" },

        // A number that needs more bits takes them.
        { "0413 39300000", 17, -3, 13, "LongUnsigned 12345 x 10^-3 CubicMetre" },
        { "0113 81", 15, -3, 13, "Integer -127 x 10^-3 CubicMetre" },
        { "0213 7FFF", 15, -3, 13, "Long -129 x 10^-3 CubicMetre" },
        { "0413 FFFFFFFF", 6, -3, 13, "Long64 -1 x 10^-3 CubicMetre" },
        { "0413 FFFFFFFF", 17, -3, 13, "Long -1 x 10^-3 CubicMetre" },
        { "0413 FFFFFFFF", 21, -3, 13, "Long64 -1 x 10^-3 CubicMetre" },
        { "0413 FFFFFF7F", 5, -4, 13, "Long64 21474836470 x 10^-4 CubicMetre" },
        { "0713 FFFFFFFFFFFFFF7F", 20, -3, 13, "Long64 9223372036854775807 x 10^-3 CubicMetre" },
        { "0713 FFFFFFFFFFFFFF7F", 20, -4, 13, "no value" },
        { "0D13 E9 FFFFFFFFFFFFFFFF00", 20, -3, 13, "Long64Unsigned 18446744073709551615 x 10^-3 CubicMetre" },
        { "0D13 EA 00000000000000000001", 21, -3, 13, "no value" },
        { "0113 05", 0, -3, 0, "Long 5 x 10^-3 CubicMetre" },
        { "0413 39300100", 0, -3, 0, "DoubleLong 77881 x 10^-3 CubicMetre" },

        // Units are converted where that is exact, otherwise the record's stands; another dimension is an error.
        { "0404 0A000000", 6, 0, 25, "DoubleLongUnsigned 360000 x 10^0 Joule" },
        { "040E 0A000000", 6, 0, 30, "DoubleLongUnsigned 10000000 x 10^0 Joule" },
        { "0413 39300000", 6, 0, 19, "DoubleLongUnsigned 12345000 x 10^-3 Litre" },
        { "0443 0A000000", 6, 0, 15, "DoubleLongUnsigned 600 x 10^-4 CubicMetrePerHour" },
        { "0226 0200", 6, 0, 7, "DoubleLongUnsigned 7200 x 10^0 Second" },
        { "0224 0200", 6, 0, 5, "DoubleLongUnsigned 2 x 10^0 Second" },
        { "0261 0200", 16, -2, 9, "Long 2 x 10^-2 Kelvin" },
        { "04FB0D 02000000", 6, 0, 30, "DoubleLongUnsigned 2000000 x 10^0 OtherUnit" },
        { "04933E 02000000", 6, -3, 13, "DoubleLongUnsigned 2 x 10^-3 CorrectedCubicMetre" },
        { "0413 39300000", 6, 0, 30, "error" },
        { "0413 39300000", 6, 0, 12, "error" },
        { "0116 01", 3, 0, 30, "error" },
        { "0116 01", 22, 0, 0, "Enum 1 x 10^0 CubicMetre" },
        { "0413 39300000", 6, 0, 254, "DoubleLongUnsigned 12345 x 10^-3 CubicMetre" },
        { "0493A2 00 02000000", 6, 0, 13, "DoubleLongUnsigned 2 x 10^-3 OtherUnit" },
        { "02FC74034852253412", 18, -1, 56, "LongUnsigned 4660 x 10^-2 Percent" },

        // What a maker's record means only the mapping knows: its scaler and unit are taken as they are.
        { "04FF07 02000000", 6, 3, 30, "DoubleLongUnsigned 2 x 10^3 WattHour" },
        { "05FF07 0000C03F", 23, -1, 35, "Float32 3FC00000 x 10^-1 Volt" },

        // A real passes bit for bit, whatever integer was asked for; a declared float is the nearest.
        { "0513 0000C03F", 6, -3, 13, "Float32 3FC00000 x 10^-3 CubicMetre" },
        { "0513 0000C03F", 24, 0, 13, "Float64 3FF8000000000000 x 10^-3 CubicMetre" },
        { "0513 0000C03F", 9, 0, 13, "OctetString 302E30303135 x 10^0 CubicMetre" },
        { "0513 0000C03F", 6, 0, 30, "error" },
        { "0513 0000C0FF", 23, -3, 13, "no value" },
        { "0543 0000C03F", 23, 0, 15, "Float32 3FC00000 x 10^-4 OtherUnit" },
        { "0413 01000001", 23, 0, 13, "Float32 4B800000 x 10^-3 CubicMetre" },
        { "0413 01000001", 24, 0, 13, "Float64 4170000010000000 x 10^-3 CubicMetre" },

        // Characters.
        { "0413 39300000", 10, 0, 13, "VisibleString 12.345 x 10^0 CubicMetre" },
        { "0C78 78563402", 9, 0, 0, "OctetString 3032333435363738 x 10^0 NoUnit" },
        { "0C78 78563402", 6, 0, 0, "DoubleLongUnsigned 2345678 x 10^0 NoUnit" },

        // No value.
        { "0C13 DDDDDDDD", 6, -3, 13, "no value" },
        { "049315 00000000", 6, -3, 13, "no value" },
        { "0013", 6, -3, 13, "no value" },
        { "0413 39300000", 25, -3, 13, "no value" },
        { "0413 39300000", 3, -3, 13, "no value" },
    };

    [Theory]
    [MemberData(nameof(Registers))]
    public void A_register_is_physically_right_or_has_no_value(string record, int type, int scaler, int unit, string expected) =>
        Assert.Equal(expected, MapOne(record, "register", type, $"\"dlmsScaler\": {scaler}, \"dlmsUnit\": {unit}"));

    [Theory]
    [InlineData("0413 39300000", 6, -3, "DoubleLongUnsigned 12345")]
    [InlineData("0413 39300000", 6, -5, "DoubleLongUnsigned 1234500")]
    [InlineData("0413 39300000", 6, 0, "no value")]
    [InlineData("0413 E8030000", 6, 0, "DoubleLongUnsigned 1")]
    [InlineData("02FD17 0180", 4, 0, "BitString 16 8001")]
    [InlineData("02FD17 0180", 6, 0, "DoubleLongUnsigned 32769")]
    [InlineData("0113 05", 4, 0, "no value")]
    [InlineData("01FD17 05", 22, 0, "Enum 5")]
    [InlineData("02FD17 0001", 22, 0, "no value")]
    [InlineData("01FD17 01", 3, 0, "Boolean True")]
    [InlineData("01FD17 02", 3, 0, "no value")]
    [InlineData("0DFD11 03 434241", 9, 0, "OctetString 414243")]
    [InlineData("0DFD11 03 434241", 0, 0, "VisibleString ABC")]
    [InlineData("0DFD11 04 E4434241", 12, 0, "Utf8String ABC\u00e4")]
    [InlineData("0DFD3B F1 0102030405060708090A0B0C0D0E0F1011121314", 0, 0, "OctetString 0102030405060708090A0B0C0D0E0F1011121314")]
    [InlineData("0DFD3B F1 0102030405060708090A0B0C0D0E0F1011121314", 10, 0, "VisibleString 0102030405060708090a0b0c0d0e0f1011121314")]
    [InlineData("077A 964322002D2C1B04", 9, 0, "OctetString 30303232343339363244324331423034")]
    [InlineData("046D 0A1E7F3C", 0, 0, "no value")]
    [InlineData("046D 0A8E2F37", 9, 0, "OctetString 07E9070F020E0A00FF800080")]
    [InlineData("046D 8A0E2F37", 25, 0, "DateTime 07E9070F020E0A00FF800001")]
    [InlineData("046D 0A8E2F37", 26, 0, "Date 07E9070F02")]
    [InlineData("046D 0A8E2F37", 27, 0, "Time 0E0A00FF")]
    [InlineData("046D 0A8E2F37", 10, 0, "VisibleString 2025-07-15T14:10")]
    [InlineData("046D 0A8E2F37", 6, 0, "no value")]
    [InlineData("026C 2F37", 9, 0, "OctetString 07E9070F02")]
    [InlineData("026C 2F37", 25, 0, "DateTime 07E9070F02FFFFFFFF800000")]
    [InlineData("026C 2F37", 27, 0, "no value")]
    [InlineData("026C FF2C", 26, 0, "Date FFFF0C1FFF")]
    public void Data_holds_any_value_as_it_was_sent(string record, int type, int scaler, string expected)
    {
        // The last sample says "every year": FF2C is 31 December of year 127.
        var result = MapOne(record.Replace("FF2C", "FFFC", StringComparison.Ordinal), "data", type, $"\"dlmsScaler\": {scaler}");
        Assert.Equal(expected, result);
    }

    [Theory]
    [InlineData("046D 0A8E2F37", "OctetString 07E9070F020E0A00FF800080")]
    [InlineData("0413 39300000", "no value")]
    [InlineData("046D 00000000", "no value")]
    public void A_clock_shows_the_meters_date_and_time(string record, string expected) =>
        Assert.Equal(expected, MapOne(record, "clock", 9, "\"dlmsScaler\": 0"));

    [Theory]
    [InlineData(6, "5", "default DoubleLongUnsigned 5 x 10^-3 CubicMetre")]
    [InlineData(18, "5", "default LongUnsigned 5 x 10^-3 CubicMetre")]
    [InlineData(23, "1.5", "default Float32 3FC00000 x 10^-3 CubicMetre")]
    [InlineData(9, "0x0102", "default OctetString 0102 x 10^-3 CubicMetre")]
    [InlineData(10, "none", "default VisibleString none x 10^-3 CubicMetre")]
    [InlineData(26, "2024-02-29", "default Date 07E8021D04 x 10^-3 CubicMetre")]
    public void The_default_is_served_when_the_meter_gives_nothing(int type, string value, string expected)
    {
        var more = $"\"dlmsScaler\": -3, \"dlmsUnit\": 13, \"dlmsDefaultValue\": \"{value}\"";
        Assert.Equal(expected, MapOne("046D 0A8E2F37", "register", type, more, key: "0413"));
        Assert.Equal(expected, MapOne("0C13 DDDDDDDD", "register", type, more));
        var mapper = new MeterMapper(Load(Water(Entry("mbus.dib.0413.value", "register", type, more))));
        Assert.Equal(expected, MappedText.Of(Assert.Single(mapper.MapNothing(EntryStates.None).Values)));
        Assert.True(EntryStates.None.IsObject(mapper.Mapping.Entries[0]));
    }

    [Theory]
    [InlineData(6, "-1")]
    [InlineData(6, "4294967296")]
    [InlineData(6, "1.5")]
    [InlineData(3, "maybe")]
    [InlineData(22, "256")]
    [InlineData(23, "many")]
    [InlineData(4, "012")]
    [InlineData(9, "0x012")]
    [InlineData(25, "2024-02-30T00:00:00")]
    [InlineData(27, "0x00")]
    public void A_default_that_is_none_of_its_type_is_an_error(int type, string value) =>
        Assert.Null(Check(Water(Entry("mbus.frame.raw", "data", type, $"\"dlmsDefaultValue\": \"{value}\""))).Mapping);

    [Fact]
    public void Keys_are_tried_in_the_order_written_and_the_first_record_wins()
    {
        const string Keys = "mbus.dib.volume.0.0.0.0.value\", \"mbus.dib.0c13.value\", \"mbus.dib.0213.value";
        Assert.Equal("LongUnsigned 1", MapOne("0213 0100 0213 0200", "data", 18, "\"dlmsScaler\": -3", Keys));
        Assert.Equal("LongUnsigned 3", MapOne("4213 0100 0213 0300", "data", 18, "\"dlmsScaler\": -3", Keys));
        Assert.Equal("LongUnsigned 2", MapOne("4213 0100 0213 0200 0C13 05000000", "data", 18, "\"dlmsScaler\": -3", "mbus.dib.0213.value\", \"mbus.dib.volume.0.0.0.0.value"));
        Assert.Equal("LongUnsigned 1", MapOne("0C13 05000000 0213 0200 4213 0100", "data", 18, "\"dlmsScaler\": -3", "mbus.dib.4213.value\", \"mbus.dib.volume.0.0.0.0.value"));
    }

    [Theory]
    [InlineData(0, "LongUnsigned 1")]
    [InlineData(1, "LongUnsigned 2")]
    [InlineData(2, "missing")]
    public void An_entry_can_ask_for_one_telegram(int telegram, string expected)
    {
        var mapper = new MeterMapper(Load(Water(Entry("mbus.dib.0213.value", "data", 18, $"\"dlmsScaler\": -3, \"mbusTelegram\": {telegram}"))));
        var readout = Decode(Frame("0213 0100 1F"), Frame("0213 0200"));
        Assert.Equal(expected, MappedText.Of(mapper.Map(readout, EntryStates.None, Gateway).Values[0]));
    }

    [Theory]
    [InlineData("mbus.header.identification", 9, "OctetString 3030323234333936")]
    [InlineData("mbus.header.identification", 6, "DoubleLongUnsigned 224396")]
    [InlineData("mbus.header.manufacturer", 10, "VisibleString KAM")]
    [InlineData("mbus.header.version", 17, "Unsigned 27")]
    [InlineData("mbus.header.medium", 0, "Long 4")]
    [InlineData("mbus.header.access", 17, "Unsigned 42")]
    [InlineData("mbus.header.status", 17, "Unsigned 16")]
    [InlineData("mbus.header.signature", 18, "LongUnsigned 0")]
    [InlineData("mbus.header.manufacturer", 6, "no value")]
    public void Fields_of_the_header_are_values_too(string key, int type, string expected)
    {
        var mapper = new MeterMapper(Load(Water(Entry(key, "data", type))));
        Assert.Equal(expected, MappedText.Of(mapper.Map(Decode(Frame("")), EntryStates.None, Gateway).Values[0]));
    }

    [Fact]
    public void A_header_that_is_not_there_and_bytes_that_are_no_frame_give_nothing_but_the_bytes()
    {
        var mapper = new MeterMapper(Load(Water(
            Entry("mbus.header.manufacturer", "data", 10),
            Entry("mbus.frame.raw", "data", 9).Replace("8.0.1.0.0.255", "0.0.1.1.128.255", StringComparison.Ordinal))));
        var values = mapper.Map(Decode([0x01, 0x02]), EntryStates.None, Gateway).Values;
        Assert.Equal(["missing", "OctetString 0102"], values.Select(MappedText.Of));
    }

    [Fact]
    public void A_register_without_a_value_keeps_scaler_and_unit_of_its_last_one()
    {
        var mapper = new MeterMapper(Load(Water(Entry("mbus.dib.energy.0.0.0.0.value", "register", 0, "\"dlmsScaler\": 0, \"dlmsUnit\": 0"))));
        var states = EntryStates.None;
        Assert.Equal("Long 5 x 10^0 WattHour", Map("0403 05000000"));
        Assert.Equal($"{Obis}@0:30", states.ToString());
        Assert.Equal(states, EntryStates.Parse(states.ToString()));
        Assert.Equal(new ScalerUnit(0, Unit.WattHour), mapper.Map(Decode(Frame("023B 0700")), states, Gateway).Values[0].ScalerUnit);
        Assert.Equal("Long 5 x 10^-1 WattHour", Map("0402 05000000"));
        Assert.Equal($"{Obis}=-1@-1:30", states.ToString());
        Assert.Equal("Float32 3F800000 x 10^1 WattHour", Map("0504 0000803F"));
        Assert.Equal($"{Obis}=-1@1:30", states.ToString());
        Assert.Equal(states, EntryStates.Parse(states.ToString()));

        string Map(string record)
        {
            var mapped = mapper.Map(Decode(Frame(record)), states, Gateway);
            states = mapped.States;
            return MappedText.Of(mapped.Values[0]);
        }
    }

    [Fact]
    public void A_scaler_only_gets_finer_and_stays_so_until_the_mapping_changes()
    {
        var mapper = new MeterMapper(Load(Water(Entry("mbus.dib.volume.0.0.0.0.value", "register", 6, "\"dlmsScaler\": 0, \"dlmsUnit\": 13, \"dlmsDefaultValue\": 7"))));
        var states = EntryStates.None;
        var name = LogicalName.Parse(Obis);
        Assert.False(states.WasFound(name));

        Assert.Equal("DoubleLongUnsigned 5 x 10^0 CubicMetre", Map("0416 05000000"));
        Assert.Equal((true, null), (states.WasFound(name), states.ScalerOf(name)));
        Assert.Equal("DoubleLongUnsigned 5 x 10^-3 CubicMetre", Map("0413 05000000"));
        Assert.Equal((sbyte)-3, states.ScalerOf(name));
        var unchanged = states;
        Assert.Equal("DoubleLongUnsigned 5000 x 10^-3 CubicMetre", Map("0416 05000000"));
        Assert.Equal("default DoubleLongUnsigned 7000 x 10^-3 CubicMetre", Map("046D 0A8E2F37"));
        Assert.Same(unchanged, states);
        Assert.Equal("DoubleLongUnsigned 5 x 10^-6 CubicMetre", Map("0410 05000000"));
        Assert.Equal($"{Obis}=-6", states.ToString());
        Assert.Equal(states, EntryStates.Parse($" x=1 {Obis}=-6 "));
        Assert.Equal("8.0.1.0.0.255 8.0.2.0.0.255=-3", EntryStates.Parse("8.0.2.0.0.255=-3 8.0.1.0.0.255").ToString());

        string Map(string record)
        {
            var mapped = mapper.Map(Decode(Frame(record)), states, Gateway);
            states = mapped.States;
            return MappedText.Of(mapped.Values[0]);
        }
    }

    [Fact]
    public void What_cannot_be_served_says_why()
    {
        var mapper = new MeterMapper(Load(Water(Entry("mbus.dib.0413.value", "register", 6, "\"dlmsUnit\": 30"))));
        var value = mapper.Map(Decode(Frame("0413 39300000")), EntryStates.None, Gateway).Values[0];
        Assert.Equal("the record's unit is CubicMetre (13), dlmsUnit is WattHour (30), which measures something else", value.Problem);
    }

    private static string MapOne(string record, string @class, int type, string more, string? key = null)
    {
        var readout = Decode(Frame(record));
        if (key is null)
        {
            var records = readout.Telegrams[0].Records;
            Assert.True(records.MoveNext());
            Span<byte> bytes = stackalloc byte[DataRecord.MaximumKeyLength];
            key = Convert.ToHexStringLower(bytes[..records.Current.CopyKey(bytes)]);
        }

        var full = key.StartsWith("mbus", StringComparison.Ordinal) ? key : $"mbus.dib.{key}.unmodifiedvalue";
        var mapper = new MeterMapper(Load(Water(Entry(full, @class, type, more))));
        return MappedText.Of(Assert.Single(mapper.Map(readout, EntryStates.None, Gateway).Values));
    }

    private static byte[] Frame(string records) => LinkFrame.Long(
        ControlField.RspUd, 1, 0x72, [.. Hex.Bytes("96432200 2D2C 1B 04 2A 10 0000"), .. Hex.Bytes(records)]);

    private static DecodedReadout Decode(params byte[][] frames) => DecodedReadout.Of(new MeterReadout
    {
        Meter = new MeterId(1),
        ReadAt = DateTimeOffset.UnixEpoch,
        Telegrams = [.. frames.Select(frame => (ReadOnlyMemory<byte>)frame)],
    });
}
