using System.Collections.Concurrent;
using Metering;
using Metering.Events;

namespace Gateway.Tests.Harness;

/// <summary>Keeps what is reported.</summary>
internal sealed class RecordingEventLog : IEventLog
{
    private readonly ConcurrentQueue<(EventCode Code, string Source, string Message)> _events = new();

    /// <summary>The events in their order: <c>2006 meter 3: its key does not fit</c>.</summary>
    public IReadOnlyList<string> Events => [.. _events.Select(known => $"{(int)known.Code} {known.Source}: {known.Message}")];

    public void Report(EventCode code, string source, string message) => _events.Enqueue((code, source, message));

    public void Report(EventCode code, Meter meter, string message) => _events.Enqueue((code, $"meter {meter.Id}", message));

    /// <summary>How many events have this code.</summary>
    public int Count(EventCode code) => _events.Count(known => known.Code == code);
}
