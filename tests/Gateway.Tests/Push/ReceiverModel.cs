using Metering;
using Metering.Push;

namespace Gateway.Tests.Push;

/// <summary>
/// What receivers may have been sent: of each report and device every row once in order among what was acknowledged, and what is repeated the same octet by octet.
/// </summary>
internal sealed class ReceiverModel(SyntheticHistory history)
{
    private readonly Dictionary<(int Report, int Sap), int> _acknowledged = [];
    private readonly Dictionary<(int Report, int Sap), string> _pending = [];
    private readonly Dictionary<(int Report, int Sap), string> _last = [];

    /// <summary>Rows that were acknowledged.</summary>
    public long Rows { get; private set; }

    /// <summary>Notifications that were repeated.</summary>
    public long Repeats { get; private set; }

    /// <summary>A connection, whatever becomes of it.</summary>
    public void Sent(ScriptedReceivers.Attempt attempt)
    {
        Assert.Distinct(attempt.Notifications.Select(KeyOf));
        foreach (var notification in attempt.Notifications)
        {
            var key = KeyOf(notification);
            if (_pending.TryGetValue(key, out var before))
            {
                Assert.Equal(before, notification.Hex);
                Repeats++;
            }

            _pending[key] = notification.Hex;
        }
    }

    /// <summary>It was acknowledged, and the gateway knows it.</summary>
    public void Acknowledged(ScriptedReceivers.Attempt attempt)
    {
        foreach (var notification in attempt.Notifications)
        {
            var key = KeyOf(notification);
            if (_last.GetValueOrDefault(key) == notification.Hex)
            {
                // the gateway did not know that it was acknowledged before
                Repeats++;
                _pending.Remove(key);
                continue;
            }

            var rows = history.Rows(new MeterId(key.Sap - 15));
            var done = _acknowledged.GetValueOrDefault(key);
            foreach (var number in notification.Rows)
            {
                Assert.Equal(rows[done].AppendNumber, number);
                done++;
            }

            Assert.Equal(notification.Rows.Count, ((Cosem.CosemData.Array)notification.Body[5]).Items.Count);
            Rows += notification.Rows.Count;
            _acknowledged[key] = done;
            _last[key] = notification.Hex;
            _pending.Remove(key);
        }
    }

    /// <summary>All rows of all meters were acknowledged in these reports.</summary>
    public void IsComplete(IEnumerable<ReportKind> reports, IEnumerable<Meter> meters)
    {
        foreach (var (report, meter) in from report in reports from meter in meters select (report, meter))
        {
            Assert.Equal(history.Rows(meter.Id).Count, _acknowledged.GetValueOrDefault(((int)report, meter.LogicalDeviceAddress)));
        }
    }

    private static (int Report, int Sap) KeyOf(ScriptedReceivers.Notification notification) =>
        (((Cosem.CosemData.OctetString)notification.Body[2]).Value.Span[1], notification.Source);
}
