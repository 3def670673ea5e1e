using Cosem.InterfaceClasses;
using Testing;

namespace Cosem.Tests;

public class ClockTests
{
    private readonly ManualTimeProvider _time = new(new(2024, 6, 15, 18, 23, 45, TimeSpan.Zero));

    [Theory]
    // zone, standard, begin, end, deviation
    [InlineData("Europe/Berlin", -60, "FFFF 03 FE 07 02 00 00 00 8000 00", "FFFF 0A FE 07 03 00 00 00 8000 80", 60)]
    [InlineData("Europe/London", 0, "FFFF 03 FE 07 01 00 00 00 8000 00", "FFFF 0A FE 07 02 00 00 00 8000 80", 60)]
    [InlineData("Europe/Helsinki", -120, "FFFF 03 FE 07 03 00 00 00 8000 00", "FFFF 0A FE 07 04 00 00 00 8000 80", 60)]
    [InlineData("America/New_York", 300, "07E8 03 0A FF 02 00 00 00 8000 00", "07E8 0B 03 FF 02 00 00 00 8000 80", 60)]
    [InlineData("Australia/Sydney", -600, "07E8 0A 06 FF 02 00 00 00 8000 00", "07E8 04 07 FF 03 00 00 00 8000 80", 60)]
    [InlineData("Australia/Lord_Howe", -630, "07E8 0A 06 FF 02 00 00 00 8000 00", "07E8 04 07 FF 02 00 00 00 8000 80", 30)]
    public async Task The_zone_says_when_daylight_saving_is(string zone, short standard, string begin, string end, sbyte deviation)
    {
        var clock = Clock(zone);
        Assert.Equal(new CosemData.Long(standard), await GetAsync(clock, 3));
        Assert.Equal(new CosemData.OctetString(Hex.Bytes(begin)), await GetAsync(clock, 5));
        Assert.Equal(new CosemData.OctetString(Hex.Bytes(end)), await GetAsync(clock, 6));
        Assert.Equal(new CosemData.Integer(deviation), await GetAsync(clock, 7));
        Assert.Equal(new CosemData.Boolean(true), await GetAsync(clock, 8));
    }

    [Theory]
    [InlineData("UTC", 0)]
    [InlineData("Asia/Tokyo", -540)]
    public async Task A_zone_without_daylight_saving_specifies_nothing(string zone, short standard)
    {
        var clock = Clock(zone);
        var nothing = new CosemData.OctetString(Hex.Bytes("FFFFFFFFFFFFFFFFFFFFFFFF"));
        Assert.Equal(new CosemData.Long(standard), await GetAsync(clock, 3));
        Assert.Equal(nothing, await GetAsync(clock, 5));
        Assert.Equal(nothing, await GetAsync(clock, 6));
        Assert.Equal(new CosemData.Integer(0), await GetAsync(clock, 7));
        Assert.Equal(new CosemData.Boolean(false), await GetAsync(clock, 8));
    }

    [Fact]
    public async Task The_dates_are_those_of_the_year_the_clock_shows()
    {
        var clock = Clock("America/New_York");
        _time.Set(new(2024, 12, 31, 23, 0, 0, TimeSpan.Zero));
        Assert.Equal(new CosemData.OctetString(Hex.Bytes("07E8 03 0A FF 02 00 00 00 8000 00")), await GetAsync(clock, 5));
        _time.Set(new(2025, 1, 1, 6, 0, 0, TimeSpan.Zero));
        Assert.Equal(new CosemData.OctetString(Hex.Bytes("07E9 03 09 FF 02 00 00 00 8000 00")), await GetAsync(clock, 5));
    }

    [Fact]
    public async Task A_clock_that_is_not_synchronised_says_so()
    {
        var isSynchronised = false;
        var clock = new Clock(new(0, 0, 1, 0, 0, 255), TimeZoneInfo.Utc, _time, () => isSynchronised);
        Assert.Equal(new CosemData.Unsigned(0x01), await GetAsync(clock, 4));
        Assert.Equal(new CosemData.OctetString(Hex.Bytes("07E8060F 06 12172DFF 0000 01")), await GetAsync(clock, 2));
        isSynchronised = true;
        Assert.Equal(new CosemData.Unsigned(0), await GetAsync(clock, 4));
    }

    [Fact]
    public async Task It_has_nine_attributes_and_six_methods()
    {
        var clock = Clock("Europe/Berlin");
        Assert.Equal((ClassId.Clock, (byte)0, 9, 6), (clock.ClassId, clock.Version, clock.Attributes.Length, clock.Methods.Length));
        Assert.Equal(new CosemData.OctetString(Hex.Bytes("07E8060F 06 14172DFF FF88 80")), await GetAsync(clock, 2));
        Assert.Equal(new CosemData.Unsigned(0x80), await GetAsync(clock, 4));
        Assert.Equal(new CosemData.Enum(1), await GetAsync(clock, 9));
    }

    private Clock Clock(string zone) => new(new(0, 0, 1, 0, 0, 255), TimeZoneInfo.FindSystemTimeZoneById(zone), _time);

    private static async Task<CosemData?> GetAsync(CosemObject of, int attribute) => (await of.GetAsync(attribute, null, default)).Data;
}
