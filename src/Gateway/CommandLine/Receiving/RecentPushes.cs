using Cosem;
using Dlms.Push;

namespace Gateway.CommandLine.Receiving;

/// <summary>
/// Recognises pushes that came before. A sender that does not know whether a push arrived sends it again, with the same invoke-id and date-time: of
/// the same gateway they make it the same push. Not for two threads at once.
/// </summary>
internal sealed class RecentPushes
{
    /// <summary>Of how many is known that they came: three days of 500 meters by the hour take 36,000.</summary>
    public const int Capacity = 65_536;

    private readonly HashSet<(string Sender, ushort Sap, uint InvokeId, Octets DateTime)> _known = [];
    private readonly Queue<(string Sender, ushort Sap, uint InvokeId, Octets DateTime)> _order = new();

    /// <summary>Whether it came before; one without a date-time cannot be told from others.</summary>
    /// <param name="sender">The gateway.</param>
    /// <param name="push">What it sent.</param>
    public bool CameBefore(string sender, ReceivedPush push) => _known.Contains(KeyOf(sender, push));

    /// <summary>Remembers that it came; the oldest is forgotten beyond the capacity.</summary>
    /// <param name="sender">The gateway.</param>
    /// <param name="push">What it sent.</param>
    public void Remember(string sender, ReceivedPush push)
    {
        var key = KeyOf(sender, push);
        if (push.Notification.DateTime.Length == 0 || !_known.Add(key))
        {
            return;
        }

        _order.Enqueue(key);
        if (_order.Count > Capacity)
        {
            _known.Remove(_order.Dequeue());
        }
    }

    private static (string Sender, ushort Sap, uint InvokeId, Octets DateTime) KeyOf(string sender, ReceivedPush push) =>
        (sender, push.SourceSap, push.Notification.InvokeId.Value, push.Notification.DateTime);
}
