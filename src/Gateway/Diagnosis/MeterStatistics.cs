using MBus.Master;

namespace Gateway.Diagnosis;

/// <summary>The statistics of one meter, in memory, of bounded size. The worker of its bus writes, anybody reads.</summary>
internal sealed class MeterStatistics(TimeProvider time)
{
    /// <summary>One readout with its repeats, as a rule.</summary>
    private const int KeptExchanges = 8;

    private readonly Lock _gate = new();
    private readonly ReadoutCounters _readouts = new(time);
    private readonly Queue<LineExchange> _exchanges = new(KeptExchanges);
    private DateTimeOffset? _lastAt;
    private ReadoutFault _lastFault;
    private TimeSpan _busTime;

    /// <summary>Takes a readout.</summary>
    /// <param name="result">What it brought.</param>
    /// <param name="busy">How long it had the bus.</param>
    /// <param name="exchanges">What went over the line for it, oldest first.</param>
    public void Note(ReadoutResult result, TimeSpan busy, IEnumerable<LineExchange> exchanges)
    {
        lock (_gate)
        {
            _readouts.Note(result);
            (_lastAt, _lastFault, _busTime) = (time.GetUtcNow(), result.Fault, _busTime + busy);
        }

        Keep(exchanges);
    }

    /// <summary>Keeps what went over the line, oldest first.</summary>
    public void Keep(IEnumerable<LineExchange> exchanges)
    {
        lock (_gate)
        {
            foreach (var exchange in exchanges)
            {
                if (_exchanges.Count == KeptExchanges)
                {
                    _exchanges.Dequeue();
                }

                _exchanges.Enqueue(exchange);
            }
        }
    }

    /// <summary>What is known now.</summary>
    public MeterFigures Figures(bool withExchanges = true)
    {
        lock (_gate)
        {
            return new(_readouts.Figures(), _lastAt, _lastFault, _busTime, withExchanges ? [.. _exchanges] : []);
        }
    }
}
