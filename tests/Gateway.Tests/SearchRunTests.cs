using Gateway.Readout;
using Gateway.Tests.Harness;
using MBus.LevelConverter;
using MBus.Master;
using Simulation;
using Testing;

namespace Gateway.Tests;

public class SearchRunTests
{
    private const string Bus = Parts.Bus;
    private static readonly SearchOptions At2400 = new() { BaudRates = [2400] };

    [Fact]
    public async Task A_search_that_is_interrupted_goes_on_after_a_restart_and_finds_all()
    {
        await using var parts = await Parts.OpenAsync(meters: 20, storeMeters: false, runs: false);
        var state = parts.Installation.State;
        var wanted = parts.Simulated.Meters.Select(meter => meter.Address).ToHashSet();
        for (var stop = 1; ; stop += 2)
        {
            using var bus = new DirectBus(Bus, parts.Line, parts.Time);
            using var source = new CancellationTokenSource();
            var saved = SavedSearch.Read(state.State.GetValueOrDefault(SavedSearch.Name(Bus))) ?? SearchRun.Begin(At2400);
            var run = new SearchRun(bus, saved, state, parts.Time) { Stepped = progress => StopAt(progress, stop, source) };
            try
            {
                await run.RunAsync(source.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Equal(SearchStatus.Running, SavedSearch.Read(state.State[SavedSearch.Name(Bus)])!.Status);
                continue;
            }

            Assert.Equal(SearchStatus.Finished, run.Progress.Status);
            Assert.Equal(wanted, run.Progress.Found.Select(meter => meter.Secondary!.Value).ToHashSet());
            break;
        }

        var kept = SavedSearch.Read(state.State[SavedSearch.Name(Bus)])!;
        Assert.Equal(SearchStatus.Finished, kept.Status);
        Assert.Null(kept.State);
        Assert.Equal(20, kept.Found.Count);

        static void StopAt(SearchProgress progress, int stop, CancellationTokenSource source)
        {
            if (progress.Found.Count >= stop)
            {
                source.Cancel();
            }
        }
    }

    [Fact]
    public async Task Every_rate_is_searched_by_itself_and_the_line_keeps_its_own()
    {
        var clock = new ManualTimeProvider(DateTimeOffset.UnixEpoch);
        var simulated = SimulatedBus.Create(3, 6, clock);
        await using var line = new ScriptedConverter(simulated);
        var moved = simulated.Meters[2];
        Assert.Equal(CommandOutcome.Done, (await new BaudRateSwitch(new BusMaster(line, clock)).RunAsync(MeterTarget.Of(moved.Address), 9600)).Outcome);
        using var bus = new DirectBus(Bus, line, clock);
        var rates = new HashSet<int>();
        var run = new SearchRun(bus, SearchRun.Begin(new SearchOptions { BaudRates = [2400, 9600, 300] }), null, clock) { Stepped = progress => rates.Add(progress.BaudRate) };

        await run.RunAsync(CancellationToken.None);

        Assert.Equal([2400, 9600, 300], rates);
        Assert.Equal(6, run.Progress.Found.Count);
        Assert.Equal(9600, Assert.Single(run.Progress.Found, meter => meter.Secondary == moved.Address).BaudRate);
        Assert.Equal(2400, line.Timing.BaudRate);
    }

    [Fact]
    public async Task The_expected_number_ends_it_before_the_rates_to_come()
    {
        var clock = new ManualTimeProvider(DateTimeOffset.UnixEpoch);
        await using var line = new ScriptedConverter(SimulatedBus.Create(3, 6, clock));
        using var bus = new DirectBus(Bus, line, clock);
        var run = new SearchRun(bus, SearchRun.Begin(new SearchOptions { BaudRates = [2400, 9600], ExpectedMeters = 6 }), null, clock)
        {
            Stepped = progress => Assert.Equal(2400, progress.BaudRate),
        };

        await run.RunAsync(CancellationToken.None);

        Assert.Equal(SearchStatus.Finished, run.Progress.Status);
        Assert.Equal(6, run.Progress.Found.Count);
    }

    [Fact]
    public async Task A_search_by_primary_address_is_resumed_too()
    {
        await using var parts = await Parts.OpenAsync(meters: 4, storeMeters: false, runs: false);
        using var bus = new DirectBus(Bus, parts.Line, parts.Time);
        var begun = new SearchRun(bus, SearchRun.Begin(At2400 with { ByPrimaryAddress = true }), parts.Installation.State, parts.Time);
        using var stop = new CancellationTokenSource();
        parts.Line.IsLost = true;
        await Assert.ThrowsAsync<LevelConverterException>(() => begun.RunAsync(stop.Token));
        parts.Line.IsLost = false;

        var run = new SearchRun(bus, SavedSearch.Read(parts.Installation.State.State[SavedSearch.Name(Bus)])!, parts.Installation.State, parts.Time);
        await run.RunAsync(CancellationToken.None);

        Assert.Equal([1, 2, 3, 4], run.Progress.Found.Select(meter => meter.Primary!.Value.Value));
        Assert.All(run.Progress.Found, meter => Assert.True(meter.ByPrimary));
        Assert.Equal(251, run.Progress.Tried);
    }

    [Fact]
    public async Task A_meter_that_needs_its_fabrication_number_is_stored_with_it()
    {
        await using var parts = await Parts.OpenAsync(storeMeters: false, runs: false);
        MeterSpecification[] meters =
        [
            new() { Identification = 0x12345678, FabricationNumber = 0x11111111, Type = 0 },
            new() { Identification = 0x12345678, FabricationNumber = 0x21111111, Type = 0 },
            new() { Identification = 0x22345678, Type = 1 },
        ];
        await using var line = new ScriptedConverter(SimulatedBus.Create(1, meters, parts.Time));
        using var bus = new DirectBus(Bus, line, parts.Time);
        var run = new SearchRun(bus, SearchRun.Begin(At2400), parts.Installation.State, parts.Time);
        await run.RunAsync(CancellationToken.None);

        var kept = SavedSearch.Read(parts.Installation.State.State[SavedSearch.Name(Bus)])!.Found.Select(entry => entry.ToFound()).ToList();
        var stored = await FoundMeters.AddAsync(parts.Installation.Meters, Bus, 2400, kept);
        Assert.Equal(["", "11111111", "21111111"], stored.Added.Select(meter => meter.FabricationNumber).Order(StringComparer.Ordinal));
        Assert.Equal(3, (await FoundMeters.AddAsync(parts.Installation.Meters, Bus, 2400, kept)).Known);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"Status":0,"Options":{"BaudRates":[2400]},"Rates":[]}""")]
    [InlineData("""{"Status":0,"Options":{"BaudRates":[1234]},"Rates":[2400]}""")]
    [InlineData("""{"Status":0,"Options":{"BaudRates":[2400]},"Rates":[2400],"State":{"Pending":["zz"]}}""")]
    [InlineData("""{"Status":0,"Options":{"BaudRates":[2400]},"Rates":[2400],"State":{"Pending":null}}""")]
    [InlineData("""{"Status":0,"Options":{"BaudRates":[2400],"Within":"1"},"Rates":[2400]}""")]
    [InlineData("""{"Status":0,"Options":{"BaudRates":[2400]},"Rates":[2400],"Found":[{"Primary":251,"Secondary":null,"BaudRate":2400,"ByPrimary":true}]}""")]
    public void An_entry_that_is_damaged_is_no_search(string text) => Assert.Null(SavedSearch.Read(text));

    [Fact]
    public async Task Searches_run_stop_and_go_on_and_their_meters_are_installed_once()
    {
        await using var parts = await Parts.OpenAsync(meters: 5, storeMeters: false, runs: false);
        using var bus = new DirectBus(Bus, parts.Line, parts.Time);
        var searches = Open();
        parts.Line.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.False(searches.Start("nowhere", At2400));
        Assert.True(searches.Start(Bus, At2400));
        Assert.False(searches.Start(Bus, At2400));
        Assert.True(await searches.StopAsync(Bus).InTimeAsync());
        Assert.False(await searches.StopAsync(Bus).InTimeAsync());
        Assert.Equal(SearchStatus.Stopped, searches.Progress(Bus)!.Status);
        await searches.DisposeAsync();

        searches = Open();
        searches.ResumeAll([Bus]); // a person has stopped it
        Assert.Equal(SearchStatus.Stopped, searches.Progress(Bus)!.Status);
        Assert.True(searches.Resume(Bus));
        await Eventually.HoldsAsync(() => searches.Progress(Bus)!.Status == SearchStatus.Running, "it runs");
        await searches.DisposeAsync();

        searches = Open();
        searches.ResumeAll([Bus]); // it ran when the service stopped
        parts.Line.Hold.SetResult();
        await Eventually.HoldsAsync(() => searches.Progress(Bus)!.Status == SearchStatus.Finished, "it is over");
        var found = searches.Progress(Bus)!.Found;
        Assert.Equal(5, (await searches.AddAsync(Bus, found)).Added.Count);
        Assert.Equal(5, (await searches.AddAsync(Bus, found)).Known);
        Assert.Equal(5, parts.Installation.Meters.Meters.Count);
        await searches.DisposeAsync();

        Searches Open() => new(
            name => name == Bus ? bus : null, parts.Options, parts.Installation.Meters, parts.Installation.State, parts.Time, new RecordingLogger<Searches>());
    }
}
