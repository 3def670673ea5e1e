using System.Buffers;
using System.Security.Cryptography;
using Cosem;
using Cosem.InterfaceClasses;
using Dlms.Xdlms;
using Metering;
using Metering.Events;
using Metering.Push;

namespace Gateway.Push;

/// <summary>
/// The notifications of one connection, one of each report of a device; of many devices where all have one wrapper source. A notification that was begun before is built again from its cursor, the same octet by
/// octet; if it cannot be (the mapping is another one, retention took rows away), what is sent is another notification, with an invoke-id of its own.
/// </summary>
internal sealed partial class PushBatch(PushServices services, PushDestination receiver)
{
    /// <summary>Notifications in a connection: 64.</summary>
    public const int MaxNotifications = 64;

    /// <summary>Octets in a connection: 256 KiB, which a modem of 9,600 Bd takes in 4 min; more only when a single row is longer.</summary>
    private const int MaxLength = 262_144;

    /// <summary>128 bits of SHA-256 tell notifications apart.</summary>
    private const int DigestLength = 16;

    private const int InvokeIds = 1 << 24;

    private readonly PayloadLimit _limit = new(services.MaxPdu);
    private readonly List<PushCursor> _progress = [];
    private int _invokeId = services.Cursors.LastInvokeId(receiver.ToString());
    private bool _hasNew;
    private int _length;

    /// <summary>The notifications in their order.</summary>
    public List<BatchItem> Items { get; } = [];

    /// <summary>What needs no sending: there is nothing, or it is switched off.</summary>
    public List<DueReport> Done { get; } = [];

    /// <summary>What did not fit into it.</summary>
    public List<DueReport> Left { get; } = [];

    /// <summary>What another receiver has now.</summary>
    public List<(DueReport Due, PushDestination Receiver)> Moved { get; } = [];

    /// <summary>Builds the notifications.</summary>
    public async Task BuildAsync(IReadOnlyList<DueReport> taken)
    {
        foreach (var due in taken)
        {
            if (_length >= MaxLength)
            {
                Left.Add(due);
                continue;
            }

            try
            {
                await AddAsync(due);
            }
#pragma warning disable CA1031 // What is wrong with one report of one device holds up no other.
            catch (Exception e)
#pragma warning restore CA1031
            {
                // with the next mark of its schedule it is tried again
                LogCannotBuild(services.Log, e, due.Report, due.Device);
                Done.Add(due);
            }
        }
    }

    /// <summary>Makes durable what is going to be sent, and what needs no sending.</summary>
    /// <exception cref="StoreException">It could not be stored.</exception>
    public Task SaveAsync() =>
        _hasNew ? services.Cursors.SaveAsync([.. _progress, .. Items.Select(item => item.Sent)], receiver.ToString(), _invokeId)
        : _progress.Count > 0 ? services.Cursors.SaveAsync(_progress)
        : Task.CompletedTask;

    private async Task AddAsync(DueReport due)
    {
        var settings = services.Reports.Of(due.Report, due.Device);
        var content = services.Sources.ContentOf(due.Report, due.Device);
        if (!settings.Enabled || settings.Receiver is null || content is null)
        {
            Done.Add(due);
        }
        else if (settings.Receiver != receiver)
        {
            Moved.Add((due, settings.Receiver));
        }
        else
        {
            await AddNextAsync(due, settings, content);
        }
    }

    /// <summary>The notification that was begun, if it can be built as it was; else a new one.</summary>
    private async Task AddNextAsync(DueReport due, ReportSettings settings, IReportContent content)
    {
        var cursor = ReportActivation.CursorOf(services, due.Report, due.Device);
        var newest = content.Newest;
        var pending = cursor.Pending?.Receiver == receiver.ToString() ? cursor.Pending : null;
        var range = new PushRange(cursor.Delivered, newest, settings.LatestRows, due.AfterPosition);
        if (pending is not null && Build(content, range with { Through = pending.Through }, due, isRepeat: true) is { Body: { } again } repeated)
        {
            var notification = NotificationOf(pending.InvokeId, pending.BuiltAt, again);
            if (DigestOf(notification) == pending.Digest)
            {
                await AddFrameAsync(due, settings, cursor, repeated, newest, notification);
                return;
            }
        }

        var payload = Build(content, range, due, isRepeat: false);
        if (payload.Body is { } body)
        {
            _invokeId = (_invokeId + 1) % InvokeIds;
            _hasNew = true;
            var builtAt = DateTimeOffset.FromUnixTimeMilliseconds(services.Time.GetUtcNow().ToUnixTimeMilliseconds());
            var notification = NotificationOf(_invokeId, builtAt, body);
            var sent = cursor with { Pending = new(range.LatestRows is null ? payload.Through : newest, receiver.ToString(), _invokeId, builtAt, DigestOf(notification)) };
            await AddFrameAsync(due, settings, sent, payload, newest, notification);
            return;
        }

        Done.Add(due);
        if (payload.Through != cursor.Delivered || cursor.Pending is not null)
        {
            _progress.Add(cursor with { Delivered = payload.Through, Pending = null });
        }
    }

    private async Task AddFrameAsync(DueReport due, ReportSettings settings, PushCursor sent, PushPayload payload, long newest, DataNotification notification)
    {
        var addresses = services.AddressesOf(due);
        var frame = await services.Frame(settings.Security, addresses.Source, addresses.Destination, notification);
        var hasMore = !payload.IsLast || (settings.LatestRows is null && payload.Through != newest);
        Items.Add(new(due, sent, sent with { Delivered = payload.Through, Pending = null }, payload.Position, payload.Rows, hasMore, frame));
        _length += frame.Length;
    }

    private PushPayload Build(IReportContent content, PushRange range, DueReport due, bool isRepeat) => content.Build(range, _limit, fault =>
    {
        if (isRepeat)
        {
            return;
        }

        if (services.Sources.Meters.Find(due.Device) is { } meter)
        {
            services.Events.Report(EventCode.PushFailing, meter, $"{due.Report}: {fault}.");
        }
        else
        {
            services.Events.Report(EventCode.PushFailing, $"{due.Report}: {fault}.");
        }
    });

    private DataNotification NotificationOf(int invokeId, DateTimeOffset builtAt, CosemData body) =>
        new(new LongInvokeIdAndPriority((uint)invokeId), CosemDateTime.FromMoment(builtAt, services.Sources.Zone).ToOctets(), body);

    private static Octets DigestOf(DataNotification notification)
    {
        var octets = new ArrayBufferWriter<byte>();
        notification.Write(octets);
        return SHA256.HashData(octets.WrittenSpan).AsMemory(0, DigestLength).ToArray();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The report {Report} of device {Device} cannot be built now")]
    private static partial void LogCannotBuild(ILogger logger, Exception exception, ReportKind report, MeterId device);
}
