using Simulation.Script;
using Testing;

namespace Simulation.Tests;

public sealed class BusLineTests
{
    // 5 characters of the request, 50 bit times until the answer, its characters; 11 bit times a character.
    private const int RequestBits = 55;
    private const int ResponseBits = 50;
    private const int CharacterBits = 11;

    private static readonly byte[] Initialise = Hex.Bytes("10 40 01 41 16");

    private readonly ManualTimeProvider _clock = new(TestMaster.Now);
    private readonly List<(double Milliseconds, byte Character)> _heard = [];

    [Fact]
    public async Task An_answer_comes_at_once_by_default()
    {
        await AnswerAsync(Bus(), Initialise, paced: false);
        Assert.Equal([(0, 0xE5)], _heard);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(2400)]
    [InlineData(38400)]
    public async Task Each_character_of_a_paced_answer_comes_when_the_wire_has_carried_it(int baudRate)
    {
        await AnswerAsync(SimulatedBus.Create(seed: 7, meters: 1, _clock, baudRate), Hex.Bytes("10 7B 01 7C 16"), paced: true, baudRate);
        Assert.True(_heard.Count > 50);
        foreach (var (character, (milliseconds, _)) in _heard.Index())
        {
            var carried = (RequestBits + ResponseBits + ((character + 1) * CharacterBits)) * 1000.0 / baudRate;
            Assert.InRange(milliseconds, carried - 0.001, carried + 1);
        }
    }

    [Theory]
    [InlineData(false, 1000)]
    [InlineData(true, 1049)] // 116 bit times at 2400 baud
    public async Task A_late_meter_is_late_paced_or_not(bool paced, int milliseconds)
    {
        var bus = Bus();
        bus.Meters[0].Faults = new Faults { Delay = TimeSpan.FromSeconds(1) };
        await AnswerAsync(bus, Initialise, paced);
        Assert.Equal([(milliseconds, 0xE5)], _heard);
    }

    [Fact]
    public async Task The_end_ends_the_wait()
    {
        var bus = Bus();
        bus.Meters[0].Faults = new Faults { Delay = TimeSpan.FromSeconds(1) };
        using var end = new CancellationTokenSource();
        using var line = new BusLine(bus, _clock, paced: false);
        var sending = line.SendAsync(HearAsync, end.Token);
        line.Hear(Initialise, 2400);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Empty(_heard);
    }

    [Fact]
    public async Task A_request_is_heard_while_a_late_answer_is_still_on_its_way()
    {
        var bus = SimulatedBus.Create(seed: 7, meters: 2, _clock);
        bus.Meters[0].Faults = new Faults { Delay = TimeSpan.FromSeconds(1) };
        await AnswerAsync(bus, [.. Initialise, .. Hex.Bytes("10 40 02 42 16")], paced: false);
        Assert.Equal([(0, 0xE5), (1000, 0xE5)], _heard);
    }

    [Fact]
    public async Task What_nobody_asked_for_comes_while_nobody_asks()
    {
        var bus = Bus();
        bus.Play(new FaultScript([new ScriptedFault(FaultKind.Unrequested) { Count = 2, Value = 0xFF, Period = TimeSpan.FromSeconds(3), Until = TimeSpan.FromSeconds(4) }]));
        await AnswerAsync(bus, [], paced: false);
        Assert.Equal([(3000, 0xFF), (3000, 0xFF)], _heard);
    }

    [Fact]
    public async Task At_a_baud_rate_that_no_meter_knows_nobody_hears()
    {
        await AnswerAsync(Bus(), Initialise, paced: true, baudRate: 57600);
        Assert.Empty(_heard);
    }

    private SimulatedBus Bus() => SimulatedBus.Create(seed: 7, meters: 1, _clock);

    /// <summary>Plays until nothing more comes.</summary>
    private async Task AnswerAsync(SimulatedBus bus, byte[] request, bool paced, int baudRate = 2400)
    {
        using var end = new CancellationTokenSource();
        using var line = new BusLine(bus, _clock, paced);
        var sending = line.SendAsync(HearAsync, end.Token);
        line.Hear(request, baudRate);
        while (_clock.AdvanceToNext())
        {
            // the line waits for nothing but the clock
        }

        await end.CancelAsync();
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private ValueTask HearAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        foreach (var character in bytes.ToArray())
        {
            _heard.Add(((_clock.GetUtcNow() - TestMaster.Now).TotalMilliseconds, character));
        }

        return ValueTask.CompletedTask;
    }
}
