using MBus.LevelConverter;
using Testing;

namespace MBus.Tests.LevelConverter;

/// <summary>What a converter makes of a port, whatever the operating system.</summary>
public sealed class SerialPortUseTests
{
    private const int Deadline = 30_000;

    private static readonly byte[] Request = Hex.Bytes("10 7B 01 7C 16");
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(2);

    private readonly ManualTimeProvider _clock = new(DateTimeOffset.UnixEpoch);
    private readonly List<ScriptedPort> _opened = [];

    [Fact(Timeout = Deadline)]
    public async Task A_converter_that_lives_on_the_port_gets_time_before_the_first_request_and_no_other()
    {
        await using var converter = Converter(new ModemLines { PowerUpDelay = Delay });
        var sending = converter.SendAsync(Request, default).AsTask();
        await Eventually.HoldsAsync(() => _clock.Waiting > 0, "the delay has begun");
        var port = Assert.Single(_opened);
        port.Waiting = 3;
        _clock.Advance(Delay - TimeSpan.FromTicks(1));
        Assert.Empty(port.Sent);
        _clock.Advance(TimeSpan.FromTicks(1));
        await sending;
        Assert.Equal(0, port.Waiting);
        await converter.SendAsync(Request, default);
        Assert.Equal(2, port.Sent.Count);
    }

    [Fact(Timeout = Deadline)]
    public async Task A_request_given_up_while_the_converter_powers_up_leaves_the_delay_to_the_next_one()
    {
        await using var converter = Converter(new ModemLines { PowerUpDelay = Delay });
        using var stop = new CancellationTokenSource();
        var sending = converter.SendAsync(Request, stop.Token).AsTask();
        await Eventually.HoldsAsync(() => _clock.Waiting > 0, "the delay has begun");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.True(Assert.Single(_opened).IsClosed);
        var again = converter.SendAsync(Request, default).AsTask();
        await Eventually.HoldsAsync(() => _clock.Waiting > 0, "the delay has begun again");
        Assert.False(again.IsCompleted);
        _clock.Advance(Delay);
        await again;
    }

    [Fact(Timeout = Deadline)]
    public async Task A_port_lost_while_idle_is_opened_again_without_a_word()
    {
        await using var converter = Converter();
        await converter.SendAsync(Request, default);
        _opened[0].IsGone = true;
        await converter.SendAsync(Request, default);
        Assert.Equal([1, 1], _opened.Select(port => port.Sent.Count));
        Assert.True(_opened[0].IsClosed);
    }

    [Fact(Timeout = Deadline)]
    public async Task A_port_lost_instead_of_an_answer_is_told_and_opened_with_the_next_sending()
    {
        await using var converter = Converter();
        await converter.SendAsync(Request, default);
        _opened[0].IsGone = true;
        var e = await Assert.ThrowsAsync<LevelConverterException>(() => converter.ReceiveAsync(new byte[9], Delay, default).AsTask());
        Assert.Equal(LevelConverterError.Unplugged, e.Error);
        await converter.SendAsync(Request, default);
        Assert.Equal(2, _opened.Count);
    }

    [Fact(Timeout = Deadline)]
    public async Task Line_errors_are_counted_over_all_openings_of_the_port()
    {
        await using var converter = Converter();
        Assert.Equal(LineErrors.None, converter.LineErrors);
        await converter.SendAsync(Request, default);
        _opened[0].Errors = new LineErrors(Parity: 2);
        await converter.ReceiveAsync(new byte[9], Delay, default);
        Assert.Equal(new LineErrors(Parity: 2), converter.LineErrors);
        _opened[0].IsGone = true;
        await converter.SendAsync(Request, default);
        _opened[1].Errors = new LineErrors(Parity: 1, Framing: 1);
        await converter.ReceiveAsync(new byte[9], Delay, default);
        Assert.Equal(new LineErrors(Parity: 3, Framing: 1), converter.LineErrors);
    }

    [Fact(Timeout = Deadline)]
    public async Task The_end_of_a_converter_ends_a_wait_that_goes_on()
    {
        var converter = Converter();
        await converter.SendAsync(Request, default);
        var waiting = converter.ReceiveAsync(new byte[9], Timeout.InfiniteTimeSpan, default).AsTask();
        await converter.DisposeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.True(_opened[0].IsClosed);
        await converter.DisposeAsync();
    }

    [Theory]
    [InlineData(3, 0, 0, true)]
    [InlineData(0, 0, 0, false)]
    [InlineData(3, 1, 0, false)]
    [InlineData(3, 0, 1, false)]
    public void A_line_on_which_only_parity_fails_is_told_from_noise(long parity, long framing, long breaks, bool parityOnly)
    {
        var before = new LineErrors(1, 5, 5, 5);
        var now = before.Plus(new LineErrors(parity, framing, breaks));
        Assert.Equal(parityOnly, now.Since(before).IsParityOnly);
    }

    private SerialLevelConverter Converter(ModemLines? lines = null) =>
        new("port", BusTiming.Serial(2400), lines ?? ModemLines.Default, _clock, baudRate =>
        {
            _opened.Add(new ScriptedPort(baudRate));
            return _opened[^1];
        });
}
