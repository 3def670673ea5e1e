using MBus.LevelConverter;
using Simulation.Script;
using Testing;

namespace Simulation.Tests;

public sealed class VirtualLineTests : IAsyncDisposable
{
    private const double CharacterMilliseconds = 11 / 2.4;
    private const double ResponseMilliseconds = 50 / 2.4;

    private static readonly byte[] Initialise = Hex.Bytes("10 40 01 41 16");
    private static readonly byte[] Request = Hex.Bytes("10 7B 01 7C 16");
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _clock = new(TestMaster.Now);
    private readonly SimulatedBus _bus;
    private readonly VirtualLine _line;

    public VirtualLineTests()
    {
        _bus = SimulatedBus.Create(seed: 7, meters: 3, _clock);
        _line = new VirtualLine(_bus, _clock);
    }

    public ValueTask DisposeAsync() => _line.DisposeAsync();

    private double Milliseconds => (_clock.GetUtcNow() - TestMaster.Now).TotalMilliseconds;

    [Fact]
    public async Task The_first_character_comes_when_the_wire_has_carried_it_and_the_rest_when_it_is_complete()
    {
        await _line.SendAsync(Request, default);
        Assert.Equal("68", await ReceiveAsync());
        var begin = (5 * CharacterMilliseconds) + ResponseMilliseconds;
        Assert.Equal(begin + CharacterMilliseconds, Milliseconds, 0.001);
        var rest = await ReceiveAsync();
        Assert.EndsWith("16", rest, StringComparison.Ordinal);
        Assert.Equal(begin + (CharacterMilliseconds * (1 + (rest.Length / 2))), Milliseconds, 0.001);
        Assert.Equal("", await ReceiveAsync());
    }

    [Fact]
    public async Task A_time_out_in_the_middle_of_an_answer_brings_what_has_come()
    {
        await _line.SendAsync(Request, default);
        await ReceiveAsync();
        Assert.Equal(4 * 2, (await ReceiveAsync(TimeSpan.FromMilliseconds(4.5 * CharacterMilliseconds))).Length);
    }

    [Fact]
    public async Task Each_meter_has_a_response_time_of_its_own()
    {
        _bus.Meters[0].ResponseBits = 330;
        await _line.SendAsync(Initialise, default);
        Assert.Equal("E5", await ReceiveAsync());
        Assert.Equal((6 * CharacterMilliseconds) + (330 / 2.4), Milliseconds, 0.001);
    }

    [Fact]
    public async Task A_late_answer_that_meets_another_one_spoils_both()
    {
        _bus.Meters[0].Faults = new Faults { Delay = TimeSpan.FromMilliseconds(500) };
        await _line.SendAsync(Request, default);
        Assert.Equal("", await ReceiveAsync(TimeSpan.FromMilliseconds(540)));
        await _line.SendAsync(Hex.Bytes("10 7B 02 7D 16"), default);
        var heard = await ReceiveAsync() + await ReceiveAsync();
        Assert.StartsWith("68", heard, StringComparison.Ordinal);
        Assert.NotEqual(MBus.Link.LinkError.None, MBus.Application.Telegram.Decode(Hex.Bytes(heard)).LinkError);
    }

    [Fact]
    public async Task A_line_that_is_cut_off_breaks_an_answer_and_throws_until_it_is_back()
    {
        Play(new ScriptedFault(FaultKind.CutOff) { From = TimeSpan.FromMilliseconds(100), Until = Second });
        await _line.SendAsync(Request, default);
        Assert.Equal("68", await ReceiveAsync());
        // Complete characters only: (100 ms - begin) / character
        Assert.Equal(2 * (int)((100 - (5 * CharacterMilliseconds) - ResponseMilliseconds - CharacterMilliseconds) / CharacterMilliseconds), (await ReceiveAsync()).Length);
        Assert.Equal(LevelConverterError.ClosedByPeer, (await Assert.ThrowsAsync<LevelConverterException>(() => ReceiveAsync())).Error);
        Assert.Equal(100, Milliseconds, 0.001);
        Assert.Equal(LevelConverterError.Refused, (await Assert.ThrowsAsync<LevelConverterException>(() => _line.SendAsync(Request, default).AsTask())).Error);
        _clock.Advance(Second);
        await Assert.ThrowsAsync<LevelConverterException>(() => ReceiveAsync());
        await _line.SendAsync(Initialise, default);
        Assert.Equal("E5", await ReceiveAsync());
    }

    [Fact]
    public async Task An_unplugged_adapter_is_not_there_until_it_is_plugged_in()
    {
        Play(new ScriptedFault(FaultKind.CutOff) { Loss = LineLoss.Unplugged, From = Second });
        await _line.SendAsync(Initialise, default);
        Assert.Equal("E5", await ReceiveAsync());
        Assert.Equal(LevelConverterError.Unplugged, (await Assert.ThrowsAsync<LevelConverterException>(() => ReceiveAsync(2 * Second))).Error);
        Assert.Equal(LevelConverterError.NoSuchPort, (await Assert.ThrowsAsync<LevelConverterException>(() => _line.SendAsync(Request, default).AsTask())).Error);
    }

    [Fact]
    public async Task After_an_over_current_the_line_is_open_and_silent()
    {
        Play(new ScriptedFault(FaultKind.CutOff) { Loss = LineLoss.Silent, Until = 3 * Second });
        await _line.SendAsync(Initialise, default);
        Assert.Equal("", await ReceiveAsync(2 * Second));
        _clock.Advance(2 * Second);
        await _line.SendAsync(Initialise, default);
        Assert.Equal("E5", await ReceiveAsync());
    }

    [Fact]
    public async Task What_nobody_asked_for_comes_at_its_times_and_can_be_discarded()
    {
        Play(new ScriptedFault(FaultKind.Unrequested) { Count = 3, Value = 0, Period = Second });
        await _line.SendAsync(Hex.Bytes("10 40 09 49 16"), default);
        Assert.Equal("00", await ReceiveAsync(2 * Second));
        Assert.Equal("0000", await ReceiveAsync(2 * Second));
        _clock.Advance(3 * Second);
        Assert.Equal(9, await _line.DiscardInputAsync(default));
        Assert.Equal(4, _bus.Struck[FaultKind.Unrequested]);
    }

    [Fact]
    public async Task An_echo_comes_while_the_request_is_sent()
    {
        _bus.Faults = new Faults { Echo = true };
        await _line.SendAsync(Initialise, default);
        Assert.Equal("1040014116", await ReceiveAsync() + await ReceiveAsync());
        Assert.Equal(5 * CharacterMilliseconds, Milliseconds, 0.001);
        Assert.Equal("E5", await ReceiveAsync());
    }

    [Fact]
    public async Task A_wait_can_be_cancelled_and_the_line_used_again()
    {
        await _line.SendAsync(Initialise, default);
        using var end = new CancellationTokenSource();
        var waiting = _line.ReceiveAsync(new byte[1], Second, end.Token);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.AsTask());
        Assert.Equal("E5", await ReceiveAsync());
    }

    private void Play(params ScriptedFault[] faults) => _bus.Play(new FaultScript(faults));

    private Task<string> ReceiveAsync() => ReceiveAsync(Second);

    private Task<string> ReceiveAsync(TimeSpan timeout) => _clock.Play(async () =>
    {
        var buffer = new byte[512];
        var count = await _line.ReceiveAsync(buffer, timeout, default);
        return Convert.ToHexString(buffer.AsSpan(0, count));
    });
}
