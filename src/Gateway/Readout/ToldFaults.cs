using System.Globalization;
using Metering;
using Metering.Events;

namespace Gateway.Readout;

/// <summary>
/// The faults that were told and have not ended: of a meter that it cannot be read (event 100), of a bus that its line failed (1001), that it is noisy (1003)
/// or that no meter answers (1004). They stand in the state store with the time at which each began, so that a start tells none of them again, and tells
/// that one has ended while nobody looked:
/// <code>
/// fault.100.17         2026-11-28T07:15:00.0000000+00:00
/// fault.1001.cellar    2026-11-28T07:20:12.0000000+00:00
/// </code>
/// All buses share it.
/// </summary>
internal sealed class ToldFaults
{
    private const string Prefix = "fault.";

    private readonly IStateStore _state;
    private readonly StoreHealth _store;
    private readonly Func<Task> _eventsAreStored;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _told = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _toStore = new(StringComparer.OrdinalIgnoreCase);
    private Task _storing = Task.CompletedTask;

    /// <summary>What the state store holds of them.</summary>
    /// <param name="state">The state store.</param>
    /// <param name="store">Is told whether it takes anything.</param>
    /// <param name="eventsAreStored">Ends when the events that were reported are stored, or cannot be.</param>
    public ToldFaults(IStateStore state, StoreHealth store, Func<Task> eventsAreStored)
    {
        (_state, _store, _eventsAreStored) = (state, store, eventsAreStored);
        foreach (var (name, text) in state.State.Where(entry => entry.Key.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            if (DateTimeOffset.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var since))
            {
                _told[name] = since;
            }
        }
    }

    /// <summary>What the name of a meter's entry begins with; its number follows.</summary>
    public static string StateOfMeters { get; } = NameOf(EventCode.CommunicationError, "");

    /// <summary>Whether a fault was told and has not ended.</summary>
    /// <param name="code">The event that tells it.</param>
    /// <param name="whose">The number of a meter, or the name of a bus.</param>
    public bool IsTold(EventCode code, string whose) => SinceOf(code, whose) is not null;

    /// <summary>When a fault that was told began, UTC; null: it was not told.</summary>
    public DateTimeOffset? SinceOf(EventCode code, string whose)
    {
        lock (_gate)
        {
            return _told.TryGetValue(NameOf(code, whose), out var since) ? since : null;
        }
    }

    /// <summary>A fault is there; true: it has to be told.</summary>
    public bool Begins(EventCode code, string whose, DateTimeOffset since)
    {
        lock (_gate)
        {
            var name = NameOf(code, whose);
            return Changes(name, _told.TryAdd(name, since));
        }
    }

    /// <summary>A fault is not there; true: it had been told, so its end has to be told.</summary>
    public bool Ends(EventCode code, string whose)
    {
        lock (_gate)
        {
            var name = NameOf(code, whose);
            return Changes(name, _told.Remove(name));
        }
    }

    /// <summary>Forgets the faults of buses that are none any more.</summary>
    public void KeepBuses(IEnumerable<string> buses)
    {
        lock (_gate)
        {
            var names = buses.SelectMany(bus => new[] { EventCode.BusFault, EventCode.AllMetersSilent, EventCode.NoiseWithoutRequest }.Select(code => NameOf(code, bus)));
            foreach (var name in _told.Keys.Where(name => !name.StartsWith(StateOfMeters, StringComparison.Ordinal)).Except(names, StringComparer.OrdinalIgnoreCase).ToList())
            {
                Changes(name, _told.Remove(name));
            }
        }
    }

    /// <summary>Brings what has changed into the state store, behind the back of who reads meters. What it does not take is tried the next time.</summary>
    public Task StoreAsync()
    {
        lock (_gate)
        {
            return _storing.IsCompleted && _toStore.Count > 0 ? _storing = WriteAsync() : _storing;
        }
    }

    private static string NameOf(EventCode code, string whose) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{(int)code}.{whose}");

    private bool Changes(string name, bool isNews)
    {
        if (isNews)
        {
            _toStore.Add(name);
        }

        return isNews;
    }

    private async Task WriteAsync()
    {
        // the events first: who is killed in between tells a fault twice, and never leaves its end out
        await _eventsAreStored();
        try
        {
            while (Next() is var (name, since))
            {
                await (since is { } began ? _state.SetAsync(name, began.ToString("O", CultureInfo.InvariantCulture)) : _state.RemoveAsync(name));
                Stored(name, since);
            }
        }
        catch (StoreException e)
        {
            _store.Failed(e);
        }
    }

    private (string Name, DateTimeOffset? Since)? Next()
    {
        lock (_gate)
        {
            return _toStore.FirstOrDefault() is { } name ? (name, _told.TryGetValue(name, out var since) ? since : null) : null;
        }
    }

    private void Stored(string name, DateTimeOffset? since)
    {
        lock (_gate)
        {
            if ((_told.TryGetValue(name, out var now) ? now : null) == since)
            {
                _toStore.Remove(name);
            }
        }
    }
}
