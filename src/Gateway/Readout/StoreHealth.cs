using Metering;
using Metering.Events;

namespace Gateway.Readout;

/// <summary>
/// Whether the store works, for all buses and whoever else writes to it: a full disk is one fault and not one of each meter, so it is told once when it
/// begins and once when it ends. Safe on any thread.
/// </summary>
internal sealed partial class StoreHealth(IEventLog events, TimeProvider time, ILogger<StoreHealth> log)
{
    /// <summary>On a disk that is nearly full a short row still fits and the next telegram does not: a minute without a fault is the end of one.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private volatile string? _lastFault;
    private volatile bool _isFailing;
    private long _failedAt;

    /// <summary>Whether it fails.</summary>
    public bool IsFailing => _isFailing;

    /// <summary>What was wrong when it failed last, with the file; null: it never did. It stays when the store works again.</summary>
    public string? LastFault => _lastFault;

    /// <summary>It failed.</summary>
    /// <returns>Whether that is the store's own fault, which is told here, and not one of what was to be written.</returns>
    public bool Failed(StoreException fault)
    {
        lock (_gate)
        {
            _lastFault = fault.Message;
            if (fault.Fault is StoreFault.UnknownMeter or StoreFault.NoAddressLeft or StoreFault.AddressInUse or StoreFault.BadValue)
            {
                return false;
            }

            _failedAt = time.GetTimestamp();
            if (!_isFailing)
            {
                _isFailing = true;
                events.Report(EventCode.NonVolatileMemoryError, $"the store fails: {fault.Message}");
            }

            return true;
        }
    }

    /// <summary>Something was stored.</summary>
    public void Stored()
    {
        if (!_isFailing)
        {
            return;
        }

        lock (_gate)
        {
            if (_isFailing && time.GetElapsedTime(_failedAt) >= Calm)
            {
                _isFailing = false;
                LogWorks(log);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The store works again")]
    private static partial void LogWorks(ILogger logger);
}
