using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using Cosem;
using Dlms.Push;
using Dlms.Security;
using Dlms.Wrapper;
using Gateway.CommandLine.Receiving;
using Gateway.Tests.Push;
using Metering.Push;

namespace Gateway.Tests.Kills;

/// <summary>
/// A receiver of this process that reads every connection to its end and closes it in order, now and then with a reset. A notification that comes
/// again has to be the last one of its report and device, octet by octet before it was ciphered; and counters grow over all kills.
/// </summary>
internal sealed class PushedHistory : IAsyncDisposable
{
    private const int ResetEvery = 17;

    private readonly Lock _gate = new();
    private readonly Dictionary<(ReportKind Report, int Sap), List<TakenPush>> _taken = [];
    private readonly Dictionary<int, TakenPush> _byInvokeId = [];
    private readonly Ciphering _ciphering;
    private readonly PushReceiver _reader;
    private readonly LoopbackReceiver _receiver;
    private int _connections;

    /// <summary>Begins to listen.</summary>
    public PushedHistory(SecurityKeys keys)
    {
        _ciphering = keys.CreateCiphering();
        _reader = new PushReceiver(_ciphering);
        _receiver = new LoopbackReceiver(async (socket, cancellationToken) =>
        {
            var octets = await LoopbackReceiver.ReadToEndAsync(socket, cancellationToken);
            lock (_gate)
            {
                Take(octets);
                if (++_connections % ResetEvery == 0)
                {
                    LoopbackReceiver.Reset(socket);
                }
            }
        });
    }

    /// <summary>Where it listens.</summary>
    public string Name => _receiver.Name;

    /// <summary>What must not be.</summary>
    public ConcurrentQueue<string> Faults { get; } = new();

    /// <summary>Notifications that came again.</summary>
    public int Repeats { get; private set; }

    /// <summary>Protected ones.</summary>
    public int Protected { get; private set; }

    /// <summary>What was taken of a device's report so far, each once, in order.</summary>
    public IReadOnlyList<TakenPush> Of(ReportKind report, int sap)
    {
        lock (_gate)
        {
            return _taken.TryGetValue((report, sap), out var taken) ? [.. taken] : [];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        _ciphering.Dispose();
    }

    /// <summary>The frames of a connection; the last one may end early, where the gateway was killed.</summary>
    private void Take(byte[] octets)
    {
        var buffer = new ReadOnlySequence<byte>(octets);
        try
        {
            while (WrapperFrame.TryRead(ref buffer, out var frame))
            {
                Take(_reader.Read(frame));
            }
        }
        catch (Exception e) when (e is PushException or WrapperException)
        {
            Faults.Enqueue(e.Message);
        }
    }

    private void Take(ReceivedPush push)
    {
        if (push.Protection is { } protection)
        {
            Protected++;
            if (!protection.CounterGrows)
            {
                Faults.Enqueue($"The counter {protection.InvocationCounter} came after {protection.CounterBefore}.");
            }
        }

        if (Read(push) is not { } taken)
        {
            Faults.Enqueue($"A push of {push.SourceSap} has a body that is none: {push.Notification.Body}");
            return;
        }

        if ((push.Protection is null) != (taken.Report == ReportKind.StandardEventLog))
        {
            Faults.Enqueue($"{taken.Report} is protected as {push.Protection?.Control.ToString() ?? "nothing"}.");
        }

        if (!_taken.TryGetValue((taken.Report, taken.Sap), out var before))
        {
            _taken[(taken.Report, taken.Sap)] = before = [];
        }

        if (_byInvokeId.TryGetValue(taken.InvokeId, out var same))
        {
            Repeats++;
            if (same.Octets != taken.Octets || same != before[^1])
            {
                Faults.Enqueue($"Invoke-id {taken.InvokeId} came again as another one, or after later ones: {same.Octets} and {taken.Octets}");
            }

            return;
        }

        if (before.Count > 0 && taken.InvokeId <= before[^1].InvokeId)
        {
            Faults.Enqueue($"{taken.Report} of {taken.Sap}: the invoke-id {taken.InvokeId} came after {before[^1].InvokeId}.");
        }

        before.Add(taken);
        _byInvokeId.Add(taken.InvokeId, taken);
    }

    private static TakenPush? Read(ReceivedPush push)
    {
        var octets = new ArrayBufferWriter<byte>();
        push.Notification.Write(octets);
        var (sap, id, text) = (push.SourceSap, push.Notification.InvokeId.InvokeId, Convert.ToHexString(octets.WrittenSpan));
        return PushBody.TryRead(push.Notification.Body) switch
        {
            ProfilePush profile => new(ReportOf(profile), sap, id, text, string.Join(' ', profile.Columns.Skip(1).Select(column => ColumnText(column.Object, column.ScalerUnit))), [.. profile.Rows.Select(row => RowText(((CosemData.OctetString)row[0]).Value, row.Skip(1)))]),
            EventPush events => new(ReportOf(events), sap, id, text, "", [.. events.Events.Select(entry => EventText(entry.Time, entry.Code, entry.Message ?? ""))]),
            _ => null,
        };
    }

    /// <summary>A column in words.</summary>
    public static string ColumnText(CaptureObject column, ScalerUnit? scalerUnit) => $"{column.LogicalName}:{scalerUnit}";

    /// <summary>A row in words, the time first.</summary>
    public static string RowText(Octets time, IEnumerable<CosemData> cells) => $"{time} {string.Join(' ', cells)}";

    /// <summary>An event in words, the time first.</summary>
    public static string EventText(CosemDateTime time, int code, string message) => string.Create(CultureInfo.InvariantCulture, $"{time.ToOctets()} {code} {message}");

    private static ReportKind ReportOf(PushBody body) => (ReportKind)body.PushSetup.ToOctets().Span[1];
}
