using Cosem;
using Cosem.InterfaceClasses;
using Metering.Events;

namespace Gateway.LogicalDevices;

/// <summary>Events as rows of their time and their code, fetched while they are sent. When the log rolls over meanwhile so that some are gone, the read ends with an error.</summary>
internal sealed class EventLogRows(IEventStore events, EventSpan span, TimeZoneInfo zone) : IProfileRows
{
    /// <inheritdoc />
    public int Count => span.Count;

    /// <inheritdoc />
    public IAsyncEnumerable<IReadOnlyList<CosemData>> ReadAsync(int first, int count, IReadOnlyList<int>? columns, CancellationToken cancellationToken = default) =>
        events.Read(span, first, count).Select(IReadOnlyList<CosemData> (entry) => Row(entry, columns)).ToAsyncEnumerable();

    private CosemData[] Row(EventEntry entry, IReadOnlyList<int>? columns)
    {
        CosemData[] row =
        [
            new CosemData.OctetString(CosemDateTime.FromMoment(entry.At, zone).ToOctets()),
            new CosemData.LongUnsigned((ushort)entry.Code),
        ];
        return columns is null ? row : [.. columns.Select(column => row[column])];
    }
}
