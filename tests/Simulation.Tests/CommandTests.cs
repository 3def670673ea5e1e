using MBus.LevelConverter;
using MBus.Link;
using MBus.Master;
using Testing;

namespace Simulation.Tests;

/// <summary>Commands to the meters of a simulated bus.</summary>
public sealed class CommandTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _clock = new(TestMaster.Now);
    private readonly SimulatedBus _bus;
    private readonly VirtualLine _line;
    private readonly BusMaster _master;

    public CommandTests()
    {
        _bus = SimulatedBus.Create(seed: 7, meters: 5, _clock);
        _line = new VirtualLine(_bus, _clock);
        _master = new BusMaster(_line, _clock);
    }

    public ValueTask DisposeAsync() => _line.DisposeAsync();

    [Fact]
    public async Task Every_meter_gets_another_primary_address_by_either_address()
    {
        foreach (var meter in _bus.Meters)
        {
            var bySecondary = meter.PrimaryAddress.Value % 2 == 0;
            var address = new PrimaryAddress((byte)(100 + meter.PrimaryAddress.Value));
            var target = bySecondary ? MeterTarget.Of(meter.Address) : MeterTarget.Of(meter.PrimaryAddress);
            var result = await _clock.Play(() => new PrimaryAddressCommand(_master).RunAsync(target, address));
            Assert.Equal(CommandOutcome.Done, result.Outcome);
            Assert.Equal(address, meter.PrimaryAddress);
        }
    }

    [Fact]
    public async Task The_address_of_another_meter_is_not_given_and_nothing_is_changed()
    {
        var result = await _clock.Play(() => new PrimaryAddressCommand(_master).RunAsync(MeterTarget.Of(_bus.Meters[0].Address), _bus.Meters[1].PrimaryAddress));
        Assert.Equal(new CommandResult(CommandOutcome.AddressTaken) { Occupant = _bus.Meters[1].Address }, result);
        Assert.Equal(1, _bus.Meters[0].PrimaryAddress.Value);
    }

    [Fact]
    public async Task One_of_several_unconfigured_meters_gets_an_address_and_goes_back_to_them()
    {
        foreach (var meter in _bus.Meters)
        {
            Assert.Equal(CommandOutcome.Done, (await SetAsync(meter, 0)).Outcome);
        }

        Assert.All(_bus.Meters, meter => Assert.Equal(PrimaryAddress.Unconfigured, meter.PrimaryAddress));
        Assert.Equal(CommandOutcome.Done, (await SetAsync(_bus.Meters[2], 9)).Outcome);
        Assert.Equal(9, _bus.Meters[2].PrimaryAddress.Value);

        Task<CommandResult> SetAsync(SimulatedMeter meter, byte address) =>
            _clock.Play(() => new PrimaryAddressCommand(_master).RunAsync(MeterTarget.Of(meter.Address), new PrimaryAddress(address)));
    }

    [Fact]
    public async Task A_meter_follows_to_every_baud_rate_and_the_others_stay()
    {
        var meter = _bus.Meters[0];
        foreach (var rate in BusTiming.BaudRates)
        {
            _line.Timing = _line.Timing with { BaudRate = meter.BaudRate };
            var before = _line.Timing;
            var result = await _clock.Play(() => new BaudRateSwitch(_master).RunAsync(MeterTarget.Of(meter.Address), rate));
            Assert.Equal(new CommandResult(CommandOutcome.Done) { BaudRate = rate }, result);
            Assert.Equal(rate, meter.BaudRate);
            Assert.Equal(before, _line.Timing);
        }

        Assert.All(_bus.Meters.Skip(1), other => Assert.Equal(2400, other.BaudRate));
    }

    [Theory]
    [InlineData(2400, 9600, 2400, CommandOutcome.NotFollowed)] // does not know the rate
    [InlineData(2400, 9600, 300, CommandOutcome.NotFollowed)] // takes it for another one
    [InlineData(2400, 9600, null, CommandOutcome.Lost)]
    public async Task A_meter_that_does_not_follow_is_looked_for(int old, int wanted, int? holds, CommandOutcome outcome)
    {
        var result = await _clock.Play(() => new BaudRateSwitch(new BusMaster(new StubbornLine(_line, wanted, holds), _clock))
            .RunAsync(MeterTarget.Of(_bus.Meters[0].PrimaryAddress), wanted));
        Assert.Equal(new CommandResult(outcome) { BaudRate = holds }, result);
        Assert.Equal(old, _line.Timing.BaudRate);
    }

    [Fact]
    public async Task A_rate_that_the_standard_does_not_know_is_an_error() => await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
        () => new BaudRateSwitch(_master).RunAsync(MeterTarget.Of(_bus.Meters[0].PrimaryAddress), 14_400));

    [Fact]
    public async Task Commands_come_through_noise()
    {
        _bus.Faults = new Faults { Noise = 0.05, LostBytes = 0.05, Silence = 0.05 };
        foreach (var meter in _bus.Meters)
        {
            Assert.Equal(CommandOutcome.Done, (await _clock.Play(() => new ApplicationResetCommand(_master).RunAsync(MeterTarget.Of(meter.PrimaryAddress), 0x50))).Outcome);
            Assert.Equal(CommandOutcome.Done, (await _clock.Play(() => new BaudRateSwitch(_master).RunAsync(MeterTarget.Of(meter.PrimaryAddress), 9600))).Outcome);
            Assert.Equal(9600, meter.BaudRate);
        }
    }

    [Fact]
    public async Task A_clock_that_shows_the_time_it_was_set_to_is_proven()
    {
        var now = _clock.GetUtcNow().DateTime;
        var outcomes = new List<CommandOutcome>();
        foreach (var meter in _bus.Meters)
        {
            outcomes.Add((await _clock.Play(() => new ClockCommand(_master).RunAsync(MeterTarget.Of(meter.PrimaryAddress), now, TimeSpan.FromHours(2)))).Outcome);
            var other = await _clock.Play(() => new ClockCommand(_master).RunAsync(MeterTarget.Of(meter.PrimaryAddress), now.AddDays(-3)));
            Assert.NotEqual(CommandOutcome.Done, other.Outcome);
        }

        Assert.Contains(CommandOutcome.Done, outcomes);
        Assert.All(outcomes, outcome => Assert.True(outcome is CommandOutcome.Done or CommandOutcome.Unproven));
    }

    /// <summary>A line to a meter that confirms a new rate and then answers at another one, or at none.</summary>
    private sealed class StubbornLine(VirtualLine line, int wanted, int? holds) : ILevelConverter
    {
        private bool _switched;

        public string Name => line.Name;

        public BusTiming Timing { get; set; } = line.Timing;

        public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            Assert.Equal(LinkError.None, LinkFrame.TryParse(bytes, out var frame));
            var isSwitch = frame.IsLong && frame.ControlInformation >= 0xB8;
            if (_switched ? Timing.BaudRate == holds : Timing.BaudRate != wanted)
            {
                await line.SendAsync(isSwitch ? LinkFrame.Short(ControlField.SndNke, new PrimaryAddress(frame.Address)) : bytes, cancellationToken);
            }

            _switched |= isSwitch;
        }

        public ValueTask<int> ReceiveAsync(Memory<byte> buffer, TimeSpan timeout, CancellationToken cancellationToken) => line.ReceiveAsync(buffer, timeout, cancellationToken);

        public ValueTask<int> DiscardInputAsync(CancellationToken cancellationToken) => line.DiscardInputAsync(cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
