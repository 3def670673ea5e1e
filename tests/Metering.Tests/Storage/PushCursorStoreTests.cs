using Metering.Push;
using Metering.Storage;

namespace Metering.Tests.Storage;

public class PushCursorStoreTests
{
    private static readonly PendingNotification Pending = new(17, "head-end.example:4059", 0xFF_FFFF, DateTimeOffset.FromUnixTimeMilliseconds(1_772_366_400_123), new byte[] { 1, 2, 3 });

    [Fact]
    public async Task Cursors_and_invoke_ids_are_there_after_a_restart()
    {
        await using var store = new TemporaryStore();
        var cursors = new SqlitePushCursorStore(store.Database);
        var (first, second) = (new PushCursor(ReportKind.LoadProfile1, new MeterId(3), 16, Pending), new PushCursor(ReportKind.FraudLog, default, 5, Pending: null));
        Assert.Null(cursors.Find(ReportKind.LoadProfile1, new MeterId(3)));
        Assert.Equal(0, cursors.LastInvokeId("head-end.example:4059"));

        await cursors.SaveAsync([first, second], "head-end.example:4059", 0xFF_FFFF);
        await cursors.SaveAsync([], "other.example:1", 1);

        Assert.Equal(first, cursors.Find(ReportKind.LoadProfile1, new MeterId(3)));
        await store.ReopenAsync();
        cursors = new SqlitePushCursorStore(store.Database);
        Assert.Equal(first, cursors.Find(ReportKind.LoadProfile1, new MeterId(3)));
        Assert.Equal(second, cursors.Find(ReportKind.FraudLog, default));
        Assert.Equal((0xFF_FFFF, 1, 0), (cursors.LastInvokeId("head-end.example:4059"), cursors.LastInvokeId("other.example:1"), cursors.LastInvokeId("none")));
    }

    [Fact]
    public async Task A_delivered_notification_is_pending_no_more_and_a_report_can_begin_anew()
    {
        await using var store = new TemporaryStore();
        var cursors = new SqlitePushCursorStore(store.Database);
        var cursor = new PushCursor(ReportKind.Billing, new MeterId(1), 16, Pending);
        await cursors.SaveAsync([cursor, cursor with { Report = ReportKind.LoadProfile2 }]);

        await cursors.SaveAsync([cursor with { Delivered = 17, Pending = null }]);
        await cursors.RemoveAsync(ReportKind.LoadProfile2);

        await store.ReopenAsync();
        cursors = new SqlitePushCursorStore(store.Database);
        Assert.Equal(cursor with { Delivered = 17, Pending = null }, cursors.Find(ReportKind.Billing, new MeterId(1)));
        Assert.Null(cursors.Find(ReportKind.LoadProfile2, new MeterId(1)));
    }
}
