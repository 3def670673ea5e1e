using MBus.Link;
using MBus.Master;
using Simulation.Script;
using Testing;

namespace Simulation.Tests;

/// <summary>Searches by secondary address of whole buses, on a virtual clock: what they find and what they cost.</summary>
public sealed class SearchTests(ITestOutputHelper output)
{
    private const int Meters = 250;

    /// <summary>One answer in a hundred is lost, one cut, one flipped, and noise comes before one or where nobody answers.</summary>
    private static readonly Faults OnePercent = new() { Noise = 0.01, LostBytes = 0.01, WrongChecksum = 0.01, Silence = 0.01 };

    private readonly ManualTimeProvider _clock = new(TestMaster.Now);

    [Fact]
    public async Task All_of_250_meters_with_random_identifications_are_found() =>
        await AllAreFoundAsync(Bus(1, Random(1, Meters)), Faults.None, selections: 1200, TimeSpan.FromMinutes(15));

    [Fact]
    public async Task All_of_250_meters_with_consecutive_identifications_are_found() =>
        await AllAreFoundAsync(Bus(1, Consecutive(14_490_950, Meters)), Faults.None, selections: 400, TimeSpan.FromMinutes(12));

    [Fact]
    public async Task All_of_250_meters_are_found_where_two_makes_share_each_identification() =>
        await AllAreFoundAsync(Bus(1, Pairs(1, Meters / 2)), Faults.None, selections: 11_000, TimeSpan.FromMinutes(80));

    [Fact]
    public async Task All_of_250_meters_are_found_under_noise_of_one_percent()
    {
        for (var round = 0; round < Rounds.Of(quick: 1, ci: 5, full: 50); round++)
        {
            var seed = 100 + round;
            await AllAreFoundAsync(Bus(seed, Random(seed, Meters)), OnePercent, selections: 5000, TimeSpan.FromMinutes(40));
            await AllAreFoundAsync(Bus(seed, Consecutive(14_490_950 + (97 * round), Meters)), OnePercent, selections: 2000, TimeSpan.FromMinutes(30));
        }
    }

    [Fact]
    public async Task A_bus_whose_only_first_digit_keeps_silent_once_is_not_taken_for_empty()
    {
        var bus = Bus(1, Consecutive(14_490_950, 20));
        bus.Play(new FaultScript([new ScriptedFault(FaultKind.Silence) { FirstRequest = 2, LastRequest = 2 }]));
        var steps = await _clock.Play(async () => await new SecondarySearch(Master(bus)).RunAsync().ToListAsync());
        Assert.Equal(SearchFinding.Nobody, steps[1].Finding);
        Assert.Equal(20, Found(steps).Count());
    }

    [Fact]
    public async Task Two_makes_that_share_an_identification_are_found_under_noise_of_one_percent()
    {
        for (var round = 0; round < Rounds.Of(quick: 1, ci: 5, full: 50); round++)
        {
            var seed = 200 + round;
            var plates = Random(seed, 100).Concat(Pairs(seed + 1000, 10));
            await AllAreFoundAsync(Bus(seed, plates), OnePercent, selections: 6000, TimeSpan.FromHours(1));
        }
    }

    [Fact]
    public async Task Meters_with_one_secondary_address_are_told_apart_by_fabrication_number_and_can_be_read_again()
    {
        MeterSpecification[] plates = [Plate(0x12345678) with { FabricationNumber = 0x00112233 }, Plate(0x12345678) with { FabricationNumber = 0x00112299 }, Plate(0x12345679)];
        var bus = Bus(1, plates);
        var master = Master(bus);
        var steps = await _clock.Play(async () => await new SecondarySearch(master).RunAsync().ToListAsync());
        var doubled = Found(steps).Where(meter => meter.FabricationNumber is not null).ToList();
        Assert.Equal(3, Found(steps).Count());
        Assert.Equal(2, doubled.Count);
        foreach (var meter in doubled)
        {
            var options = new ReadoutOptions { FabricationNumber = meter.FabricationNumber };
            Assert.Equal(ReadoutFault.None, (await _clock.Play(() => master.ReadAsync(meter.Address!.Value, options))).Fault);
        }

        Assert.NotEqual(ReadoutFault.None, (await _clock.Play(() => master.ReadAsync(doubled[0].Address!.Value))).Fault);
    }

    [Fact]
    public async Task Meters_that_nothing_tells_apart_are_reported()
    {
        var bus = Bus(1, [Plate(0x12345678), Plate(0x12345678), Plate(0x22345678, 1)]);
        var search = new SecondarySearch(Master(bus));
        var steps = await _clock.Play(async () => await search.RunAsync().ToListAsync());
        Assert.Equal(bus.Meters[2].Address, Assert.Single(Found(steps)).Address);
        Assert.Contains(search.Unresolved, selection => selection.Address.IdentificationText == "12345678");
        Report("nothing tells apart", steps);
    }

    [Fact]
    public async Task Identifications_with_the_digits_A_to_E_are_found_when_asked_for()
    {
        var bus = Bus(1, [Plate(0x050002E5), Plate(0x050002E6), Plate(0xA1B2C3D4)]);
        var steps = await _clock.Play(async () => await new SecondarySearch(Master(bus), new() { HexadecimalDigits = true }).RunAsync().ToListAsync());
        Assert.Equal(3, Found(steps).Count());
    }

