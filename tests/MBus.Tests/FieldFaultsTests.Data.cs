using System.Buffers.Binary;
using MBus.Application;
using MBus.Link;
using MBus.Tests.Application;
using MBus.Tests.Master;
using Testing;
using static MBus.Tests.Master.Conversation;

namespace MBus.Tests;

/// <summary>What goes wrong in the data: records as such meters send them, and what must come of them.</summary>
public sealed partial class FieldFaultsTests
{
    [Theory]
    [InlineData(0xB7)]
    [InlineData(0xB1)]
    public async Task CI_B7_B1(byte ci)
    {
        // Sontex and Eastron: no record is made up; the telegram is kept as it came.
        var frame = Convert.ToHexString(LinkFrame.Long(ControlField.RspUd, 1, ci, Hex.Bytes("0C 13 45 23 01 00")));
        var telegram = MBus.Application.Telegram.Decode(Hex.Bytes(frame));
        Assert.Equal(TelegramKind.UnsupportedCi, telegram.Kind);
        Assert.Empty(telegram.Records.ToList());
        Assert.Equal(Hex.Bytes("0C 13 45 23 01 00"), telegram.Data.ToArray());
        Assert.Equal([frame], (await ReadAsync(1, $"{Initialise}{Request1}< {frame}")).Hexes());
    }

    [Theory]
    [InlineData(0x78, "0C 13 45 23 01 00", TelegramKind.Variable)]
    [InlineData(0x7A, "2A 00 00 00 0C 13 45 23 01 00", TelegramKind.Variable)]
    [InlineData(0x73, "78 56 34 12 0A 00 E9 7E 45 23 01 00 35 01 00 00", TelegramKind.Fixed)]
    public void CI_78_7A_and_CI_73(byte ci, string data, TelegramKind kind)
    {
        var telegram = MBus.Application.Telegram.Decode(LinkFrame.Long(ControlField.RspUd, 1, ci, Hex.Bytes(data)));
        Assert.Equal((kind, "12.345"), (telegram.Kind, telegram.Values()[0]));
    }

    [Fact]
    public void CI_73_with_other_than_16_bytes_is_a_compact_frame() => Assert.Equal(
        TelegramErrorCode.CompactFrame,
        MBus.Application.Telegram.Decode(LinkFrame.Long(ControlField.RspUd, 1, 0x73, new byte[20])).Error);

    [Theory]
    [InlineData("3C 2B BDEBDDDD", "Elster F96+")]
    [InlineData("3C 2B DDB4EBDD", "ABB F95")]
    [InlineData("3B 3B EBBDDD", "Hydrus")]
    [InlineData("0C 13 0000000D", "D on top")]
    [InlineData("0C 13 000000E0", "E on top")]
    [InlineData("0C 13 00A00000", "A inside")]
    public void BCD_with_A_to_F(string record, string who)
    {
        var value = Assert.Single(Records(record)).Value;
        Assert.False(value.HasValue, who);
        Assert.Equal(ValueFlags.BcdInvalid, value.Flags);
        Assert.Null(Records(record)[0].ValueText);
    }

    [Fact]
    public void BCD_with_A_to_F_in_telegrams_of_real_meters_is_never_a_number()
    {
        foreach (var record in TelegramVector.Shared().SelectMany(v => MBus.Application.Telegram.Decode(v.Frame).Records.ToList()))
        {
            var digits = Convert.ToHexString(record.Value.Raw.ToArray().Reverse().ToArray());
            var isCode = record.Value.Type == DataType.Bcd && digits.Length > 0 && (digits[0] is 'D' or 'E' || digits[1..].Any(char.IsAsciiLetter));
            Assert.True(!isCode || record.ValueText is null, digits);
        }
    }

