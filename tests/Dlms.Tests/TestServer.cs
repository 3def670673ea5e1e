using System.Runtime.CompilerServices;
using Cosem;
using Cosem.InterfaceClasses;
using Dlms.Association;
using Dlms.Connection;
using Testing;

namespace Dlms.Tests;

/// <summary>A server with a management logical device (SAP 1) and a meter (SAP 16), whose clock stands at 2024-06-15 18:23:45 UTC.</summary>
internal sealed class TestServer : ILogicalDeviceDirectory, IClockAdjustment
{
    public static readonly LogicalName Energy = new(1, 0, 1, 8, 0, 255);
    public static readonly LogicalName Name = new(0, 0, 42, 0, 0, 255);
    public static readonly LogicalName Long = new(0, 0, 96, 1, 4, 255);
    public static readonly LogicalName Lazy = new(1, 0, 99, 1, 0, 255);
    public static readonly LogicalName Broken = new(0, 0, 96, 1, 9, 255);
    public static readonly LogicalName BrokenMidway = new(1, 0, 99, 2, 0, 255);
    public static readonly LogicalName NoValue = new(1, 0, 2, 8, 0, 255);
    public static readonly LogicalName Slow = new(1, 0, 3, 8, 0, 255);

    public static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    public TestServer(DlmsLimits? limits = null, TestSecurity? security = null)
    {
        Security = security ?? new();
        Server = new(this, Security, limits, Time);
        Devices[1] = Device(1, "ELV0016000001");
        Devices[16] = Device(16, "KAM00224396041B");
    }

    public ManualTimeProvider Time { get; } = new(new(2024, 6, 15, 18, 23, 45, TimeSpan.Zero));

    public DlmsServer Server { get; }

    public Dictionary<ushort, LogicalDevice> Devices { get; } = [];

    public TestSecurity Security { get; }

    public AssociationPolicy Policy
    {
        get => Security.Policy;
        set => Security.Policy = value;
    }

    /// <summary>The value of the slow object, and whether it was asked for.</summary>
    public TaskCompletionSource<AttributeValue> SlowValue { get; } = new();

    public SemaphoreSlim SlowAsked { get; } = new(0);

    /// <summary>Rows of the lazy array that were fetched, and whether its source was ended.</summary>
    public int RowsFetched { get; private set; }

    public bool IsSourceEnded { get; private set; }

    /// <summary>What the directory throws, if anything.</summary>
    public Exception? Failure { get; set; }

    public IReadOnlyList<SapEntry> SapAssignmentList => [.. Devices.Values.Select(device => device.Entry)];

    public LogicalDevice? Find(ushort serverSap) => Failure is null ? Devices.GetValueOrDefault(serverSap) : throw Failure;

    public ApplicationAssociation Association(ushort client = 1, ushort server = 1, IAssociationObserver? observer = null) =>
        new(Server, client, server, observer);

    public LogicalDevice Device(ushort sap, string name) => new(
        sap,
        name,
        [
            LogicalDeviceObject.ReadOnly(new SapAssignment(this), isPublic: true),
            sap == 1 ? AdjustableClock() : LogicalDeviceObject.ReadOnly(Clock(), isPublic: true),
            LogicalDeviceObject.ReadOnly(new Data(Name, new CosemData.OctetString(Octets.FromAscii(name))), isPublic: true),
            LogicalDeviceObject.ReadOnly(new Register(Energy, new CosemData.DoubleLongUnsigned(1234567), new(0, Unit.WattHour))),
            LogicalDeviceObject.ReadOnly(new Data(Long, new CosemData.OctetString(LongValue))),
            LogicalDeviceObject.ReadOnly(new Data(Lazy, ct => new(new LazyArray(35_000, Rows(35_000, ct))))),
            LogicalDeviceObject.ReadOnly(new Data(BrokenMidway, ct => new(new LazyArray(35_000, Rows(500, ct))))),
            LogicalDeviceObject.ReadOnly(new Data(Broken, _ => throw new InvalidOperationException("broken"))),
            LogicalDeviceObject.ReadOnly(new Data(Slow, ReadSlowlyAsync)),
            LogicalDeviceObject.ReadOnly(new Register(NoValue, _ => new(new RegisterValue(DataAccessResult.TemporaryFailure, new(0, Unit.WattHour))))),
        ]);

    /// <summary>What the clock was set to; it is set nowhere else.</summary>
    public List<DateTimeOffset> ClockSettings { get; } = [];

    public ValueTask<DataAccessResult> SetAsync(DateTimeOffset moment, CancellationToken cancellationToken)
    {
        ClockSettings.Add(moment);
        return new(DataAccessResult.Success);
    }

    public static byte[] LongValue => [.. Enumerable.Range(0, 3_000).Select(i => (byte)i)];

    private Clock Clock() => new(new(0, 0, 1, 0, 0, 255), Berlin, Time, adjustment: this);

    private LogicalDeviceObject AdjustableClock()
    {
        var clock = Clock();
        var rights = AccessRights.ReadOnly(clock);
        var management = Enumerable.Range(1, 6).Where(method => method is not (4 or 5)).Aggregate(
            rights.WithAttribute(2, AttributeAccess.ReadWrite), (all, method) => all.WithMethod(method, MethodAccess.Invoke));
        return new(clock, rights, management);
    }

    private ValueTask<AttributeValue> ReadSlowlyAsync(CancellationToken cancellationToken)
    {
        SlowAsked.Release();
        return new(SlowValue.Task.WaitAsync(cancellationToken));
    }

    private async IAsyncEnumerable<CosemData> Rows(int count, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            for (var row = 0; row < count; row++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                RowsFetched++;
                await Task.CompletedTask;
                yield return new CosemData.Structure(new CosemData.DoubleLongUnsigned((uint)row), new CosemData.LongUnsigned((ushort)row));
            }
        }
        finally
        {
            IsSourceEnded = true;
        }
    }
}
