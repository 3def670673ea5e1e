using Cosem;
using Dlms.Client;
using Dlms.Xdlms;
using Gateway.LogicalDevices;
using Gateway.Tests.Harness;
using Metering;
using Metering.Events;
using Testing;

namespace Gateway.Tests;

/// <summary>The event logs as head-ends read them.</summary>
public sealed class EventObjectsTests : IAsyncLifetime
{
    private const int Rows = 700;

    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _data = new();
    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await RunningGateway.StartAsync(_data, "Gateway:SimulatedMeters=2", "Gateway:MaxAge=1.00:00:00", "Gateway:TimeZone=Europe/Stockholm");
        await _gateway.AllAreReadAsync();
        foreach (var kind in Enum.GetValues<EventLogKind>())
        {
            // whatever the start has reported is gone; a second clear leaves one row
            await _gateway.Installation.Events.ClearAsync(Entry(default, -1) with { Log = new(default, kind) });
        }

        await _gateway.Installation.Events.ClearAsync(Entry(new MeterId(1), -1));
        await _gateway.Installation.Events.ClearAsync(Entry(new MeterId(2), -1));
        await _gateway.Installation.Events.AppendAsync([.. Enumerable.Range(0, Rows).Select(minute => Entry(new MeterId(1), minute))]);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task A_log_is_read_whole_by_range_by_entry_and_by_column()
    {
        await using var client = await ManagementAsync(16);
        var all = Enumerable.Range(-1, Rows + 1).Select(minute => Row(Start.AddMinutes(minute))).ToList();

        Assert.Equal(all, await BufferAsync(client, EventLogKind.Standard));
        Assert.Equal(all.Skip(1), await RangeAsync(client, Start, Start.AddDays(1)));
        Assert.Equal(all.Skip(11).Take(21), await RangeAsync(client, Start.AddMinutes(10), Start.AddMinutes(30)));
        Assert.Empty(await RangeAsync(client, Start.AddDays(-2), Start.AddDays(-1)));
        Assert.Empty(await RangeAsync(client, Start.AddDays(1), Start));
        Assert.Equal(all.Skip(600).Take(50), await BufferAsync(client, EventLogKind.Standard, new EntryDescriptor(601, 650, 1, 0).ToSelectiveAccess()));
        Assert.Equal(all.Skip(Rows), await BufferAsync(client, EventLogKind.Standard, new EntryDescriptor(Rows + 1, 0, 1, 0).ToSelectiveAccess()));
        Assert.Empty(await BufferAsync(client, EventLogKind.Standard, new EntryDescriptor(Rows + 2, 0, 1, 0).ToSelectiveAccess()));
        Assert.Empty(await BufferAsync(client, EventLogKind.Standard, new EntryDescriptor(0, 10, 1, 0).ToSelectiveAccess()));

        var codes = await BufferAsync(client, EventLogKind.Standard, new EntryDescriptor(1, 2, 2, 2).ToSelectiveAccess());
        Assert.Equal(["structure[long-unsigned 100]", "structure[long-unsigned 100]"], codes.Select(row => row.Split(';')[^1]).Select(code => $"structure[{code}]"));
    }

    [Fact]
    public async Task A_log_says_what_it_captures_and_how_much_it_holds()
    {
        foreach (var (device, rows, size) in new[] { ((ushort)1, 1u, 10_000u), ((ushort)16, Rows + 1u, 2_000u) })
        {
            await using var client = await ManagementAsync(device);
            var log = Obis.EventLog(EventLogKind.Standard);
            var captured = Assert.IsType<CosemData.Array>(await client.ReadAsync(ClassId.ProfileGeneric, log, 3));
            Assert.Equal(
                [new CaptureObject(ClassId.Clock, Obis.Clock, 2, 0), new CaptureObject(ClassId.Data, Obis.EventId(EventLogKind.Standard), 2, 0)],
                captured.Items.Select(item => CaptureObject.TryParse(item, out var column) ? column : null));
            Assert.Equal(new CosemData.DoubleLongUnsigned(0), await client.ReadAsync(ClassId.ProfileGeneric, log, 4));
            Assert.Equal(new CosemData.Enum(1), await client.ReadAsync(ClassId.ProfileGeneric, log, 5));
            Assert.Equal(new CosemData.DoubleLongUnsigned(rows), await client.ReadAsync(ClassId.ProfileGeneric, log, 7));
            Assert.Equal(new CosemData.DoubleLongUnsigned(size), await client.ReadAsync(ClassId.ProfileGeneric, log, 8));
            foreach (sbyte method in new[] { 1, 2 })
            {
                await Assert.ThrowsAsync<ActionException>(() => client.ActionAsync(new(ClassId.ProfileGeneric, log, method), new CosemData.Integer(0)));
            }
        }
    }

    [Fact]
    public async Task The_last_event_is_shown_with_its_message()
    {
        await using var client = await ManagementAsync(17);
        await _gateway.Installation.Events.AppendAsync([Entry(new MeterId(2), 5) with { Code = EventCodes.OfStatus(0x04), Message = "Zähler 2: 5 °C ≤ 6" }]);
        Assert.Equal(new CosemData.LongUnsigned(4004), await client.ReadAsync(ClassId.Data, Obis.EventId(EventLogKind.Standard)));
        Assert.Equal("Zähler 2: 5 °C ? 6", Assert.IsType<CosemData.VisibleString>(await client.ReadAsync(ClassId.Data, Obis.EventMessage(EventLogKind.Standard))).Text);
        Assert.Equal(new CosemData.LongUnsigned(0), await client.ReadAsync(ClassId.Data, Obis.EventId(EventLogKind.Fraud)));
        Assert.Equal("", Assert.IsType<CosemData.VisibleString>(await client.ReadAsync(ClassId.Data, Obis.EventMessage(EventLogKind.Fraud))).Text);
        Assert.Empty(await BufferAsync(client, EventLogKind.Fraud));
    }