    [Fact]
    public async Task A_search_that_is_stopped_at_every_step_finds_the_same()
    {
        var bus = Bus(3, Random(3, 20));
        var whole = await _clock.Play(async () => await new SecondarySearch(Master(bus)).RunAsync().ToListAsync());
        List<SearchStep<MeterSelection>> steps = [];
        SearchState<MeterSelection>? state = null;
        while (true)
        {
            var search = new SecondarySearch(Master(bus), new() { Resume = state });
            if (await _clock.Play(() => search.StepAsync()) is not { } step)
            {
                break;
            }

            steps.Add(step);
            state = search.State;
        }

        Assert.Equal(whole.Select(step => (step.Address, step.Finding, step.Tried)), steps.Select(step => (step.Address, step.Finding, step.Tried)));
    }

    [Fact]
    public async Task The_time_left_comes_true_within_a_factor_of_two_once_the_search_has_been_deep()
    {
        var bus = Bus(1, Random(1, Meters));
        var begun = _clock.GetUtcNow();
        List<(TimeSpan At, TimeSpan Left)> estimates = [];
        await _clock.Play(async () =>
        {
            await foreach (var step in new SecondarySearch(Master(bus)).RunAsync())
            {
                estimates.Add((_clock.GetUtcNow() - begun, step.TimeLeft!.Value));
            }

            return true;
        });
        var whole = _clock.GetUtcNow() - begun;
        var middle = estimates.Where(estimate => estimate.At > 0.2 * whole && estimate.At < 0.8 * whole).ToList();
        Assert.All(middle, estimate => Assert.InRange(estimate.Left / (whole - estimate.At), 0.5, 2));
        Assert.Equal(TimeSpan.Zero, estimates[^1].Left);
    }

    [Fact]
    public async Task The_time_left_is_of_the_right_order_for_a_few_meters_out_of_one_box()
    {
        var bus = Bus(1, Consecutive(14_491_001, 12));
        var begun = _clock.GetUtcNow();
        List<(TimeSpan At, TimeSpan Left)> estimates = [];
        await _clock.Play(async () =>
        {
            await foreach (var step in new SecondarySearch(Master(bus)).RunAsync())
            {
                estimates.Add((_clock.GetUtcNow() - begun, step.TimeLeft!.Value));
            }

            return true;
        });
        var whole = _clock.GetUtcNow() - begun;
        var middle = estimates.Where(estimate => estimate.At > 0.2 * whole && estimate.At < 0.8 * whole).ToList();
        Assert.NotEmpty(middle);
        Assert.All(middle, estimate => Assert.InRange(estimate.Left / (whole - estimate.At), 0.25, 8));
    }

    /// <summary>A bus with these meters at primary addresses 1, 2, 3 ...</summary>
    private SimulatedBus Bus(int seed, IEnumerable<MeterSpecification> meters) =>
        SimulatedBus.Create(seed, [.. meters.Select((meter, place) => meter with { PrimaryAddress = new PrimaryAddress((byte)(place + 1)) })], _clock);

    /// <summary>Meters of all types in turn, with identifications all over the range.</summary>
    private static IEnumerable<MeterSpecification> Random(int seed, int meters) =>
        Identifications.Drawn(seed, meters).Select((identification, place) => Plate(identification, place));

    /// <summary>Meters of one type, out of the same box.</summary>
    private static IEnumerable<MeterSpecification> Consecutive(int first, int meters) =>
        Identifications.Consecutive(first, meters).Select(identification => Plate(identification));

    /// <summary>Pairs of meters of two makes with one identification, all over the range.</summary>
    private static IEnumerable<MeterSpecification> Pairs(int seed, int pairs) =>
        Random(seed, pairs).SelectMany(meter => new[] { meter, meter with { Type = meter.Type + 1 } });

    private static MeterSpecification Plate(uint identification, int type = 0) => new() { Identification = identification, Type = type };

    private async Task AllAreFoundAsync(SimulatedBus bus, Faults faults, int selections, TimeSpan time)
    {
        bus.Faults = faults;
        var begun = _clock.GetUtcNow();
        var search = new SecondarySearch(Master(bus));
        var steps = await _clock.Play(async () => await search.RunAsync().ToListAsync());
        var took = _clock.GetUtcNow() - begun;
        Report($"{bus.Meters.Count} meters", steps, took);
        Assert.Equal(
            bus.Meters.Select(meter => meter.Address.ToString()).Order(StringComparer.Ordinal),
            Found(steps).Select(meter => meter.Address.ToString()!).Order(StringComparer.Ordinal));
        Assert.InRange(steps.Count, bus.Meters.Count, selections);
        Assert.InRange(took, TimeSpan.Zero, time);
    }

    private void Report(string what, List<SearchStep<MeterSelection>> steps, TimeSpan? took = null) => output.WriteLine(
        $"{what}: {steps.Count} selections tried, {Found(steps).Count()} found, {took?.TotalMinutes:F1} min; "
        + string.Join(", ", steps.CountBy(step => step.Finding).Select(count => $"{count.Key} {count.Value}")));

    private BusMaster Master(SimulatedBus bus) => new(new VirtualLine(bus, _clock), _clock);

    private static IEnumerable<FoundMeter> Found(List<SearchStep<MeterSelection>> steps) =>
        steps.Where(step => step.Finding == SearchFinding.Meter).Select(step => step.Meter!);
}