    [Theory]
    [InlineData("0B 3B 2103F0", "-0.321")]
    [InlineData("0A 5A 21F3", "-32.1")]
    [InlineData("0B 2D 2103F0", "-32100")]
    [InlineData("0B 62 0200F0", "-0.2")]
    public void Negative_BCD_flow_temperature_power(string record, string value) => Assert.Equal(value, Records(record)[0].ValueText);

    [Theory]
    [InlineData("05 FD48 0000C0FF")]
    [InlineData("05 FD48 0000C07F")]
    [InlineData("05 FD48 0000807F")]
    [InlineData("05 FD48 000080FF")]
    public void NaN_reals(string record)
    {
        Assert.Null(Records(record)[0].ValueText);
        Assert.Equal(ValueFlags.NotANumber, Records(record)[0].Value.Flags);
    }

    [Theory]
    [InlineData("02 6C 0000", null, ValueFlags.InvalidDate)]
    [InlineData("02 6C FFFF", null, ValueFlags.InvalidDate)]
    [InlineData("04 6D 9D0D9811", "2012-01-24T13:29", ValueFlags.TimeInvalid)]
    [InlineData("04 6D 0000E1F1", "*-01-01T00:00", ValueFlags.Recurring)]
    public void Date_0000_or_FFFF_IV_bit_year_127(string record, string? value, ValueFlags flags)
    {
        Assert.Equal(value, Records(record)[0].ValueText);
        Assert.Equal(flags, Records(record)[0].Value.Flags);
    }

    [Fact]
    public void Unscaled_dimensionless_FD_BA_73()
    {
        var record = Records("02 FDBA73 BA03")[0];
        Assert.Equal(("0.954", -3), (record.ValueText, record.Vib.Exponent));
    }

    [Fact]
    public void Kamstrup_cooling_energy_is_energy_with_VIFE_FF_02()
    {
        var records = Records("04 06 CE860000  04 86FF02 10000000  04 FF07 34440200  04 FF08 F8CE0100  04 FF16 E5841E00  04 FF17 C1D5B400  02 FF1A 011B  04 FF22 00000000");
        Assert.Equal(["34510000", "16000", "148532", "118520", "2000101", "11851201", "6913", "0"], records.Select(record => record.ValueText));
        Assert.Equal(["energy", "energy manufacturer-specific-02"], records.Take(2).Select(record => record.Vib.Description));
        Assert.Equal(8, records.Select(Key).Distinct().Count());
    }

    [Fact]
    public void Kamstrup_sends_fabrication_no_as_int_or_BCD() =>
        Assert.Equal(["6566001", "06566001"], Records("04 78 71306400  0C 78 01605606").Select(record => record.ValueText));

    [Fact]
    public async Task ABB_B_series_long_telegram_chains()
    {
        var telegrams = Enumerable.Range(0, 8).Select(n => Telegram(access: (byte)n, volume: (byte)n, more: n < 7)).ToList();
        var transcript = string.Concat(telegrams.Select((telegram, n) => $"{(n % 2 == 0 ? Request1 : Request0)}< {telegram}\n"));
        Assert.Equal(telegrams, (await ReadAsync(1, Initialise + transcript)).Hexes());
    }

    [Fact]
    public void ABB_B_series_VIF_FF_81_with_several_VIFEs_12_digit_BCD_energy_0E_ED_dates()
    {
        var records = Records("0E 84 00 399103000000  0E FFF9C400 399103000000  0E FF81843B 010000000000  0E ED00 000031032410");
        Assert.Equal(["391390", "39139", "1", "102403310000"], records.Select(record => record.ValueText));
        Assert.Equal("manufacturer-specific-ff-79-44-00", records[1].Vib.Quantity);

        // The date in 12 digits is a number to all but those who know the make.
        Assert.Equal(DataType.Bcd, records[3].Value.Type);
    }

    [Fact]
    public void Itron_BM_m_Cyble_id_with_meaning_text_unit()
    {
        var records = Records("0C 78 78034911  0D 78 08 4652534B42494A48  02 FC 03 485225 74 D411  07 79 7856341293150204");
        Assert.Equal(["11490378", "HJIBKSRF", "45.64", "1234567893150204"], records.Select(record => record.ValueText));
        Assert.Equal("%RH", records[2].Vib.Unit);
    }

