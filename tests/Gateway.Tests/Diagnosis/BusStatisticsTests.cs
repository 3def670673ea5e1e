using Gateway.Diagnosis;
using MBus.Application;
using MBus.Link;
using MBus.Master;
using Metering;
using Testing;

namespace Gateway.Tests.Diagnosis;

public sealed class BusStatisticsTests : IAsyncDisposable
{
    private const string Select = "68 0B 0B 68 73 FD 52 78 56 34 12 74 52 01 04 A1 16";

    private static readonly Meter Heat = new() { Id = new MeterId(1), Bus = "cellar", Identity = SecondaryAddress.Parse("1234567874520104") };
    private static readonly Meter Water = new() { Id = new MeterId(2), Bus = "cellar", Addressing = AddressingMode.Primary, PrimaryAddress = new PrimaryAddress(7) };

    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly SpokenLine _inner;
    private readonly BusStatistics _statistics;

    public BusStatisticsTests()
    {
        _inner = new SpokenLine(_time);
        _statistics = new BusStatistics(new LineRecorder(_inner, _time), _time);
    }

    [Fact]
    public void Readouts_are_counted_by_what_became_of_them_for_the_meter_and_the_bus()
    {
        _statistics.Note(Heat, Result(ReadoutFault.None, new(1, 0, 0, 0, 1), 120), TimeSpan.FromSeconds(1));
        _statistics.Note(Heat, Result(ReadoutFault.NoAnswer, new(8, 8, 0, 0, 2)), TimeSpan.FromSeconds(4));
        _statistics.Note(Heat, Result(ReadoutFault.Damaged, new(6, 1, 5, 0, 2), 200), TimeSpan.FromSeconds(3));
        _statistics.Note(Water, Result(ReadoutFault.OtherMeter, new(6, 0, 0, 6, 2), 80), TimeSpan.FromSeconds(2));
        _statistics.Note(Water, Result(ReadoutFault.ApplicationError, new(1, 0, 0, 0, 1), 90) with { ApplicationError = ApplicationErrorCode.TooManyReadouts }, TimeSpan.Zero);
        _statistics.Note(Water, Result(ReadoutFault.ApplicationError, new(1, 0, 0, 0, 1), 90) with { ApplicationError = (ApplicationErrorCode)200 }, TimeSpan.Zero);
        _statistics.Note(Water, Result(ReadoutFault.NothingToSend, new(1, 0, 0, 0, 1)), TimeSpan.Zero);
        _statistics.Note(Water, Result(ReadoutFault.TelegramLimit, new(16, 0, 0, 0, 1)), TimeSpan.Zero);

        var heat = _statistics.FiguresOf(Heat.Id)!;
        Assert.Equal((3, 1, 15, 9, 5, 0), (heat.Readouts.Readouts, heat.Readouts.Complete, heat.Readouts.Requests, heat.Readouts.Silent, heat.Readouts.Damaged, heat.Readouts.Foreign));
        Assert.Equal((ReadoutFault.Damaged, TimeSpan.FromSeconds(8), _time.GetUtcNow()), (heat.LastFault, heat.BusTime, heat.LastAt!.Value));
        Assert.Equal(2.0 / 3, heat.Readouts.ErrorRate);
        Assert.Equal((2, 160), (heat.Readouts.ResponseTimes!.Count, heat.Readouts.ResponseTimes.Mean.TotalMilliseconds));

        var bus = _statistics.Figures().Readouts;
        Assert.Equal((8, 1, 7.0 / 8), (bus.Readouts, bus.Complete, bus.ErrorRate));
        Assert.Equal(
            [(ReadoutFault.NoAnswer, 1), (ReadoutFault.Damaged, 1), (ReadoutFault.OtherMeter, 1), (ReadoutFault.NothingToSend, 1), (ReadoutFault.ApplicationError, 2), (ReadoutFault.TelegramLimit, 1)],
            bus.Faults.OrderBy(fault => fault.Key).Select(fault => (fault.Key, (int)fault.Value)));
        Assert.Equal(
            [(ApplicationErrorCode.Reserved, 1), (ApplicationErrorCode.TooManyReadouts, 1)],
            bus.ApplicationErrors.OrderBy(error => error.Key).Select(error => (error.Key, (int)error.Value)));
    }

    [Fact]
    public void The_error_rate_forgets_what_is_older_than_a_day_and_the_counts_do_not()
    {
        _statistics.Note(Heat, Result(ReadoutFault.NoAnswer, new(8, 8, 0, 0, 2)), TimeSpan.Zero);
        _time.Advance(TimeSpan.FromHours(25));
        Assert.Null(_statistics.FiguresOf(Heat.Id)!.Readouts.ErrorRate);
        _statistics.Note(Heat, Result(ReadoutFault.None, new(1, 0, 0, 0, 1), 120), TimeSpan.Zero);

        var figures = _statistics.FiguresOf(Heat.Id)!.Readouts;

        Assert.Equal((0.0, 2), (figures.ErrorRate!.Value, figures.Readouts));
    }

    [Fact]
    public async Task A_meter_keeps_its_last_eight_exchanges_and_none_of_others()
    {
        for (var i = 0; i < 3; i++)
        {
            // a search step, then the readout of the meter by selection
            await SendAsync("68 0B 0B 68 73 FD 52 FF FF FF 1F FF FF FF FF DA 16", "E5");
            await SendAsync("10 7B FD 78 16", "E5 E5");
            await SendAsync(Select, "E5");
            await SendAsync("10 7B FD 78 16", i == 2 ? "68" : "");
            await SendAsync("10 7B FD 78 16", "");
            _statistics.Note(Heat, Result(ReadoutFault.NoAnswer, new(2, 2, 0, 0, 1)), TimeSpan.Zero);
            await SendAsync("10 40 07 47 16", "E5");
            await SendAsync("10 40 08 48 16", "E5");
            _statistics.Note(Water, Result(ReadoutFault.NoAnswer, new(0, 0, 0, 0, 1)), TimeSpan.Zero);
        }

        var heat = _statistics.FiguresOf(Heat.Id)!.Exchanges;
        Assert.Equal(8, heat.Length);
        Assert.All(heat, exchange => Assert.True(exchange.Request.Span[^2] is 0xA1 or 0x78));
        Assert.Equal("68", Convert.ToHexString(heat[^2].Answer.Span));
        Assert.Equal(3, _statistics.FiguresOf(Water.Id)!.Exchanges.Length);
    }

    [Fact]
    public void A_meter_that_was_never_read_or_was_forgotten_has_no_figures()
    {
        Assert.Null(_statistics.FiguresOf(Heat.Id));
        _statistics.Note(Heat, Result(ReadoutFault.None, new(1, 0, 0, 0, 1)), TimeSpan.Zero);
        _statistics.Forget(Heat.Id);
        Assert.Null(_statistics.FiguresOf(Heat.Id));
    }

    public async ValueTask DisposeAsync()
    {
        await _statistics.Line.DisposeAsync();
        await _inner.DisposeAsync();
    }

    private async Task SendAsync(string request, string answer)
    {
        await _statistics.Line.SendAsync(Hex.Bytes(request), default);
        if (answer.Length > 0)
        {
            _inner.Answer(answer, 50);
            await _statistics.Line.ReceiveAsync(new byte[300], TimeSpan.FromSeconds(1), default);
        }
    }

    private ReadoutResult Result(ReadoutFault fault, ReadoutTries tries, int? responseTime = null) => new()
    {
        StartedAt = _time.GetUtcNow(),
        Telegrams = [],
        Fault = fault,
        Tries = tries,
        ResponseTime = responseTime is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
    };
}
