namespace Gateway.Diagnosis;

/// <summary>Counts what goes over one line. The conversation writes, anybody reads.</summary>
internal sealed class LineCounters(TimeProvider time)
{
    /// <summary>Slices of the utilisation, so that an hour is at most a twelfth longer than an hour.</summary>
    private static readonly TimeSpan Slice = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    private readonly Lock _gate = new();
    private readonly SlidingSum _busy = new(Slice, (int)(Day / Slice) + 1, time);
    private long _framesSent;
    private long _bytesSent;
    private long _bytesReceived;
    private long _unrequestedBytes;
    private long _failures;
    private long _reconnects;
    private bool _isLost;

    /// <summary>A frame was sent.</summary>
    public void Sent(int count, TimeSpan took)
    {
        lock (_gate)
        {
            _framesSent++;
            _bytesSent += count;
            _busy.Add(took.Ticks);
            _reconnects += _isLost ? 1 : 0;
            _isLost = false;
        }
    }

    /// <summary>Bytes came, or none in the time.</summary>
    public void Received(int count, TimeSpan took)
    {
        lock (_gate)
        {
            _bytesReceived += count;
            _busy.Add(took.Ticks);
        }
    }

    /// <summary>Bytes that came unasked were thrown away.</summary>
    public void Discarded(int count)
    {
        lock (_gate)
        {
            _bytesReceived += count;
            _unrequestedBytes += count;
        }
    }

    /// <summary>The line failed, or could not be opened again.</summary>
    public void Failed()
    {
        lock (_gate)
        {
            _failures += _isLost ? 0 : 1;
            _isLost = true;
        }
    }

    /// <summary>What was counted so far.</summary>
    public LineFigures Figures()
    {
        lock (_gate)
        {
            return new LineFigures
            {
                FramesSent = _framesSent,
                BytesSent = _bytesSent,
                BytesReceived = _bytesReceived,
                UnrequestedBytes = _unrequestedBytes,
                Failures = _failures,
                Reconnects = _reconnects,
                UtilisationOfHour = Utilisation(Hour),
                UtilisationOfDay = Utilisation(Day),
            };
        }
    }

    private double Utilisation(TimeSpan window)
    {
        var busy = _busy.Over(window, out var covered);
        return covered > TimeSpan.Zero ? Math.Min(1, (double)busy / covered.Ticks) : 0;
    }
}
