using Metering;
using Metering.Events;

namespace Gateway.Readout;

/// <summary>
/// Whether the store works, for all buses and whoever else writes to it: a full disk is one fault and not one of each meter, so it is told once when it
/// begins and once when it has ended. Safe on any thread.
/// </summary>
internal sealed class StoreHealth(IEventLog events, TimeProvider time)
{
    /// <summary>On a disk that is nearly full a short row still fits and the next telegram does not: a minute without a fault is told as the end of one.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(1);

    private const string TrialState = "store.trial";

    /// <summary>As much as the telegrams of many meters: 64 kB.</summary>
    private static readonly string Trial = new('-', 65_536);

    private readonly Lock _gate = new();
    private volatile string? _lastFault;
    private volatile bool _isFailing;
    private volatile bool _isTold;
    private long _failedAt;

    /// <summary>Whether it failed when something was to be stored last.</summary>
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
            _isFailing = true;
            if (!_isTold)
            {
                _isTold = true;
                events.Report(EventCode.NonVolatileMemoryError, $"the store fails: {fault.Message}");
            }

            return true;
        }
    }

    /// <summary>Something as long as a readout was stored; a short row proves nothing on a disk that is nearly full.</summary>
    public void Stored()
    {
        if (!_isTold)
        {
            return;
        }

        lock (_gate)
        {
            _isFailing = false;
            if (_isTold && time.GetElapsedTime(_failedAt) >= Calm)
            {
                _isTold = false;
                events.Report(EventCode.StoreRecovered, "the store works again: what is read is stored");
            }
        }
    }

    /// <summary>Writes something when it failed and nobody has written for a while: the next readout may be a day away.</summary>
    public async Task TryAsync(IStateStore state)
    {
        if (!_isTold || time.GetElapsedTime(Interlocked.Read(ref _failedAt)) < Calm)
        {
            return;
        }

        try
        {
            await state.SetAsync(TrialState, Trial);
            await state.RemoveAsync(TrialState);
            Stored();
        }
        catch (StoreException e)
        {
            Failed(e);
        }
    }
}
