using Gateway.Readout;
using Gateway.Tests.Harness;
using Metering;
using Testing;

namespace Gateway.Tests;

public class FreshReadingsTests
{
    [Fact]
    public async Task A_meter_is_read_when_its_reading_is_older_than_60_s()
    {
        await using var parts = await Parts.OpenAsync();

        var first = await GetAsync(parts);
        Assert.Equal(parts.Time.GetUtcNow(), first.Readout!.ReadAt);
        Assert.Equal(1, parts.Stored(1));

        parts.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Same(first, await GetAsync(parts));
        parts.Time.Advance(TimeSpan.FromMilliseconds(1));
        var second = await GetAsync(parts);
        Assert.Equal(parts.Time.GetUtcNow(), second.Readout!.ReadAt);
        Assert.Equal(2, parts.Stored(1));
    }

    [Fact]
    public async Task A_young_reading_is_given_at_once()
    {
        await using var parts = await Parts.OpenAsync();
        await GetAsync(parts);
        var requests = parts.Line.Requests;

        Assert.True(parts.Fresh.GetAsync(parts.Meter(1), default).AsTask().IsCompletedSuccessfully);
        Assert.Equal(requests, parts.Line.Requests);
    }

    [Fact]
    public async Task Requests_at_the_same_time_share_one_readout()
    {
        await using var parts = await Parts.OpenAsync();
        var hold = parts.Line.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var requests = Enumerable.Range(0, 20).Select(_ => GetAsync(parts)).ToList();
        await Eventually.HoldsAsync(() => parts.Line.Requests > 0, "the meter is asked");
        requests.AddRange(Enumerable.Range(0, 20).Select(_ => GetAsync(parts)));

        hold.SetResult();

        var readings = await Task.WhenAll(requests).InTimeAsync();
        Assert.Equal(1, parts.Stored(1));
        Assert.All(readings, reading => Assert.Same(readings[0], reading));
    }

    [Fact]
    public async Task A_head_end_does_not_wait_for_the_cycle()
    {
        await using var parts = await Parts.OpenAsync(meters: 10);
        var hold = parts.Line.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cycle = Enumerable.Range(1, 10).Select(number => parts.Worker.ReadAsync(new MeterId(number), ReadoutPrecedence.Schedule)).ToList();
        await Eventually.HoldsAsync(() => parts.Line.Requests > 0, "the cycle has begun");
        var urgent = parts.Fresh.GetAsync(parts.Meter(10), default).AsTask();

        hold.SetResult();
        await Task.WhenAll(cycle).InTimeAsync();
        await urgent.InTimeAsync();

        var order = Enumerable.Range(1, 10).OrderBy(number => parts.Last(number).Readout!.AppendNumber).ToList();
        Assert.Equal([1, 10, 2, 3, 4, 5, 6, 7, 8, 9], order);
    }

    [Fact]
    public async Task The_last_value_is_given_when_the_readout_fails()
    {
        await using var parts = await Parts.OpenAsync();
        var first = await GetAsync(parts);
        parts.Time.Advance(TimeSpan.FromMinutes(2));
        parts.Simulated.Meters[0].Faults = new() { Silence = 1 };

        var last = await GetAsync(parts);

        Assert.Same(first.Readout, last.Readout);
        Assert.Equal(LastReadoutState.OldAfterFailure, last.State);
        Assert.Equal(parts.Time.GetUtcNow(), last.FailedAt);
    }

    [Fact]
    public async Task A_silent_meter_is_not_asked_again_for_every_value()
    {
        await using var parts = await Parts.OpenAsync();
        parts.Simulated.Meters[0].Faults = new() { Silence = 1 };
        Assert.Equal(LastReadoutState.Never, (await GetAsync(parts)).State);
        var requests = parts.Line.Requests;

        parts.Time.Advance(TimeSpan.FromSeconds(60));
        await GetAsync(parts);
        Assert.Equal(requests, parts.Line.Requests);

        parts.Time.Advance(TimeSpan.FromSeconds(1));
        parts.Simulated.Meters[0].Faults = Simulation.Faults.None;
        Assert.Equal(LastReadoutState.Ok, (await GetAsync(parts)).State);
    }

