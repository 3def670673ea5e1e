using Dlms.Security;
using Dlms.Xdlms;
using Metering;
using Metering.Events;
using Metering.Push;

namespace Gateway.Push;

/// <summary>What all receivers' workers share.</summary>
internal sealed record PushServices
{
    /// <summary>What they say.</summary>
    public required ReportSources Sources { get; init; }

    /// <summary>The reports as they are in force.</summary>
    public PushReports Reports => Sources.Reports;

    /// <summary>How far they were delivered.</summary>
    public IPushCursorStore Cursors => Sources.Cursors;

    /// <summary>Small state.</summary>
    public required IStateStore State { get; init; }

    /// <summary>Brings frames to a receiver.</summary>
    public required IPushTransport Transport { get; init; }

    /// <summary>Wraps and protects a notification: protection asked for, source, destination.</summary>
    public required Func<SecurityPolicy, ushort, ushort, DataNotification, ValueTask<byte[]>> Frame { get; init; }

    /// <summary>The protection that a notification gets which is to have at least this one.</summary>
    public required Func<SecurityPolicy, SecurityPolicy> InForce { get; init; }

    /// <summary>Takes what happens.</summary>
    public required IEventLog Events { get; init; }

    /// <summary>The gateway's clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>How long a notification may be, in bytes.</summary>
    public required int MaxPdu { get; init; }

    /// <summary>A number from 0 to 1, never 1: chance.</summary>
    public required Func<double> Chance { get; init; }

    /// <summary>The log.</summary>
    public required ILogger Log { get; init; }

    /// <summary>Where who waits goes on; <see cref="TaskCreationOptions.None"/> keeps everything on one thread.</summary>
    public TaskCreationOptions Continuations { get; init; } = TaskCreationOptions.RunContinuationsAsynchronously;

    /// <summary>From where to where the notifications of a device's report go.</summary>
    public WrapperAddresses AddressesOf(DueReport due)
    {
        var settings = Reports.Of(due.Report, due.Device);
        return new(settings.ServerSap ?? Sources.SapOf(due.Device), settings.ClientSap);
    }

    /// <summary>Begins work that goes on by itself, never on the thread that begins it unless everything is kept on one.</summary>
    public Task Begin(Func<Task> work) => Continuations == TaskCreationOptions.None ? work() : Task.Run(work);
}
