using System.Globalization;
using Cosem.InterfaceClasses;
using Testing;

namespace Cosem.Tests;

public class ClockAdjustmentTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private readonly ManualTimeProvider _time = new(new(2024, 6, 15, 18, 23, 45, TimeSpan.Zero));
    private readonly Adjustment _adjustment = new();

    [Theory]
    [InlineData("07E8060F 06 14172D00 FF88 80", "2024-06-15T18:23:45Z")]
    [InlineData("07E8060F FF 14172DFF 8000 FF", "2024-06-15T18:23:45Z")] // the zone of the clock
    [InlineData("07E8060F FF 14172D32 0000 00", "2024-06-15T20:23:45.5Z")]
    [InlineData("07E8060F FF 1417FFFF 8000 00", "2024-06-15T18:23:00Z")]
    [InlineData("07E80A1B FF 021E0000 8000 80", "2024-10-27T00:30:00Z")] // the hour that comes twice: the status tells
    [InlineData("07E80A1B FF 021E0000 8000 00", "2024-10-27T01:30:00Z")]
    public async Task The_time_can_be_set(string octets, string moment)
    {
        Assert.Equal(DataAccessResult.Success, await Clock().SetAsync(2, new CosemData.OctetString(Hex.Bytes(octets)), default));
        Assert.Equal(DataAccessResult.Success, await Clock().SetAsync(2, new CosemData.DateTime(Hex.Bytes(octets)), default));
        Assert.Equal([Moment(moment), Moment(moment)], _adjustment.Moments);
    }

    [Theory]
    [InlineData("07E7021D FF 14172D00 FF88 80")] // no 29 February
    [InlineData("07E80D01 FF 14172D00 FF88 80")]
    [InlineData("07E8060F FF 18172D00 FF88 80")]
    [InlineData("07E8060F FF FFFFFFFF 8000 00")] // no hour
    [InlineData("FFFFFFFF FF FFFFFFFF 8000 FF")]
    [InlineData("07E8031F FF 021E0000 8000 00")] // the hour that does not come
    public async Task A_time_that_is_not_there_is_not_set(string octets)
    {
        Assert.Equal(DataAccessResult.OtherReason, await Clock().SetAsync(2, new CosemData.OctetString(Hex.Bytes(octets)), default));
        Assert.Equal(DataAccessResult.OtherReason, await Clock().SetAsync(2, new CosemData.DateTime(Hex.Bytes(octets)), default));
        Assert.Empty(_adjustment.Moments);
    }

    [Fact]
    public async Task What_is_no_date_time_is_not_set()
    {
        foreach (var value in new CosemData[]
        {
            CosemData.Null.Instance,
            new CosemData.OctetString(Hex.Bytes("07E8060F 06 14172D00 FF88")),
            new CosemData.OctetString(Hex.Bytes("07E8060F 06 14172D00 FF88 80 00")),
            new CosemData.VisibleString(Hex.Bytes("07E8060F 06 14172D00 FF88 80")),
            new CosemData.DoubleLongUnsigned(1),
        })
        {
            Assert.Equal(DataAccessResult.TypeUnmatched, await Clock().SetAsync(2, value, default));
        }

        Assert.Empty(_adjustment.Moments);
    }

    [Theory]
    [InlineData(1, "18:22:29", "18:15:00")]
    [InlineData(1, "18:22:29.999", "18:15:00")]
    [InlineData(1, "18:22:30", "18:30:00")] // exactly half goes up
    [InlineData(1, "18:30:00", "18:30:00")]
    [InlineData(1, "23:59:00", "1.00:00:00")]
    [InlineData(2, "18:34:59", "18:30:00")] // ten minutes
    [InlineData(2, "18:35:00", "18:40:00")]
    [InlineData(3, "18:23:29", "18:23:00")]
    [InlineData(3, "18:23:30", "18:24:00")]
    public async Task It_is_adjusted_to_the_nearest_multiple(int method, string now, string moment)
    {
        var day = new DateTimeOffset(2024, 6, 15, 0, 0, 0, TimeSpan.Zero);
        _time.Set(day + Span(now));
        _adjustment.MeasuringPeriod = TimeSpan.FromMinutes(10);
        foreach (var parameter in new[] { new CosemData.Integer(0), new CosemData.Integer(1), null })
        {
            Assert.Equal(ActionResult.Success, (await Clock().InvokeAsync(method, parameter, default)).Result);
        }

        Assert.Equal(Enumerable.Repeat(day + Span(moment), 3), _adjustment.Moments);
    }

    [Theory]
    [InlineData("Asia/Kolkata", 60, "2024-06-15T18:23:45Z", "2024-06-15T18:30:00Z")] // 23:53 local
    [InlineData("Europe/Berlin", 1440, "2024-06-15T18:23:45Z", "2024-06-15T22:00:00Z")] // midnight
    [InlineData("Europe/Berlin", 15, "2024-10-27T00:52:31Z", "2024-10-27T01:00:00Z")] // into the second 02:00
    [InlineData("Europe/Berlin", 15, "2024-03-31T00:52:31Z", "2024-03-31T01:00:00Z")]
    public async Task A_multiple_counts_in_local_time(string zone, int minutes, string now, string moment)
    {
        _time.Set(Moment(now));
        _adjustment.MeasuringPeriod = TimeSpan.FromMinutes(minutes);
        var clock = new Clock(new(0, 0, 1, 0, 0, 255), TimeZoneInfo.FindSystemTimeZoneById(zone), _time, null, _adjustment);
        Assert.Equal(ActionResult.Success, (await clock.InvokeAsync(2, null, default)).Result);
        Assert.Equal([Moment(moment)], _adjustment.Moments);
    }

    [Fact]
    public void The_measuring_period_is_a_quarter_unless_told_otherwise() =>
        Assert.Equal(TimeSpan.FromMinutes(15), ((IClockAdjustment)new Fixed()).MeasuringPeriod);

    [Theory]
    [InlineData(0)]
    [InlineData(-900)]
    [InlineData(900)]
    [InlineData(1)]
    public async Task It_is_shifted_by_up_to_15_minutes(short seconds)
    {
        Assert.Equal(ActionResult.Success, (await Clock().InvokeAsync(6, new CosemData.Long(seconds), default)).Result);
        Assert.Equal([_time.GetUtcNow().AddSeconds(seconds)], _adjustment.Moments);
    }

    [Fact]
    public async Task A_method_refuses_what_is_not_its_parameter()
    {
        var clock = Clock();
        Assert.Equal(ActionResult.OtherReason, (await clock.InvokeAsync(6, new CosemData.Long(901), default)).Result);
        Assert.Equal(ActionResult.OtherReason, (await clock.InvokeAsync(6, new CosemData.Long(-901), default)).Result);
        Assert.Equal(ActionResult.TypeUnmatched, (await clock.InvokeAsync(6, new CosemData.Integer(1), default)).Result);
        Assert.Equal(ActionResult.TypeUnmatched, (await clock.InvokeAsync(6, null, default)).Result);
        foreach (var method in new[] { 1, 2, 3 })
        {
            Assert.Equal(ActionResult.TypeUnmatched, (await clock.InvokeAsync(method, new CosemData.Unsigned(0), default)).Result);
        }

        foreach (var method in new[] { 4, 5 })
        {
            Assert.Equal(ActionResult.ReadWriteDenied, (await clock.InvokeAsync(method, new CosemData.Integer(0), default)).Result);
        }

        Assert.Empty(_adjustment.Moments);
    }

    [Fact]
    public async Task What_the_adjustment_says_is_the_answer()
    {
        _adjustment.Result = DataAccessResult.TemporaryFailure;
        var time = new CosemData.OctetString(Hex.Bytes("07E8060F 06 14172D00 FF88 80"));
        Assert.Equal(DataAccessResult.TemporaryFailure, await Clock().SetAsync(2, time, default));
        Assert.Equal(ActionResult.TemporaryFailure, (await Clock().InvokeAsync(1, null, default)).Result);
        Assert.Equal(ActionResult.TemporaryFailure, (await Clock().InvokeAsync(6, new CosemData.Long(1), default)).Result);
    }

    [Fact]
    public async Task A_clock_without_an_adjustment_cannot_be_set()
    {
        var clock = new Clock(new(0, 0, 1, 0, 0, 255), Berlin, _time);
        var time = new CosemData.OctetString(Hex.Bytes("07E8060F 06 14172D00 FF88 80"));
        Assert.Equal(DataAccessResult.ReadWriteDenied, await clock.SetAsync(2, time, default));
        Assert.Equal(ActionResult.ReadWriteDenied, (await clock.InvokeAsync(1, new CosemData.Integer(0), default)).Result);
        Assert.Equal(ActionResult.ReadWriteDenied, (await clock.InvokeAsync(6, new CosemData.Long(1), default)).Result);
    }

    private Clock Clock() => new(new(0, 0, 1, 0, 0, 255), Berlin, _time, null, _adjustment);

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static TimeSpan Span(string text) => TimeSpan.Parse(text, CultureInfo.InvariantCulture);

    private sealed class Adjustment : IClockAdjustment
    {
        public List<DateTimeOffset> Moments { get; } = [];

        public TimeSpan MeasuringPeriod { get; set; }

        public DataAccessResult Result { get; set; }

        public ValueTask<DataAccessResult> SetAsync(DateTimeOffset moment, CancellationToken cancellationToken)
        {
            Moments.Add(moment);
            return new(Result);
        }
    }

    private sealed class Fixed : IClockAdjustment
    {
        public ValueTask<DataAccessResult> SetAsync(DateTimeOffset moment, CancellationToken cancellationToken) => new(DataAccessResult.Success);
    }
}
