using System.Collections.Immutable;
using System.Globalization;
using Metering.Events;
using Microsoft.Data.Sqlite;

namespace Metering.Storage;

/// <summary>What one transaction does to the event logs, and how they stand after it.</summary>
/// <param name="connection">Where it is written.</param>
/// <param name="logs">The logs before.</param>
/// <param name="newest">The last number that was given.</param>
/// <param name="capacityOf">How many events a log holds.</param>
internal sealed class EventWrite(
    SqliteConnection connection, ImmutableDictionary<EventLogName, EventLogState> logs, long newest, Func<EventLogName, int> capacityOf)
{
    private readonly ImmutableDictionary<EventLogName, EventLogState>.Builder _logs = logs.ToBuilder();
    private readonly List<EventEntry> _stored = [];

    /// <summary>The logs after it.</summary>
    public ImmutableDictionary<EventLogName, EventLogState> Logs => _logs.ToImmutable();

    /// <summary>The last number that was given.</summary>
    public long Newest { get; private set; } = newest;

    /// <summary>All that was stored, with its numbers.</summary>
    public IReadOnlyList<EventEntry> Stored => _stored;

    /// <summary>Writes an event behind the others of its log.</summary>
    public void Append(EventEntry entry)
    {
        var capacity = capacityOf(entry.Log);
        if (_logs.TryGetValue(entry.Log, out var full) && full.Count >= capacity)
        {
            // room for this event and the one that tells of it at least
            var gone = Remove(entry.Log, Math.Max(2, capacity / 10));
            _logs[entry.Log] = full with { First = EventQueries.Oldest(connection, entry.Log), Count = full.Count - gone };
            var message = string.Create(CultureInfo.InvariantCulture, $"the log was full: its oldest {gone} events made room for newer ones.");
            Insert(entry with { Code = EventCode.LogRolledOver, Message = message });
        }

        Insert(entry);
    }

    /// <summary>Empties a log and writes an event as its first.</summary>
    public void Clear(EventEntry cleared)
    {
        Remove(cleared.Log, int.MaxValue);
        _logs.Remove(cleared.Log);
        Insert(cleared);
    }

    private void Insert(EventEntry entry)
    {
        var at = entry.At.ToUnixTimeMilliseconds();
        var stored = entry with { Number = ++Newest, At = DateTimeOffset.FromUnixTimeMilliseconds(at) };
        using var command = connection.Statement(
            "INSERT INTO event (event_no, meter, log, at, code, message) VALUES ($number, $meter, $log, $at, $code, $message)",
            ("$number", stored.Number),
            ("$meter", stored.Log.Meter.Value),
            ("$log", (int)stored.Log.Kind),
            ("$at", at),
            ("$code", (int)stored.Code),
            ("$message", stored.Message));
        command.ExecuteNonQuery();
        _logs[stored.Log] = _logs.TryGetValue(stored.Log, out var state) && state.Count > 0
            ? state with { Count = state.Count + 1, Last = stored }
            : new EventLogState(stored.Number, 1, stored);
        _stored.Add(stored);
    }

    private int Remove(EventLogName log, int oldest)
    {
        using var command = connection.Statement(
            "DELETE FROM event WHERE event_no IN (SELECT event_no FROM event WHERE meter = $meter AND log = $log ORDER BY event_no LIMIT $oldest)",
            ("$meter", log.Meter.Value),
            ("$log", (int)log.Kind),
            ("$oldest", oldest));
        return command.ExecuteNonQuery();
    }
}
