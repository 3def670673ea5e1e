using Cosem;
using Dlms.Client;
using Gateway.LogicalDevices;
using Gateway.Tests.Harness;
using Testing;

namespace Gateway.Tests;

/// <summary>Profiles of the running gateway with its simulated bus.</summary>
public class ProfileGatewayTests(SimulatedGateway simulated) : IClassFixture<SimulatedGateway>
{
    private readonly RunningGateway _gateway = simulated.Running;

    [Fact]
    public async Task The_last_row_of_every_meter_is_what_its_objects_show()
    {
        foreach (var meter in _gateway.Meters.Meters.Values)
        {
            await using var client = await HeadEndClient.ManagementAsync(_gateway.DlmsPort, meter.LogicalDeviceAddress, _gateway.Password);
            var objects = await client.GetObjectListAsync();
            var columns = Assert.IsType<CosemData.Array>(await client.ReadAsync(ClassId.ProfileGeneric, Obis.LoadProfile1, 3)).Items.Select(Column).ToList();
            var row = Assert.IsType<CosemData.Structure>(Assert.Single(Assert.IsType<CosemData.Array>(await client.ReadAsync(ClassId.ProfileGeneric, Obis.LoadProfile1)).Items));

            Assert.Equal(_gateway.Mapped.Of(meter).Length, columns.Count - 1);
            Assert.Equal(await client.ReadAsync(ClassId.Data, Obis.LastReadoutTime), row.Items[0]);
            foreach (var (column, cell) in columns.Zip(row.Items).Skip(1))
            {
                Assert.Contains(objects, element => element.LogicalName == column.LogicalName && element.ClassId == column.ClassId);
                Assert.Equal(await ValueAsync(client, column), cell);
            }
        }
    }

    [Fact]
    public async Task A_profile_can_be_read_again_and_again_while_readouts_arrive()
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(
            data, "Gateway:SimulatedMeters=3", "Gateway:MaxAge=00:00:00", "Gateway:Profiles:LoadProfile2:Interval=all values", "Gateway:Dlms:MaxSendPdu=128");
        await gateway.AllAreReadAsync();
        var volume = gateway.Mapped.Of(gateway.Meters.Meters[1]).First(mapped => mapped.ClassId == ClassId.Register);
        await using var reader = await HeadEndClient.ManagementAsync(gateway.DlmsPort, 16, gateway.Password);
        await using var asking = await HeadEndClient.ManagementAsync(gateway.DlmsPort, 16, gateway.Password);

        var rows = new List<int>();
        for (var round = 0; round < 10; round++)
        {
            var arriving = asking.ReadAsync(volume.ClassId, volume.LogicalName); // older than 0 s: the meter is read
            var buffer = Assert.IsType<CosemData.Array>(await reader.ReadAsync(ClassId.ProfileGeneric, Obis.LoadProfile2));
            rows.Add(buffer.Items.Count);
            await arriving;
        }

        Assert.Equal(rows.Order(), rows);
        var inUse = Assert.IsType<CosemData.DoubleLongUnsigned>(await reader.ReadAsync(ClassId.ProfileGeneric, Obis.LoadProfile2, 7));
        Assert.True(inUse.Value >= 11 && inUse.Value > rows[0]);
    }

    [Fact]
    public async Task A_wrong_interval_is_refused_at_the_start()
    {
        using var data = new TemporaryFolder();
        var refused = await Assert.ThrowsAsync<CommandLine.RefusedException>(() => RunningGateway.StartAsync(
            data, "Gateway:ReadoutInterval=1 h", "Gateway:Profiles:LoadProfile1:Interval=15 min", "Gateway:Profiles:Billing:Tolerance=60.00:00:00"));
        Assert.Contains("Gateway:Profiles:LoadProfile1:Interval is '15 min', which is no multiple of Gateway:ReadoutInterval (1 h)", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Gateway:Profiles:Billing:Tolerance is 60.00:00:00", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>null-data where the object has no value.</summary>
    private static async Task<CosemData> ValueAsync(DlmsClient client, CaptureObject column)
    {
        try
        {
            return await client.ReadAsync(column.ClassId, column.LogicalName, column.Attribute);
        }
        catch (DataAccessException e) when (e.Result == DataAccessResult.TemporaryFailure)
        {
            return CosemData.Null.Instance;
        }
    }

    private static CaptureObject Column(CosemData data) => CaptureObject.TryParse(data, out var column) ? column : throw new FormatException();
}
