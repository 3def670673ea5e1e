using System.Collections.Concurrent;
using Metering;
using Metering.Events;

namespace Gateway.Tests.Harness;

/// <summary>Keeps what is reported: code, meter or source, message, and when.</summary>
internal sealed class RecordingEventLog(TimeProvider? time = null) : IEventLog
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly ConcurrentQueue<(EventCode Code, MeterId Meter, string Source, string Message, DateTimeOffset At)> _events = new();

    /// <summary>All of them in order.</summary>
    public IReadOnlyCollection<(EventCode Code, MeterId Meter, string Source, string Message, DateTimeOffset At)> All => _events;

    /// <summary>The same in words: <c>2006 meter 3: its key does not fit</c>.</summary>
    public IReadOnlyList<string> Events => [.. _events.Select(entry => $"{(int)entry.Code} {entry.Source}: {entry.Message}")];

    /// <summary>Their codes in order.</summary>
    public IReadOnlyList<EventCode> Codes => [.. _events.Select(entry => entry.Code)];

    /// <inheritdoc />
    public void Report(EventCode code, string message) => Report(code, "", message);

    /// <inheritdoc />
    public void Report(EventCode code, string source, string message) => _events.Enqueue((code, default, source, message, _time.GetUtcNow()));

    /// <inheritdoc />
    public void Report(EventCode code, DateTimeOffset at, string message) => _events.Enqueue((code, default, "", message, at));

    /// <inheritdoc />
    public void Report(EventCode code, Meter meter, string message) => _events.Enqueue((code, meter.Id, $"meter {meter.Id}", message, _time.GetUtcNow()));

    /// <summary>How many of this code have these words.</summary>
    public int Count(EventCode code, string words = "") =>
        _events.Count(entry => entry.Code == code && entry.Message.Contains(words, StringComparison.Ordinal));
}
