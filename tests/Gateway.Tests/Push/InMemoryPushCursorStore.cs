using Metering;
using Metering.Push;

namespace Gateway.Tests.Push;

/// <summary>Cursors in memory; everything is done at once, on the caller's thread.</summary>
internal sealed class InMemoryPushCursorStore : IPushCursorStore
{
    private readonly Dictionary<(ReportKind Report, MeterId Meter), PushCursor> _cursors = [];
    private readonly Dictionary<string, int> _invokeIds = new(StringComparer.Ordinal);

    /// <summary>Is asked before anything is stored; what it throws is the store's fault.</summary>
    public Action? Before { get; set; }

    public PushCursor? Find(ReportKind report, MeterId meter) => _cursors.GetValueOrDefault((report, meter));

    public int LastInvokeId(string receiver) => _invokeIds.GetValueOrDefault(receiver);

    public Task SaveAsync(IReadOnlyCollection<PushCursor> cursors)
    {
        Before?.Invoke();
        foreach (var cursor in cursors)
        {
            _cursors[(cursor.Report, cursor.Meter)] = cursor;
        }

        return Task.CompletedTask;
    }

    public Task SaveAsync(IReadOnlyCollection<PushCursor> cursors, string receiver, int lastInvokeId)
    {
        var saved = SaveAsync(cursors);
        _invokeIds[receiver] = lastInvokeId;
        return saved;
    }

    public Task RemoveAsync(ReportKind report) => RemoveAsync(key => key.Report == report);

    public Task RemoveAsync(MeterId meter) => RemoveAsync(key => key.Meter == meter);

    private Task RemoveAsync(Func<(ReportKind Report, MeterId Meter), bool> isRemoved)
    {
        foreach (var key in _cursors.Keys.Where(isRemoved).ToList())
        {
            _cursors.Remove(key);
        }

        return Task.CompletedTask;
    }
}
