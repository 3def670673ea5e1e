using System.Runtime.InteropServices;

namespace Dlms.Security;

/// <summary>
/// The invocation counters received (IEC 62056-5-3), one per key and client title over all associations and logical devices.
/// A counter is accepted once: the floor saved is never below it, and after a crash nothing up to the floor is accepted.
/// </summary>
public sealed class ReceiveCounters
{
    /// <summary>Titles under one key: 256, more than any head-end has; a floor for each is kept for ever.</summary>
    public const int MaxTitles = 256;

    /// <summary>Keys whose counters are kept: 32, since a former key may come back. Beyond it the one longest unused is forgotten.</summary>
    public const int MaxKeys = 32;

    /// <summary>The longest replay window.</summary>
    public const int MaxReplayWindow = ReceiveCounter.WindowBits;

    /// <summary>How far ahead a floor is saved: 256, one durable write for as many APDUs.</summary>
    internal const uint FloorAhead = 256;

    /// <summary>Counters left below a floor when the next one is saved: 128, so that a client that asks many thousand times a second does not wait for a disk.</summary>
    internal const uint FloorNear = FloorAhead / 2;

    private readonly Lock _gate = new();
    private readonly Turns _writing = new();
    private readonly Dictionary<string, Key> _keys = new(StringComparer.Ordinal);
    private readonly ICounterStore _store;
    private readonly int _window;
    private long _uses;
    private bool _isStopped;