    [Fact]
    public async Task After_the_on_demand_time_the_last_value_is_given_and_the_readout_goes_on()
    {
        await using var parts = await Parts.OpenAsync();
        var first = await GetAsync(parts);
        parts.Time.Advance(TimeSpan.FromMinutes(2));
        var hold = parts.Line.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var requests = parts.Line.Requests;
        var waiting = GetAsync(parts);
        await Eventually.HoldsAsync(() => parts.Line.Requests > requests, "the meter is asked");

        parts.Time.Advance(parts.Options.OnDemandTimeout - TimeSpan.FromMilliseconds(1));
        Assert.False(waiting.IsCompleted);
        parts.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Same(first, await waiting.InTimeAsync());

        hold.SetResult();
        await Eventually.HoldsAsync(() => parts.Stored(1) == 2, "the readout is stored");
    }

    [Fact]
    public async Task Requests_one_after_the_other_for_a_held_up_meter_wait_the_on_demand_time_once()
    {
        await using var parts = await Parts.OpenAsync();
        var first = await GetAsync(parts);
        parts.Time.Advance(TimeSpan.FromMinutes(2));
        var hold = parts.Line.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var requests = parts.Line.Requests;
        var waiting = GetAsync(parts);
        await Eventually.HoldsAsync(() => parts.Line.Requests > requests, "the meter is asked");
        parts.Time.Advance(parts.Options.OnDemandTimeout);
        Assert.Same(first, await waiting.InTimeAsync());

        for (var attribute = 0; attribute < 20; attribute++)
        {
            Assert.Same(first, await GetAsync(parts).InTimeAsync());
        }

        hold.SetResult();
        await Eventually.HoldsAsync(() => parts.Stored(1) == 2, "the readout is stored");
    }

    [Fact]
    public async Task A_head_end_that_goes_away_ends_its_own_wait_only()
    {
        await using var parts = await Parts.OpenAsync();
        var hold = parts.Line.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var gone = new CancellationTokenSource();
        var one = parts.Fresh.GetAsync(parts.Meter(1), gone.Token).AsTask();
        var other = GetAsync(parts);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        hold.SetResult();

        Assert.Equal(LastReadoutState.Ok, (await other.InTimeAsync()).State);
    }

    [Fact]
    public async Task A_passive_meter_is_never_read()
    {
        await using var parts = await Parts.OpenAsync();
        var passive = await parts.Installation.Meters.ChangeAsync(parts.Meter(1).Id, now => now with { Active = false });

        Assert.Equal(LastReadoutState.Never, (await parts.Fresh.GetAsync(passive, default)).State);
        await parts.Worker.ReadAsync(passive.Id, ReadoutPrecedence.Manual).InTimeAsync();
        Assert.Equal(0, parts.Line.Requests);
    }

    [Fact]
    public async Task A_meter_of_a_bus_that_is_not_configured_gives_its_last_value()
    {
        await using var parts = await Parts.OpenAsync();
        await GetAsync(parts);
        parts.Time.Advance(TimeSpan.FromHours(1));
        var moved = await parts.Installation.Meters.ChangeAsync(parts.Meter(1).Id, now => now with { Bus = "attic" });

        Assert.Equal(LastReadoutState.Ok, (await parts.Fresh.GetAsync(moved, default)).State);
        Assert.Equal(1, parts.Stored(1));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_freezes_no_value()
    {
        await using var parts = await Parts.OpenAsync();
        await GetAsync(parts);
        parts.Time.Set(parts.Time.GetUtcNow() - TimeSpan.FromHours(1));

        Assert.Equal(parts.Time.GetUtcNow(), (await GetAsync(parts)).Readout!.ReadAt);
        Assert.Equal(2, parts.Stored(1));
        await GetAsync(parts);
        Assert.Equal(2, parts.Stored(1));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_after_a_failure_does_not_read_for_every_value()
    {
        await using var parts = await Parts.OpenAsync();
        await GetAsync(parts);
        parts.Time.Advance(TimeSpan.FromMinutes(2));
        parts.Simulated.Meters[0].Faults = new() { Silence = 1 };
        await GetAsync(parts);
        parts.Time.Set(parts.Time.GetUtcNow() - TimeSpan.FromHours(1));

        await GetAsync(parts);
        var requests = parts.Line.Requests;
        await GetAsync(parts);
        Assert.Equal(requests, parts.Line.Requests);
    }

    private static Task<LastReadout> GetAsync(Parts parts) => parts.Fresh.GetAsync(parts.Meter(1), default).AsTask().InTimeAsync();
}
