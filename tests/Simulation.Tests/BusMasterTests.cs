using MBus.Master;
using Simulation.Script;
using Testing;

namespace Simulation.Tests;

public sealed class BusMasterTests
{
    private const int Meters = 30;

    private readonly ManualTimeProvider _clock = new(TestMaster.Now);
    private readonly SimulatedBus _bus;
    private readonly BusMaster _master;

    public BusMasterTests()
    {
        _bus = SimulatedBus.Create(seed: 7, Meters, _clock);
        _master = new BusMaster(new VirtualLine(_bus, _clock), _clock);
    }

    [Fact]
    public async Task The_master_reads_every_meter_by_its_primary_address()
    {
        foreach (var meter in _bus.Meters)
        {
            var result = await _clock.Play(() => _master.ReadAsync(meter.PrimaryAddress, new ReadoutOptions { Key = meter.Key }));
            Assert.Equal(ReadoutFault.None, result.Fault);
            Assert.Equal(TelegramsOf(meter), result.Telegrams.Count);
        }
    }

    [Fact]
    public async Task The_master_reads_every_meter_by_its_secondary_address()
    {
        foreach (var meter in _bus.Meters.Where(meter => meter.HasSecondaryAddress))
        {
            var result = await _clock.Play(() => _master.ReadAsync(meter.Address, new ReadoutOptions { Key = meter.Key }));
            Assert.Equal(ReadoutFault.None, result.Fault);
            Assert.Equal(TelegramsOf(meter), result.Telegrams.Count);
        }
    }

    [Fact]
    public async Task A_meter_with_several_telegrams_that_never_confirms_is_asked_again_when_an_answer_is_damaged()
    {
        var meter = _bus.Meters.First(meter => meter.HasSecondaryAddress && TelegramsOf(meter) > 1);
        var silent = new ScriptedFault(FaultKind.NoConfirmation);
        _bus.Play(new FaultScript([silent]));
        var first = await _clock.Play(() => _master.ReadAsync(meter.Address));
        Assert.True(first.Habits.NeverConfirms);

        // its first request is the selection
        _bus.Play(new FaultScript([silent, new ScriptedFault(FaultKind.WrongChecksum) { Meter = _bus.Meters.Index().First(entry => entry.Item == meter).Index + 1, FirstRequest = 2, LastRequest = 2 }]));
        var again = await _clock.Play(() => _master.ReadAsync(meter.Address, new ReadoutOptions { Habits = first.Habits }));
        Assert.Equal(1, again.Tries.Damaged);
        Assert.Equal(TelegramsOf(meter), again.Telegrams.Count);
    }

    [Fact]
    public async Task A_late_answer_does_not_make_forget_that_a_meter_never_confirms()
    {
        var meter = _bus.Meters[0];
        var silent = new ScriptedFault(FaultKind.NoConfirmation);
        _bus.Play(new FaultScript([silent]));
        var first = await _clock.Play(() => _master.ReadAsync(meter.Address));
        _bus.Play(new FaultScript([silent, new ScriptedFault(FaultKind.Late) { Meter = 1, FirstRequest = 2, LastRequest = 2, Delay = TimeSpan.FromSeconds(2) }]));
        var late = await _clock.Play(() => _master.ReadAsync(meter.Address, new ReadoutOptions { Habits = first.Habits }));
        Assert.True(first.Habits.NeverConfirms);
        Assert.True(late.Habits.NeverConfirms);
    }

    [Fact]
    public async Task The_master_reads_on_through_faults()
    {
        _bus.Faults = new Faults { Echo = true, Noise = 0.2 };
        foreach (var meter in _bus.Meters)
        {
            meter.Faults = new Faults { Silence = 0.1, WrongChecksum = 0.1, LostBytes = 0.1, Delay = TimeSpan.FromMilliseconds(100) };
        }

        var complete = 0;
        foreach (var meter in _bus.Meters)
        {
            var result = await _clock.Play(() => _master.ReadAsync(meter.PrimaryAddress, new ReadoutOptions { Key = meter.Key }));
            complete += result.IsComplete ? 1 : 0;
        }

        Assert.InRange(complete, Meters - 2, Meters);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_search_finds_every_meter_that_has_a_secondary_address(bool thorough)
    {
        var expected = _bus.Meters.Where(meter => meter.HasSecondaryAddress).Select(meter => meter.Address.ToString()).Order();
        var search = new SecondarySearch(_master, new SecondarySearchOptions { Thorough = thorough });
        var found = await _clock.Play(() => FoundAsync(search));
        Assert.Equal(expected, found.Order());
    }

    private static async Task<List<string>> FoundAsync(SecondarySearch search)
    {
        var found = new List<string>();
        await foreach (var step in search.RunAsync())
        {
            if (step.Finding == SearchFinding.Meter)
            {
                found.Add(step.Meter!.Address.ToString()!);
            }
        }

        return found;
    }

    private static int TelegramsOf(SimulatedMeter meter) => meter.Make switch
    {
        "ABB" => 3,
        "Schneider Electric" or "Carlo Gavazzi" => 2,
        _ => 1,
    };
}
