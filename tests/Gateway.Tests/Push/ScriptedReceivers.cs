using System.Buffers;
using System.Globalization;
using Cosem;
using Dlms;
using Dlms.Wrapper;
using Dlms.Xdlms;
using Gateway.Push;
using Testing;
using Xunit.Sdk;

namespace Gateway.Tests.Push;

/// <summary>Receivers that do what a test says, and keep what they were sent.</summary>
internal sealed class ScriptedReceivers(ManualTimeProvider time) : IPushTransport
{
    private readonly List<Attempt> _attempts = [];

    /// <summary>What becomes of an attempt at a receiver: null, delivered; else why not. A test may await anything.</summary>
    public Func<string, Attempt, CancellationToken, Task<string?>> Answer { get; set; } = (_, _, _) => Task.FromResult<string?>(null);

    /// <summary>Whether attempts are kept.</summary>
    public bool Keeps { get; set; } = true;

    /// <summary>What a test has found to be wrong with what was sent.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>All attempts in order.</summary>
    public IReadOnlyList<Attempt> Attempts => _attempts;

    /// <summary>The notifications that were acknowledged, in order.</summary>
    public IEnumerable<Notification> Delivered => _attempts.Where(attempt => attempt.IsDelivered).SelectMany(attempt => attempt.Notifications);

    public async Task<string?> SendAsync(string host, int port, IReadOnlyList<ReadOnlyMemory<byte>> frames, CancellationToken cancellationToken)
    {
        var receiver = string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");
        var attempt = new Attempt(receiver, time.GetUtcNow(), [.. frames.Select(Notification.Of)]);
        if (Keeps)
        {
            _attempts.Add(attempt);
        }

        try
        {
            var fault = await Answer(receiver, attempt, cancellationToken);
            attempt.IsDelivered = fault is null;
            return fault;
        }
        catch (XunitException e)
        {
            // the worker takes it for a fault of the receiver
            Failures.Add(e.Message);
            throw;
        }
    }

    /// <summary>Does nothing until it is broken off, and goes on at once then.</summary>
    public static async Task HangAsync(CancellationToken cancellationToken)
    {
        var end = new TaskCompletionSource();
        await using var stop = cancellationToken.Register(() => end.TrySetCanceled(cancellationToken));
        await end.Task;
    }

    /// <summary>A plain wrapper frame.</summary>
    public static byte[] FrameOf(ushort source, ushort destination, DataNotification notification)
    {
        var output = new ArrayBufferWriter<byte>();
        WrapperFrame.Write(output, source, destination, notification.ToArray());
        return output.WrittenSpan.ToArray();
    }

    /// <summary>A connection.</summary>
    internal sealed record Attempt(string Receiver, DateTimeOffset At, IReadOnlyList<Notification> Notifications)
    {
        public bool IsDelivered { get; set; }
    }

    /// <summary>A notification as it was sent.</summary>
    internal sealed record Notification(string Hex, ushort Source, ushort Destination, DataNotification Message)
    {
        public IReadOnlyList<CosemData> Body => ((CosemData.Structure)Message.Body).Items;

        /// <summary>Of a profile: the values of its rows' last column, which are their places in the order of storing.</summary>
        public IReadOnlyList<long> Rows =>
            [.. ((CosemData.Array)Body[5]).Items.Select(row => (long)((CosemData.DoubleLongUnsigned)((CosemData.Structure)row).Items[^1]).Value)];

        public static Notification Of(ReadOnlyMemory<byte> frame)
        {
            var buffer = new ReadOnlySequence<byte>(frame);
            Assert.True(WrapperFrame.TryRead(ref buffer, out var read));
            Assert.True(buffer.IsEmpty);
            return new(Convert.ToHexString(frame.Span), read.Source, read.Destination, Assert.IsType<DataNotification>(Apdu.Decode(read.Apdu.ToArray())));
        }
    }
}