    [Fact]
    public void Elster_F2_SVM_F22_1F_with_makers_data_after_it()
    {
        var records = Variable("0C 13 45230100 1F 0102030405").Records;
        Assert.True(records.MoveNext());
        Assert.False(records.MoveNext());
        Assert.True(records.MoreTelegramsFollow);
        Assert.Equal(Hex.Bytes("0102030405"), records.ManufacturerData!.Value.ToArray());
    }

    [Fact]
    public void L_G_Ultraheat_many_storages_tariffs_and_maxima_date_of_end_last_recurring_dates_negative_BCD()
    {
        var records = Records("8C9010 06 01000000  9B10 3B 070300  9410 DA6F 32147A18  CC9010 06 02000000  848F0F 6D 0000E1F1  0B 62 0200F0");
        Assert.Equal(["1000", "0.307", "2011-08-26T20:50", "2000", "*-01-01T00:00", "-0.2"], records.Select(record => record.ValueText));
        Assert.Equal([0ul, 0, 0, 1, 510, 0], records.Select(record => record.Dib.Storage));
        Assert.Equal([5u, 1, 1, 5, 0, 0], records.Select(record => record.Dib.Tariff));
        Assert.Equal(DataFunction.Maximum, records[1].Dib.Function);
        Assert.Equal("flow-temp date-of-end-last", records[2].Vib.Description);
    }

    [Fact]
    public async Task Mode_2_CI_76_MSB_first()
    {
        const string Frame = "68 15 15 68 08 01 76 12 34 56 78 52 74 01 04 2A 00 00 00 0C 13 00 01 23 45 10 16";
        var telegram = MBus.Application.Telegram.Decode(Hex.Bytes(Frame));
        Assert.Equal(("12345678", 42), (telegram.Header.IdentificationText, telegram.Header.AccessNumber));
        Assert.Equal(["12.345"], telegram.Values());
        var result = await SelectAndReadAsync($"{Select}< E5\n{RequestSelected}< {Frame}");
        Assert.Equal(Meter, result.Identity);
        Assert.Equal([Convert.ToHexString(Hex.Bytes(Frame))], result.Hexes());
    }

    [Fact]
    public void Reals_in_the_wrong_byte_order()
    {
        var real = new byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(real, 230.5f);
        Assert.Equal("230.5", Records($"05 FD49 {Convert.ToHexString(real)}")[0].ValueText);
    }

    [Fact]
    public void Apator_converters_radio_telegram_inside()
    {
        var container = Records("0D FD3B 08 2E44010628521782")[0];
        Assert.Equal(("wireless-container", DataType.Bytes), (container.Vib.Quantity, container.Value.Type));
        Assert.Equal(Hex.Bytes("2E44010628521782"), container.Value.Raw.ToArray());

        // The mode word of the radio telegram stands in a telegram in the clear.
        var header = Header with { Configuration = new ConfigurationField(0x0520) };
        var telegram = MBus.Application.Telegram.Decode(TelegramWriter.Variable(1, header, Hex.Bytes("04 6D 1E0A1F33  0C 13 45230100")));
        Assert.True(telegram.ClearDespiteMode);
        Assert.Equal(["2024-03-31T10:30", "12.345"], telegram.Values());
    }

    private static Telegram Variable(string records) => MBus.Application.Telegram.Decode(TelegramWriter.Variable(1, Header, Hex.Bytes(records)));

    private static List<DataRecord> Records(string records) => Variable(records).Records.ToList();

    private static string Key(DataRecord record)
    {
        Span<byte> key = stackalloc byte[DataRecord.MaximumKeyLength];
        return Convert.ToHexString(key[..record.CopyKey(key)]);
    }
}
