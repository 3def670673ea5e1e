using Gateway.Diagnosis;
using MBus.LevelConverter;
using Testing;

namespace Gateway.Tests.Diagnosis;

public sealed class LineRecorderTests : IAsyncDisposable
{
    private static readonly byte[] Request = Hex.Bytes("10 5B 01 5C 16");

    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly SpokenLine _inner;
    private readonly LineRecorder _line;

    public LineRecorderTests()
    {
        _inner = new SpokenLine(_time);
        _line = new LineRecorder(_inner, _time);
    }

    [Fact]
    public async Task An_exchange_is_a_request_with_all_that_came_until_the_next()
    {
        _inner.Answer("68 03", 100);
        _inner.Answer("E5", 30);
        await _line.SendAsync(Request, default);
        Assert.Equal(Hex.Bytes("68 03"), await ReceiveAsync());
        Assert.Equal(Hex.Bytes("E5"), await ReceiveAsync());
        Assert.Empty(await ReceiveAsync());
        await _line.SendAsync(Hex.Bytes("10 40 01 41 16"), default);

        var exchanges = _line.TakeExchanges();

        Assert.Equal(2, exchanges.Count);
        Assert.Equal(Request, exchanges[0].Request.ToArray());
        Assert.Equal(Hex.Bytes("68 03 E5"), exchanges[0].Answer.ToArray());
        Assert.Equal((2400, 100, 140), (exchanges[0].BaudRate, exchanges[0].FirstByteAfter!.Value.TotalMilliseconds, exchanges[0].Duration.TotalMilliseconds));
        Assert.Null(exchanges[1].FirstByteAfter);
        Assert.Empty(_line.TakeExchanges());
    }

    [Fact]
    public async Task The_number_of_exchanges_and_the_noise_in_one_are_bounded()
    {
        for (var i = 0; i < 100; i++)
        {
            await _line.SendAsync(Request, default);
            for (var piece = 0; piece < 5; piece++)
            {
                _inner.Answer(Convert.ToHexString(new byte[200]), 1);
                await ReceiveAsync();
            }
        }

        var exchanges = _line.TakeExchanges();

        Assert.Equal(64, exchanges.Count);
        Assert.All(exchanges, exchange => Assert.Equal(522, exchange.Answer.Length));
    }

    [Fact]
    public async Task A_follower_sees_everything_as_it_happens()
    {
        using var follower = _line.Follow();
        _inner.Unrequested = 7;
        _inner.Answer("E5", 100);
        await _line.DiscardInputAsync(default);
        await _line.SendAsync(Request, default);
        await ReceiveAsync();
        await ReceiveAsync();
        _inner.Fault = new LevelConverterException(LevelConverterError.Unplugged, "It was unplugged.");
        await Assert.ThrowsAsync<LevelConverterException>(async () => await _line.SendAsync(Request, default));
        await _line.DisposeAsync();

        var entries = await AllAsync(follower);

        Assert.Equal(
            [LineEntryKind.Discarded, LineEntryKind.Sent, LineEntryKind.Received, LineEntryKind.Silence, LineEntryKind.Sent, LineEntryKind.Lost],
            entries.Select(entry => entry.Kind));
        Assert.Equal(7, entries[0].Count);
        Assert.Equal(("105B015C16", 2400), (entries[1].Hex, entries[1].BaudRate));
        Assert.Equal(("E5", 110), (entries[2].Hex, (entries[2].Elapsed - entries[1].Elapsed).TotalMilliseconds));
        Assert.Equal("It was unplugged.", entries[5].Text);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 12, 0, 0, 110, TimeSpan.Zero), entries[2].At);
    }

    [Fact]
    public async Task A_follower_who_does_not_read_delays_nothing_and_sees_what_he_lost()
    {
        using var slow = _line.Follow();
        using var other = _line.Follow();
        for (var i = 0; i < 1500; i++)
        {
            await _line.SendAsync(Request, default).AsTask().InTimeAsync();
            Assert.True(other.Entries.TryRead(out _));
        }

        for (var i = 0; i < 1000; i++)
        {
            Assert.True(slow.Entries.TryRead(out var entry));
            Assert.Equal(i + 1, entry.Number);
        }

        Assert.False(slow.Entries.TryRead(out _));
        await _line.SendAsync(Request, default);
        Assert.True(slow.Entries.TryRead(out var next));
        Assert.Equal(1501, next.Number);
    }

    [Fact]
    public async Task Who_has_left_is_told_nothing_more()
    {
        var follower = _line.Follow();
        follower.Dispose();
        await _line.SendAsync(Request, default);
        Assert.False(follower.Entries.TryRead(out _));
    }

    [Fact]
    public async Task Sixteen_can_follow_and_who_comes_after_the_end_hears_that_it_is_one()
    {
        var followers = Enumerable.Range(0, 16).Select(_ => _line.Follow()).ToList();
        Assert.True(_line.HasMostFollowers);
        followers[3].Dispose();
        Assert.False(_line.HasMostFollowers);

        await _line.DisposeAsync();
        using var late = _line.Follow();
        await late.Entries.Completion.InTimeAsync();
    }

    [Fact]
    public async Task The_figures_count_bytes_failures_and_the_time_for_which_the_line_was_used()
    {
        _inner.Unrequested = 3;
        await _line.DiscardInputAsync(default);
        _inner.Answer("E5", 290);
        await _line.SendAsync(Request, default);
        await ReceiveAsync();
        _inner.Fault = new LevelConverterException(LevelConverterError.Unplugged, "It was unplugged.");
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<LevelConverterException>(async () => await _line.SendAsync(Request, default));
        }

        _time.Advance(TimeSpan.FromMilliseconds(700));
        var lost = _line.Figures();
        Assert.Equal((5, 4, 3, 1, 0), (lost.BytesSent, lost.BytesReceived, lost.UnrequestedBytes, lost.Failures, lost.Reconnects));
        Assert.Equal((0.3, 0.3), (lost.UtilisationOfHour, lost.UtilisationOfDay));

        _inner.Fault = null;
        await _line.SendAsync(Request, default);
        Assert.Equal((1, 1), (_line.Figures().Failures, _line.Figures().Reconnects));
        _time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(0, _line.Figures().UtilisationOfHour);
        Assert.NotEqual(0, _line.Figures().UtilisationOfDay);
    }

    [Fact]
    public void It_is_the_converter_that_it_stands_for()
    {
        _line.Timing = BusTiming.Serial(300);
        Assert.Equal(300, _inner.Timing.BaudRate);
        Assert.Equal("spoken", _line.Name);
    }

    public async ValueTask DisposeAsync()
    {
        await _line.DisposeAsync();
        await _inner.DisposeAsync();
    }

    private async Task<byte[]> ReceiveAsync()
    {
        var buffer = new byte[1044];
        return buffer[..await _line.ReceiveAsync(buffer, TimeSpan.FromMilliseconds(500), default)];
    }

    private static async Task<List<LineEntry>> AllAsync(LineFollower follower)
    {
        var entries = new List<LineEntry>();
        await foreach (var entry in follower.Entries.ReadAllAsync())
        {
            entries.Add(entry);
        }

        return entries;
    }
}
