using Gateway.Tests.Api;
using Gateway.Web;
using Gateway.Web.Charts;
using Metering.Profiles;

namespace Gateway.Tests.Web;

/// <summary>Charts of a water meter that was read from noon to four, once an hour; it is read every quarter of an hour.</summary>
public class ChartTests(WaterGateway fixture) : IClassFixture<WaterGateway>
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task Readings_far_apart_are_dots_with_gaps_between_them()
    {
        var chart = await DrawAsync(WaterGateway.First, WaterGateway.First + (4 * Hour), differences: false);
        Assert.Equal((5, 4, "1.000", "1.004", "0.004"), (chart.Count, chart.Gaps, chart.First!.Value.Value.Text, chart.Last!.Value.Value.Text, chart.Total!.Value.Text));
        Assert.All(chart.Columns, column => Assert.True(column.IsAfterGap));
        var drawing = new ChartDrawing(chart, fixture.Running.Get<ZoneTime>());
        Assert.Equal("M0 1000h0M250 750h0M500 500h0M750 250h0M1000 0h0", drawing.Dots);
        Assert.StartsWith("0 2026-11-01 12:00: 1.000;250 2026-11-01 13:00: 1.001;", drawing.Points, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_difference_over_a_gap_is_none()
    {
        var chart = await DrawAsync(WaterGateway.First, WaterGateway.First + (4 * Hour), differences: true);
        Assert.Equal((0, 0), (chart.Count, chart.Columns.Count));
        Assert.NotNull(chart.First);
    }

    [Fact]
    public async Task Differences_from_row_to_row_are_bars_over_their_time()
    {
        var start = WaterGateway.First - TimeSpan.FromDays(10);
        foreach (var (minutes, litres) in new[] { (0, 500), (15, 502), (30, 503), (45, 507) })
        {
            await fixture.StoreAsync(start + TimeSpan.FromMinutes(minutes), litres);
        }

        var chart = await DrawAsync(start, start + Hour, differences: true);
        Assert.Equal(["0.002", "0.001", "0.004"], chart.Columns.Select(column => column.Last.Value.Text));
        Assert.Equal("M0 1000V500H250V1000zM250 1000V750H500V1000zM500 1000V0H750V1000z", new ChartDrawing(chart, fixture.Running.Get<ZoneTime>()).Path);

        var table = await fixture.Running.Get<ProfileTables>().PageAsync(fixture.Meter, ProfileKind.LoadProfile1, chart.Range, skip: 0, CancellationToken.None);
        Assert.Equal(["0.507", "0.503", "0.502", "0.500"], table.Rows.Select(row => table.Text(row, 0)));
        var gaps = fixture.Running.Get<ProfileCharts>().GapsOf(fixture.Meter, ProfileKind.LoadProfile1);
        Assert.Equal(["0.004", "0.001", "0.002", ""], Enumerable.Range(0, 4).Select(row => table.Difference(row, 0, gaps)));
    }

    [Fact]
    public async Task However_many_readings_there_are_a_chart_has_as_many_columns_as_a_picture()
    {
        var start = WaterGateway.First - TimeSpan.FromDays(100);
        for (var i = 0; i < 1000; i++)
        {
            await fixture.StoreAsync(start + TimeSpan.FromMinutes(15 * i), i % 100 == 50 ? 9000 : i);
        }

        var chart = await DrawAsync(start, start + TimeSpan.FromMinutes(15 * 1000), differences: false);
        Assert.Equal((1000, 0), (chart.Count, chart.Gaps));
        Assert.InRange(chart.Columns.Count, 300, ChartColumns.Most);
        Assert.Equal(("0.000", "9.000"), (chart.Least!.Value.Value.Text, chart.Most!.Value.Value.Text));
        Assert.Equal(10, chart.Columns.Count(column => column.Most.Value.Text == "9.000"));
        var drawing = new ChartDrawing(chart, fixture.Running.Get<ZoneTime>());
        Assert.Single(drawing.Path.Split('M'), part => part.Length > 0);
        Assert.InRange(drawing.Path.Length + drawing.Points.Length, 1000, 50_000);

        var table = await fixture.Running.Get<ProfileTables>().PageAsync(fixture.Meter, ProfileKind.LoadProfile1, chart.Range, skip: 980, CancellationToken.None);
        Assert.Equal((1000, 20, "0.019", "0.000"), (table.Count, table.Rows.Count, table.Text(table.Rows[0], 0), table.Text(table.Rows[^1], 0)));
        Assert.Empty((await fixture.Running.Get<ProfileTables>().PageAsync(fixture.Meter, ProfileKind.LoadProfile1, chart.Range, skip: 5000, CancellationToken.None)).Rows);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.Running.Get<ProfileTables>().PageAsync(fixture.Meter, ProfileKind.LoadProfile1, chart.Range, skip: 0, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Of_very_many_readings_of_a_counter_only_what_is_drawn_is_read()
    {
        const int Rows = ChartSample.Least + 100;
        var start = WaterGateway.First - TimeSpan.FromDays(300);
        DateTimeOffset At(int i) => start + TimeSpan.FromMinutes(i < 5000 ? i : i + 1440);
        await Task.WhenAll(Enumerable.Range(0, Rows).Select(i => fixture.StoreAsync(At(i), i)));

        var chart = await DrawAsync(start, At(Rows - 1), differences: false);
        Assert.Equal((true, Rows, 1, "0.000", "9.699", "9.699"), (chart.IsSampled, chart.Count, chart.Gaps, chart.First!.Value.Value.Text, chart.Last!.Value.Value.Text, chart.Total!.Value.Text));
        Assert.Single(chart.Columns, column => column.IsAfterGap && column.First.At > start);
        for (var i = 1; i < chart.Columns.Count; i++)
        {
            var step = chart.Columns[i].First.Value.Minus(chart.Columns[i - 1].Last.Value);
            Assert.Equal("0.001", step!.Value.Text);
        }

        Assert.False((await DrawAsync(start, At(4000), differences: false)).IsSampled);
        Assert.False((await DrawAsync(start, At(Rows - 1), differences: true)).IsSampled);
    }

    [Fact]
    public void A_day_without_a_row_is_a_gap_and_a_day_of_23_hours_is_none()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");
        var daily = new GapRule(ValueInterval.Parse("1 day"), TimeSpan.FromMinutes(15), zone);
        var saturday = new DateTimeOffset(2026, 3, 28, 23, 0, 0, TimeSpan.Zero);
        Assert.False(daily.IsBetween(saturday, saturday + TimeSpan.FromHours(23)));
        Assert.True(daily.IsBetween(saturday, saturday + TimeSpan.FromHours(47)));
    }

    private async Task<Chart> DrawAsync(DateTimeOffset from, DateTimeOffset to, bool differences)
    {
        await fixture.Running.Meters.ChangeAsync(fixture.Meter.Id, now => now with { Readout = fixture.Meter.Readout with { Interval = "15 min" } });
        var charts = fixture.Running.Get<ProfileCharts>();
        var register = charts.Registers(fixture.Meter, ProfileKind.LoadProfile1)[0];
        return await charts.DrawAsync(fixture.Meter, ProfileKind.LoadProfile1, register, new ChartRange(ChartRange.Free, from, to), differences, TestContext.Current.CancellationToken);
    }
}