    [Fact]
    public async Task The_public_client_sees_no_log()
    {
        foreach (ushort device in new[] { 1, 16 })
        {
            await using var client = await HeadEndClient.PublicAsync(_gateway.DlmsPort, device);
            Assert.DoesNotContain(await client.GetObjectListAsync(), element => element.ClassId == ClassId.ProfileGeneric);
            foreach (var kind in Enum.GetValues<EventLogKind>())
            {
                await Assert.ThrowsAsync<DataAccessException>(() => client.ReadAsync(ClassId.Data, Obis.EventId(kind)));
                await Assert.ThrowsAsync<DataAccessException>(() => client.ReadAsync(ClassId.Data, Obis.EventMessage(kind)));
                await Assert.ThrowsAsync<DataAccessException>(() => client.ReadAsync(ClassId.ProfileGeneric, Obis.EventLog(kind)));
            }
        }
    }

    [Fact]
    public async Task A_buffer_that_is_sent_while_its_rows_go_ends_with_an_error_and_not_with_other_rows()
    {
        var device = _gateway.Get<LogicalDeviceDirectory>().Find(16)!;
        Assert.True(device.TryFind(Obis.EventLog(EventLogKind.Standard), out var log));
        var buffer = Assert.IsType<LazyArray>((await log.Object.GetAsync(2, null, CancellationToken.None)).LazyArray);
        Assert.Equal(Rows + 1, buffer.Count);
        var sent = 0;
        var fault = await Assert.ThrowsAsync<StoreException>(async () =>
        {
            await foreach (var row in buffer.Items)
            {
                Assert.Equal(Row(Start.AddMinutes(sent - 1)), Text(row));
                if (++sent == 100)
                {
                    await _gateway.Installation.Events.ClearAsync(Entry(new MeterId(1), Rows));
                    await _gateway.Installation.Events.AppendAsync([.. Enumerable.Range(0, Rows).Select(minute => Entry(new MeterId(1), minute))]);
                }
            }
        });
        Assert.Equal(StoreFault.Removed, fault.Fault);
        Assert.InRange(sent, 100, Rows);
    }

    [Fact]
    public async Task Who_guesses_a_password_is_one_row_of_the_fraud_log()
    {
        for (var i = 0; i < 4; i++)
        {
            await Assert.ThrowsAsync<AssociationRefusedException>(() => HeadEndClient.ManagementAsync(_gateway.DlmsPort, 16, $"guess-number-{i}"));
        }

        await using var client = await ManagementAsync(1);
        await Eventually.HoldsAsync(async () => (await BufferAsync(client, EventLogKind.Fraud)).Count == 2, "the attack is in the log");
        Assert.Equal(new CosemData.LongUnsigned(46), await client.ReadAsync(ClassId.Data, Obis.EventId(EventLogKind.Fraud)));
        var message = Assert.IsType<CosemData.VisibleString>(await client.ReadAsync(ClassId.Data, Obis.EventMessage(EventLogKind.Fraud))).Text;
        Assert.StartsWith("DLMS 127.0.0.1: client 1 of logical device 16 refused: authentication failed, ", message, StringComparison.Ordinal);
        Assert.DoesNotContain("guess", message, StringComparison.Ordinal);
        Assert.Equal(2, (await BufferAsync(client, EventLogKind.Fraud)).Count);
    }

    private static EventEntry Entry(MeterId meter, int minute) =>
        new(0, new EventLogName(meter, EventLogKind.Standard), Start.AddMinutes(minute), EventCode.CommunicationError, $"minute {minute}");

    /// <summary>A row as text: time octets and code.</summary>
    private static string Row(DateTimeOffset at) => $"{Convert.ToHexString(CosemDateTime.FromMoment(at, Zone).ToOctets().Span)};long-unsigned 100";

    private static string Text(CosemData row) => string.Join(';', Assert.IsType<CosemData.Structure>(row).Items.Select(item => item switch
    {
        CosemData.OctetString time => Convert.ToHexString(time.Value.Span),
        CosemData.LongUnsigned code => $"long-unsigned {code.Value}",
        _ => item.ToString(),
    }));

    private static async Task<IReadOnlyList<string>> BufferAsync(DlmsClient client, EventLogKind kind, SelectiveAccess? access = null) =>
        [.. Assert.IsType<CosemData.Array>(await client.GetAsync(new AttributeDescriptor(ClassId.ProfileGeneric, Obis.EventLog(kind), 2, access))).Items.Select(Text)];

    private static Task<IReadOnlyList<string>> RangeAsync(DlmsClient client, DateTimeOffset from, DateTimeOffset to) => BufferAsync(
        client, EventLogKind.Standard, new RangeDescriptor(CosemDateTime.FromMoment(from, Zone), CosemDateTime.FromMoment(to, Zone), []).ToSelectiveAccess());

    private Task<DlmsClient> ManagementAsync(ushort device) => HeadEndClient.ManagementAsync(_gateway.DlmsPort, device, _gateway.Password);
}
