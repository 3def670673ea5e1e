using Metering.Decoded;
using Testing;

namespace Metering.Tests.Decoded;

public class DecodedLinesTests
{
    /// <summary>
    /// The manual's sample (5.3.4.2) with a telegram made to fit it. It differs where the sample contradicts its own telegram: an
    /// identification of eight digits, and storage 1 of a record whose DIF says 0.
    /// </summary>
    private static readonly byte[] OfTheManual = MBus.Link.LinkFrame.Long(MBus.Link.ControlField.RspUd, 1, 0x72, Hex.Bytes(
        """
        61945547 2423 25 07 0A 00 0000
        0C78 61945547  077A 6194554724232507  0C13 46590800  8C1013 00000000  0B3B 000000  025A 1101  02FD70 3F38  0B26 252502  0AA618 6701
        446D 32100621
        """));

    [Fact]
    public void The_sample_of_the_manual_comes_out()
    {
        var readout = Decode(OfTheManual, new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal(
            "#serial-number;device-identification;created;value-data-count;manufacturer;version;device-type;access-number;status;signature;"
            + "dif=0c,vif=78,description=fabrication-no,kind=inst-value,tariff=0,subunit=0,storagenumber=0;"
            + "dif=07,vif=7a,description=address,kind=inst-value,tariff=0,subunit=0,storagenumber=0;"
            + "dif=0c,vif=13,unit=m3,description=volume,kind=inst-value,tariff=0,subunit=0,storagenumber=0;"
            + "dif=8c10,vif=13,unit=m3,description=volume,kind=inst-value,tariff=1,subunit=0,storagenumber=0;"
            + "dif=0b,vif=3b,unit=m3/h,description=volume-flow,kind=inst-value,tariff=0,subunit=0,storagenumber=0;"
            + "dif=02,vif=5a,unit=°C,description=flow-temp,kind=inst-value,tariff=0,subunit=0,storagenumber=0;"
            + "dif=02,vif=fd70,description=datetime-of-battery-change,kind=inst-value,tariff=0,subunit=0,storagenumber=0;"
            + "dif=0b,vif=26,unit=hour(s),description=op-time,kind=inst-value,tariff=0,subunit=0,storagenumber=0;"
            + "dif=0a,vif=a618,unit=hour(s),description=op-time data-error,kind=inst-value,tariff=0,subunit=0,storagenumber=0;"
            + "dif=44,vif=6d,description=datetime,kind=inst-value,tariff=0,subunit=0,storagenumber=1",
            DecodedLines.Header(readout, 0));
        Assert.Equal(
            "0016000000;47559461;2000-01-01 01:00:00;00;HYD;37;water;10;0;0;47559461;47559461;85,946;0,000;0,000;27,300;14399;22525;167;2016-01-06 16:50:00",
            DecodedLines.Values(readout, 0, new GatewayView("0016000000", TimeZoneInfo.CreateCustomTimeZone("CET", TimeSpan.FromHours(1), "CET", "CET"))));
    }

    [Theory]
    [InlineData("0410 05000000", "0,000005")]
    [InlineData("0B5A 3100F0", "-3,100")]
    [InlineData("0406 3A100000", "4154000")]
    [InlineData("0513 0000C03F", "0,0015")]
    [InlineData("0516 0000C03F", "1,500")]
    [InlineData("0513 0000C0FF", "")]
    [InlineData("0C13 DDDDDDDD", "")]
    [InlineData("02FD17 0180", "32769")]
    [InlineData("0DFD11 03 433B41", "A,C")]
    [InlineData("0DFD3B F1 0102030405060708090A0B0C0D0E0F1011121314", "0102030405060708090a0b0c0d0e0f1011121314")]
    [InlineData("426C 2F37", "2025-07-15 00:00:00")]
    [InlineData("0F A1B2", "a1b2")]
    [InlineData("0013", "")]
    public void A_value_has_the_form_that_the_CMe3100_gives_it(string record, string expected)
    {
        var frame = MBus.Link.LinkFrame.Long(MBus.Link.ControlField.RspUd, 1, 0x72, [.. Hex.Bytes("61945547 2423 25 07 0A 00 0000"), .. Hex.Bytes(record)]);
        var readout = Decode(frame, DateTimeOffset.UnixEpoch);

        var line = DecodedLines.Values(readout, 0, new GatewayView("0", TimeZoneInfo.Utc));

        Assert.Equal(expected, line.Split(';')[10]);
        Assert.Equal(DecodedLines.Header(readout, 0).Split(';').Length, line.Split(';').Length);
    }

    [Fact]
    public void An_identification_with_letters_is_shown_as_no_number()
    {
        var frame = MBus.Link.LinkFrame.Long(MBus.Link.ControlField.RspUd, 1, 0x72, Hex.Bytes("6194554A 2423 25 07 0A 00 0000"));
        Assert.Contains(";-2147483648;", DecodedLines.Values(Decode(frame, DateTimeOffset.UnixEpoch), 0, new GatewayView("0", TimeZoneInfo.Utc)), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_the_bytes_there_are_two_lines_of_equal_length()
    {
        var random = new Random(5);
        for (var i = 0; i < Rounds.Of(quick: 2_000, ci: 100_000, full: 1_000_000); i++)
        {
            var records = Mutations.Mutate(random, OfTheManual[19..^2]);
            var frame = records.Length <= 240
                ? MBus.Link.LinkFrame.Long(MBus.Link.ControlField.RspUd, 1, 0x72, [.. OfTheManual.AsSpan(7, 12), .. records])
                : records;
            var readout = Decode(frame, DateTimeOffset.UnixEpoch);
            Assert.Equal(
                DecodedLines.Header(readout, 0).Count(c => c == ';'),
                DecodedLines.Values(readout, 0, new GatewayView("0", TimeZoneInfo.Utc)).Count(c => c == ';'));
        }
    }

    private static DecodedReadout Decode(byte[] frame, DateTimeOffset at) =>
        DecodedReadout.Of(new MeterReadout { Meter = new MeterId(1), ReadAt = at, Telegrams = [frame] });
}