    /// <summary>Begins with the floors that were saved.</summary>
    /// <param name="store">Saves the floors.</param>
    /// <param name="state">What the store loaded.</param>
    /// <param name="replayWindow">
    /// How far below the last one a counter that was not seen yet is accepted, 0 to 64. 0, strict as the standard has it, is usual;
    /// parallel connections of one title need more.
    /// </param>
    public ReceiveCounters(ICounterStore store, CounterState state, int replayWindow = 0)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentOutOfRangeException.ThrowIfNegative(replayWindow);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(replayWindow, MaxReplayWindow);
        _store = store;
        _window = replayWindow;
        foreach (var (fingerprint, title, floor) in state.Floors)
        {
            KeyOf(fingerprint).Titles[title] = ReceiveCounter.From(floor);
        }
    }

    /// <summary>Accepts or refuses the counter of an APDU whose tag has verified; with another one this is not to be asked.</summary>
    /// <param name="keyFingerprint">Names the key the tag verified with.</param>
    /// <param name="title">The client's system title.</param>
    /// <param name="invocationCounter">As received; the first one of a title under a key may be any.</param>
    /// <returns>
    /// Is complete at once but when a floor has to be saved. A fault of the store comes out as it is, and the counter is not accepted then, nor used.
    /// </returns>
    /// <exception cref="InvalidOperationException">The counters were stopped.</exception>
    public ValueTask<CounterVerdict> AcceptAsync(string keyFingerprint, SystemTitle title, uint invocationCounter)
    {
        ReceiveCounter? near;
        CounterVerdict verdict;
        bool isJudged;
        lock (_gate)
        {
            isJudged = TryJudge(keyFingerprint, title, invocationCounter, out verdict, out near);
            near?.IsSavedAhead = true;
        }

        if (!isJudged)
        {
            return AcceptAboveFloorAsync(keyFingerprint, title, invocationCounter);
        }

        if (near is not null)
        {
            _ = SaveAheadAsync(keyFingerprint, title, near);
        }

        return new(verdict);
    }

    /// <summary>
    /// What the frame counter object shows for a key: the highest counter accepted over all titles, after a crash the highest floor.
    /// It is 0 under a key without any, though a client may begin with 0 there.
    /// </summary>
    public uint HighestAccepted(string keyFingerprint)
    {
        lock (_gate)
        {
            var highest = 0u;
            if (_keys.TryGetValue(keyFingerprint, out var key))
            {
                foreach (var counter in key.Titles.Values)
                {
                    highest = Math.Max(highest, counter.Last ?? 0);
                }
            }

            return highest;
        }
    }

    /// <summary>Ends in order: saves the exact values, so that no client has to read its counter anew. Nothing is accepted any more.</summary>
    public Task StopAsync() => _writing.RunAsync(async () =>
    {
        List<CounterFloor> exact = [];
        lock (_gate)
        {
            _isStopped = true;
            exact.AddRange(
                from key in _keys
                from title in key.Value.Titles
                where title.Value.Last is { } last && last < title.Value.Durable
                select new CounterFloor(key.Key, title.Key, title.Value.Last!.Value));
        }

        foreach (var (fingerprint, title, floor) in exact)
        {
            await _store.SaveFloorAsync(fingerprint, title, floor);
        }

        return true;
    });

    /// <summary>After a backup was restored: raises every floor, since counters were accepted that the backup does not know.</summary>
    /// <param name="by">How far, <see cref="SendCounter.RestoreJump"/> at least.</param>
    public Task JumpAsync(uint by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, SendCounter.RestoreJump);
        return _writing.RunAsync(async () =>
        {
            List<(string Fingerprint, SystemTitle Title, ReceiveCounter Counter)> all = [];
            lock (_gate)
            {
                all.AddRange(_keys.SelectMany(key => key.Value.Titles, (key, title) => (key.Key, title.Key, title.Value)));
            }

            foreach (var (fingerprint, title, counter) in all)
            {
                var floor = Saturated.Add(counter.Durable, by);
                await _store.SaveFloorAsync(fingerprint, title, floor);
                lock (_gate)
                {
                    counter.RaiseTo(floor);
                }
            }

            return true;
        });
    }

    private ValueTask<CounterVerdict> AcceptAboveFloorAsync(string fingerprint, SystemTitle title, uint value) => new(_writing.RunAsync(async () =>
    {
        lock (_gate)
        {
            // Another caller's turn may have raised the floor, or accepted this very counter.
            if (TryJudge(fingerprint, title, value, out var verdict, out _))
            {
                return verdict;
            }
        }

        await MakeRoomAsync(fingerprint);
        var floor = Saturated.Add(value, FloorAhead);
        await _store.SaveFloorAsync(fingerprint, title, floor);
        lock (_gate)
        {
            var titles = KeyOf(fingerprint).Titles;
            if (titles.TryGetValue(title, out var counter))
            {
                counter.Durable = floor;
            }
            else
            {
                titles.Add(title, new ReceiveCounter(floor));
            }

            _ = TryJudge(fingerprint, title, value, out var verdict, out _);
            return verdict;
        }
    }));

    /// <summary>Saves the next floor while there are still counters below this one, so that no request waits for it.</summary>
    private async Task SaveAheadAsync(string fingerprint, SystemTitle title, ReceiveCounter counter)
    {
        Task saving = _writing.RunAsync(async () =>
        {
            uint floor;
            lock (_gate)
            {
                // It may have been stopped, raised or forgotten since.
                if (_isStopped || !counter.IsNearFloor(FloorNear) || _keys.GetValueOrDefault(fingerprint)?.Titles.GetValueOrDefault(title) != counter)
                {
                    return false;
                }

                floor = Saturated.Add(counter.Durable, FloorAhead);
            }

            await _store.SaveFloorAsync(fingerprint, title, floor);
            lock (_gate)
            {
                counter.Durable = floor;
            }

            return true;
        });

        // Nobody waits for this floor. Whoever comes to the one before saves it himself and meets the fault.
        await saving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            counter.IsSavedAhead = false;
        }
    }

    /// <summary>Decides, unless a floor has to be saved before.</summary>
    /// <param name="fingerprint">Names the key.</param>
    /// <param name="title">The client's system title.</param>
    /// <param name="value">The counter.</param>
    /// <param name="verdict">What became of it.</param>
    /// <param name="near">The counter whose next floor is to be saved; null when it is not yet time, or somebody does already.</param>
    private bool TryJudge(string fingerprint, SystemTitle title, uint value, out CounterVerdict verdict, out ReceiveCounter? near)
    {
        near = null;
        if (_isStopped)
        {
            throw new InvalidOperationException("The counters were stopped; nothing is accepted any more.");
        }

        var key = _keys.GetValueOrDefault(fingerprint);
        if (key is null || !key.Titles.TryGetValue(title, out var counter))
        {
            verdict = new(CounterOutcome.TooManyTitles, null);
            return key?.Titles.Count >= MaxTitles;
        }

        verdict = new(CounterOutcome.Replayed, counter.Last);
        if (!counter.IsNew(value, _window))
        {
            return true;
        }

        if (value > counter.Durable)
        {
            return false;
        }

        verdict = new(CounterOutcome.Accepted, counter.Last);
        counter.Take(value);
        key.LastUse = ++_uses;
        near = !counter.IsSavedAhead && counter.IsNearFloor(FloorNear) ? counter : null;
        return true;
    }

    /// <summary>Forgets the key longest unused when a new one finds no room.</summary>
    private async Task MakeRoomAsync(string fingerprint)
    {
        string oldest;
        Key counters;
        lock (_gate)
        {
            if (_keys.Count < MaxKeys || _keys.ContainsKey(fingerprint))
            {
                return;
            }

            // Out of sight first: else its counters could be accepted below a floor that is just being deleted.
            (oldest, counters) = _keys.MinBy(key => key.Value.LastUse);
            _keys.Remove(oldest);
        }

        try
        {
            await _store.ForgetKeyAsync(oldest);
        }
        catch
        {
            lock (_gate)
            {
                _keys.Add(oldest, counters);
            }

            throw;
        }
    }

    private Key KeyOf(string fingerprint)
    {
        ref var key = ref CollectionsMarshal.GetValueRefOrAddDefault(_keys, fingerprint, out _);
        return key ??= new Key { LastUse = ++_uses };
    }

    private sealed class Key
    {
        public Dictionary<SystemTitle, ReceiveCounter> Titles { get; } = [];

        public long LastUse { get; set; }
    }
}
