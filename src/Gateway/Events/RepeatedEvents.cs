using Metering.Events;

namespace Gateway.Events;

/// <summary>
/// Keeps whoever does the same again and again, an attacker or a head-end that writes the same to hundreds of meters, from washing out the log and the event
/// logs: of one source and kind the first line or event is written at once, the others are counted, and their number is written at most every 5 min. Shared
/// by all connections of head-ends, and by the page.
/// </summary>
internal sealed partial class RepeatedEvents : IDisposable
{
    /// <summary>Sources and kinds that are counted apart: 1,024; beyond it all other sources count as one.</summary>
    internal const int MaxRows = 1024;

    /// <summary>How long lines are counted before their number is written.</summary>
    internal static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private const string Others = "other sources";
    private const string Dlms = "DLMS";

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Source, string Kind), Row> _rows = [];

    /// <summary>The rows by the end of their windows: all windows are of one length.</summary>
    private readonly Queue<Row> _byEnd = [];

    private readonly IEventLog _events;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    /// <summary>Begins with nothing counted.</summary>
    public RepeatedEvents(IEventLog events, ILogger<RepeatedEvents> log, TimeProvider time)
    {
        (_events, _log, _time) = (events, log, time);
        _timer = time.CreateTimer(_ => WriteCounts(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many rows there are.</summary>
    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _rows.Count;
            }
        }
    }

    /// <summary>Whether a line or an event is to be written at once; else it is counted.</summary>
    /// <param name="source">Whose it is, <see cref="Dlms.Connection.Endpoints.Source"/>.</param>
    /// <param name="kind">What happened; few kinds, none of the client's making.</param>
    /// <param name="details">What is told of the last one that was counted; no secret.</param>
    /// <param name="code">The event; null: a line in the log.</param>
    /// <param name="surface">Where: <c>DLMS</c> or <c>the page</c>.</param>
    public bool IsFirst(string source, string kind, string details, EventCode? code = null, string surface = Dlms)
    {
        lock (_gate)
        {
            var key = (source, kind);
            if (!_rows.ContainsKey(key) && _rows.Count >= MaxRows)
            {
                key = (Others, kind);
            }

            if (_rows.TryGetValue(key, out var row))
            {
                row.Counted++;
                row.Last = details;
                return false;
            }

            Begin(new Row(surface, key.source, kind, code));
            return true;
        }
    }

    /// <summary>Writes what was counted and not yet told.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        List<Row> open;
        lock (_gate)
        {
            open = [.. _byEnd];
            _byEnd.Clear();
            _rows.Clear();
        }

        Write(open);
    }

    private void WriteCounts()
    {
        List<Row> ended = [];
        lock (_gate)
        {
            while (_byEnd.TryPeek(out var row) && Left(row) <= TimeSpan.Zero)
            {
                _byEnd.Dequeue();
                _rows.Remove((row.Source, row.Kind));
                ended.Add(row);
            }

            // who was counted has his next line at the end of another window
            foreach (var row in ended.Where(row => row.Counted > 0))
            {
                Begin(new Row(row.Surface, row.Source, row.Kind, row.Code));
            }

            if (_byEnd.TryPeek(out var next))
            {
                _timer.Change(Left(next), Timeout.InfiniteTimeSpan);
            }
        }

        Write(ended);
    }

    private void Begin(Row row)
    {
        row.Began = _time.GetTimestamp();
        _rows.Add((row.Source, row.Kind), row);
        _byEnd.Enqueue(row);
        if (_byEnd.Count == 1)
        {
            _timer.Change(Window, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>What is left of a window; zero once it is over, since a timer takes nothing less.</summary>
    private TimeSpan Left(Row row) => Window - _time.GetElapsedTime(row.Began) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private void Write(IEnumerable<Row> rows)
    {
        foreach (var row in rows.Where(row => row.Counted > 0))
        {
            if (row.Code is { } code)
            {
                _events.Report(code, $"{row.Surface} {row.Source}: {row.Counted} more within 5 min: {row.Kind}; the last {row.Last}");
            }
            else
            {
                LogCount(_log, row.Surface, row.Source, row.Counted, row.Kind, row.Last);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Surface} {Source}: {Count} more within 5 min: {Kind}; the last {Details}")]
    private static partial void LogCount(ILogger logger, string surface, string source, long count, string kind, string details);

    private sealed class Row(string surface, string source, string kind, EventCode? code)
    {
        public string Surface { get; } = surface;

        public string Source { get; } = source;

        public string Kind { get; } = kind;

        /// <summary>The event; null: a line in the log.</summary>
        public EventCode? Code { get; } = code;

        public long Began { get; set; }

        public long Counted { get; set; }

        public string Last { get; set; } = "";
    }
}
