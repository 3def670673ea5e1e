using Gateway.Readout;
using Metering;
using Metering.Events;

namespace Gateway.Api;

/// <summary>An event as the interface shows it.</summary>
/// <param name="Number">Its place in the order of storing, over all logs.</param>
/// <param name="At">When it happened, by the gateway's clock; UTC.</param>
/// <param name="Meter">The number of the meter in whose log it stands; null: the gateway's.</param>
/// <param name="Device">Name and address of that meter, or <c>gateway</c>.</param>
/// <param name="Log">Which of the two logs.</param>
/// <param name="Code">What happened.</param>
/// <param name="Name">The name of the code; <c>event 123</c> where a later version knows it.</param>
/// <param name="Severity">How urgent it is.</param>
/// <param name="Message">The same in words.</param>
internal sealed record EventResource(
    long Number, DateTimeOffset At, int? Meter, string Device, EventLogKind Log, int Code, string Name, EventSeverity Severity, string Message)
{
    /// <summary>The same as the store has it.</summary>
    public static EventResource Of(EventEntry entry, IMeterStore meters)
    {
        var (id, definition) = (entry.Log.Meter, EventCodes.Find(entry.Code));
        return new(
            entry.Number,
            entry.At,
            id.IsGateway ? null : id.Value,
            id.IsGateway ? "gateway" : meters.Find(id)?.Words() ?? $"removed meter {id}",
            entry.Log.Kind,
            (int)entry.Code,
            definition?.Name ?? $"event {(int)entry.Code}",
            definition?.Severity ?? EventSeverity.Information,
            entry.Message);
    }
}
