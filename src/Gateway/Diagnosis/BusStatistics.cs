using System.Collections.Concurrent;
using MBus.Master;
using Metering;

namespace Gateway.Diagnosis;

/// <summary>
/// The statistics of one bus and of its meters, in memory. The worker tells of every readout; what was sent and received for it is
/// taken from the line's recorder.
/// </summary>
internal sealed class BusStatistics(LineRecorder line, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly DateTimeOffset _since = time.GetUtcNow();
    private readonly ReadoutCounters _readouts = new(time);
    private readonly ConcurrentDictionary<MeterId, MeterStatistics> _meters = new();

    /// <summary>The line of the bus.</summary>
    public LineRecorder Line => line;

    /// <summary>Takes a readout.</summary>
    /// <param name="meter">The meter that was read.</param>
    /// <param name="result">What it brought.</param>
    /// <param name="busy">How long it had the bus.</param>
    public void Note(Meter meter, ReadoutResult result, TimeSpan busy)
    {
        lock (_gate)
        {
            _readouts.Note(result);
        }

        Of(meter).Note(result, busy, ExchangesWith(meter));
    }

    /// <summary>
    /// The line failed during a readout. That says nothing of the meter and is counted with the line; what was exchanged until then is kept.
    /// </summary>
    public void NoteBrokenOff(Meter meter) => Of(meter).Keep(ExchangesWith(meter));

    /// <summary>What is known of the bus now.</summary>
    public BusFigures Figures()
    {
        lock (_gate)
        {
            return new(_since, _readouts.Figures(), line.Figures());
        }
    }

    /// <summary>What is known of a meter now; null: it was not read since the start.</summary>
    public MeterFigures? FiguresOf(MeterId meter, bool withExchanges = true) => _meters.GetValueOrDefault(meter)?.Figures(withExchanges);

    /// <summary>Forgets a meter that was removed.</summary>
    public void Forget(MeterId meter) => _meters.TryRemove(meter, out _);

    private MeterStatistics Of(Meter meter) => _meters.GetOrAdd(meter.Id, _ => new MeterStatistics(time));

    /// <summary>What went over the line since the last readout, without what others were asked.</summary>
    private IEnumerable<LineExchange> ExchangesWith(Meter meter)
    {
        var asked = new Addressee();
        return line.TakeExchanges().Where(exchange =>
        {
            asked.Note(exchange.Request.Span);
            return asked.Is(meter);
        });
    }
}
