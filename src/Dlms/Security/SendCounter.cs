namespace Dlms.Security;

/// <summary>
/// The invocation counter sent (IEC 62056-5-3), one for all keys, dedicated keys, HLS tokens and pushes. It never goes back and no value is given twice:
/// values are reserved durably in blocks, and after a restart the unused rest of a block is skipped.
/// </summary>
public sealed class SendCounter
{
    /// <summary>How far counters go up at least after a backup was restored: 2^20, more than a gateway sends between two backups.</summary>
    public const uint RestoreJump = 1 << 20;

    /// <summary>From here on an event tells that keys and counter need care: 2^31.</summary>
    public const uint Threshold = 1u << 31;

    /// <summary>Values of one reservation: 4,096, so that a busy gateway writes once in minutes and a restart costs little.</summary>
    internal const uint Block = 4096;

    private const uint First = 1;
    private readonly Lock _gate = new();
    private readonly Turns _writing = new();
    private readonly ICounterStore _store;
    private readonly Action? _thresholdReached;
    private bool _isPastThreshold;
    private uint _next;
    private uint _reserved;

    /// <summary>Goes on after the block that was reserved last; the very first value is 1, since clients begin at 0 and take only greater ones.</summary>
    /// <param name="store">Saves the reservations.</param>
    /// <param name="state">What the store loaded.</param>
    /// <param name="thresholdReached">Is called once in the life of this object, when a value from <see cref="Threshold"/> on is given.</param>
    public SendCounter(ICounterStore store, CounterState state, Action? thresholdReached = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(state);
        _store = store;
        _thresholdReached = thresholdReached;
        _next = _reserved = Math.Max(state.SendCounterBelow, First);
    }

    /// <summary>Gives the next value.</summary>
    /// <returns>
    /// Is complete at once while the reserved block lasts; the next one is reserved when half of it is used. A fault of the store comes out as it is.
    /// </returns>
    /// <exception cref="InvocationCounterExhaustedException">2^32 - 1 is reached.</exception>
    public ValueTask<uint> NextAsync()
    {
        uint value;
        bool isHalf;
        lock (_gate)
        {
            if (!TryTake(out value))
            {
                return ReserveAndTakeAsync();
            }

            isHalf = _reserved - _next == Block / 2;
        }

        if (isHalf)
        {
            _ = ReserveAheadAsync();
        }

        return new(Given(value));
    }

    /// <summary>After a backup was restored: goes up, since values were given that the backup does not know.</summary>
    /// <param name="by">How far, <see cref="RestoreJump"/> at least.</param>
    public Task JumpAsync(uint by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, RestoreJump);
        return _writing.RunAsync(async () =>
        {
            uint reserved;
            lock (_gate)
            {
                _next = _reserved = reserved = Saturated.Add(_reserved, by);
            }

            await _store.ReserveAsync(reserved);
            return true;
        });
    }

    private async ValueTask<uint> ReserveAndTakeAsync() => Given(await _writing.RunAsync(async () =>
    {
        uint value;
        lock (_gate)
        {
            if (TryTake(out value))
            {
                return value;
            }
        }

        await ReserveAsync();
        lock (_gate)
        {
            return TryTake(out value) ? value : throw new InvocationCounterExhaustedException();
        }
    }));

    private async Task ReserveAheadAsync()
    {
        Task reservation = _writing.RunAsync(async () =>
        {
            await ReserveAsync();
            return true;
        });

        // Nobody waits for this reservation. Whoever finds the block used up tries again and meets the fault himself.
        await reservation.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ReserveAsync()
    {
        uint reserved;
        lock (_gate)
        {
            if (_reserved - _next > Block / 2 || _reserved == uint.MaxValue)
            {
                return;
            }

            reserved = Saturated.Add(_reserved, Block);
        }

        await _store.ReserveAsync(reserved);
        lock (_gate)
        {
            _reserved = reserved;
        }
    }

    private bool TryTake(out uint value)
    {
        value = _next;
        if (_next == _reserved)
        {
            return false;
        }

        _next++;
        return true;
    }

    private uint Given(uint value)
    {
        if (value >= Threshold && !Interlocked.Exchange(ref _isPastThreshold, true))
        {
            _thresholdReached?.Invoke();
        }

        return value;
    }
}
