using Gateway.Tests.Harness;
using Metering;

namespace Gateway.Tests;

public class LiveReadingsTests
{
    private const string One = "04 13 01 00 00 00";
    private const string Two = "04 13 02 00 00 00";

    [Fact]
    public async Task A_readout_of_continuous_mode_is_served_and_not_stored()
    {
        await using var parts = await Parts.OpenAsync(runs: false);
        await StoreAsync(parts, One);

        var live = Show(parts, Two);

        Assert.Equal(new LastReadout(live, FailedAt: null), parts.Live.Last(new MeterId(1)));
        Assert.Same(parts.Live.Last(new MeterId(1)), parts.Live.Last(new MeterId(1)));
        Assert.Same(live, (await parts.Fresh.GetAsync(parts.Meter(1), default)).Readout);
        Assert.Equal(1, parts.Stored(1));
        Assert.NotSame(live, parts.Last(1).Readout);
        Assert.Same(LastReadout.Never, parts.Live.Last(new MeterId(2)));
    }

    [Fact]
    public async Task A_meter_that_was_never_stored_has_values_in_continuous_mode()
    {
        await using var parts = await Parts.OpenAsync(runs: false);

        var live = Show(parts, One);

        Assert.Equal((live, LastReadoutState.Ok), (parts.Live.Last(new MeterId(1)).Readout, parts.Live.Last(new MeterId(1)).State));
        Assert.Equal(0, parts.Stored(1));
    }

    [Fact]
    public async Task It_stays_until_a_later_one_is_stored()
    {
        await using var parts = await Parts.OpenAsync(runs: false);
        await StoreAsync(parts, One);
        Show(parts, Two);
        var live = Show(parts, One);
        parts.Time.Advance(TimeSpan.FromHours(3));
        Assert.Same(live, parts.Live.Last(new MeterId(1)).Readout);

        await StoreAsync(parts, Two);

        Assert.Same(parts.Last(1), parts.Live.Last(new MeterId(1)));
        var next = Show(parts, One);
        Assert.Same(next, parts.Live.Last(new MeterId(1)).Readout);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_clock_that_is_set_freezes_no_value(int hours)
    {
        await using var parts = await Parts.OpenAsync(runs: false);
        await StoreAsync(parts, One);
        Show(parts, Two);
        parts.Time.Set(parts.Time.GetUtcNow().AddHours(hours));

        await StoreAsync(parts, One);
        Assert.Same(parts.Last(1), parts.Live.Last(new MeterId(1)));
        parts.Time.Set(parts.Time.GetUtcNow().AddHours(hours));
        var live = Show(parts, Two);
        Assert.Same(live, parts.Live.Last(new MeterId(1)).Readout);
    }

    [Fact]
    public async Task A_failure_after_it_is_told_with_its_values()
    {
        await using var parts = await Parts.OpenAsync(runs: false);
        await StoreAsync(parts, One);
        await parts.Installation.Readouts.RecordFailureAsync(new MeterId(1), parts.Time.GetUtcNow());
        var live = Show(parts, Two);
        Assert.Equal(LastReadoutState.Ok, parts.Live.Last(new MeterId(1)).State);

        await parts.Installation.Readouts.RecordFailureAsync(new MeterId(1), parts.Time.GetUtcNow());

        var last = parts.Live.Last(new MeterId(1));
        Assert.Equal((live, LastReadoutState.OldAfterFailure), (last.Readout, last.State));
    }

    [Fact]
    public async Task Head_ends_see_its_values_and_its_time()
    {
        await using var parts = await Parts.OpenAsync(storeMeters: false, runs: false);
        await parts.Installation.Meters.AddAsync(new Meter { Bus = Parts.Bus, Identity = MappingText.Water });
        parts.Mapped.Catalog = MappingText.Catalog(MappingText.Entry("8.0.1.0.0.255", "mbus.dib.0413.value"));
        await StoreAsync(parts, One);
        var (value, time) = (await ReadAsync(parts, "8.0.1.0.0.255"), await ReadAsync(parts, "0.128.96.2.0.255"));
        parts.Time.Advance(TimeSpan.FromMinutes(1));

        Show(parts, Two);

        Assert.Equal(new Cosem.CosemData.DoubleLongUnsigned(1), value);
        Assert.Equal(new Cosem.CosemData.DoubleLongUnsigned(2), await ReadAsync(parts, "8.0.1.0.0.255"));
        Assert.NotEqual(time, await ReadAsync(parts, "0.128.96.2.0.255"));
        Assert.Equal(new Cosem.CosemData.Enum((byte)LastReadoutState.Ok), await ReadAsync(parts, "0.128.96.2.1.255"));
    }

    private static async Task StoreAsync(Parts parts, string records)
    {
        parts.Time.Advance(TimeSpan.FromSeconds(1));
        await parts.Installation.Readouts.AppendAsync(MappingText.Readout(parts.Meter(1), parts.Time.GetUtcNow(), records));
    }

    private static MeterReadout Show(Parts parts, string records)
    {
        parts.Time.Advance(TimeSpan.FromSeconds(1));
        var readout = MappingText.Readout(parts.Meter(1), parts.Time.GetUtcNow(), records);
        parts.Live.Show(readout);
        return readout;
    }

    private static async Task<Cosem.CosemData?> ReadAsync(Parts parts, string name)
    {
        Assert.True(Cosem.LogicalName.TryParse(name, out var obis));
        Assert.True(parts.Directory.Find(16)!.TryFind(obis, out var found));
        return (await found.Object.GetAsync(2, access: null, default)).Data;
    }
}
