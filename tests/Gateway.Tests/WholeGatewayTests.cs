using System.Net;
using Cosem;
using Dlms.Acse;
using Dlms.Client;
using Gateway.Tests.Harness;
using MBus.Application;
using Testing;

namespace Gateway.Tests;

public class WholeGatewayTests(SimulatedGateway simulated) : IClassFixture<SimulatedGateway>
{
    private static readonly LogicalName LogicalDeviceName = new(0, 0, 42, 0, 0, 255);
    private static readonly LogicalName GatewayName = new(0, 128, 42, 0, 0, 255);
    private static readonly LogicalName ClockName = new(0, 0, 1, 0, 0, 255);
    private static readonly LogicalName FrameCounter = new(0, 0, 43, 1, 0, 255);
    private static readonly LogicalName SystemTitle = new(0, 0, 96, 1, 0, 255);
    private static readonly LogicalName MeterList = new(1, 128, 0, 0, 0, 255);
    private static readonly LogicalName Channel = new(0, 128, 1, 0, 0, 255);
    private static readonly LogicalName LastReadoutState = new(0, 128, 96, 2, 1, 255);
    private static readonly LogicalName LastReadoutTime = new(0, 128, 96, 2, 0, 255);

    /// <summary>Current and voltage of the phases that the simulated Schneider does not have.</summary>
    private static readonly string[] NotConnected = ["1.0.51.7.0.255", "1.0.52.7.0.255", "1.0.71.7.0.255", "1.0.72.7.0.255"];

    private readonly RunningGateway _gateway = simulated.Running;

    [Fact]
    public async Task The_public_client_sees_names_clock_frame_counter_and_nothing_else()
    {
        foreach (var device in new ushort[] { 1, 16 })
        {
            await using var client = await HeadEndClient.PublicAsync(_gateway.DlmsPort, device);
            var list = await client.GetObjectListAsync();

            LogicalName[] expected = [new(0, 0, 40, 0, 0, 255), new(0, 0, 41, 0, 0, 255), ClockName, LogicalDeviceName, FrameCounter];
            Assert.Equal(expected.Select(name => name.ToString()).Order(StringComparer.Ordinal), list.Select(element => element.LogicalName.ToString()).Order(StringComparer.Ordinal));
            Assert.All(list, element => Assert.DoesNotContain(element.Attributes.Values, access => access.HasFlag(AttributeAccess.Write)));
            Assert.Equal(new CosemData.DoubleLongUnsigned(0), await client.ReadAsync(ClassId.Data, FrameCounter));
            var refused = await Assert.ThrowsAsync<DataAccessException>(() => client.ReadAsync(ClassId.Data, SystemTitle));
            Assert.Equal(DataAccessResult.ReadWriteDenied, refused.Result);
            await client.ReleaseAsync();
        }
    }

    [Fact]
    public async Task The_SAP_list_names_the_gateway_and_every_meter_from_16_up()
    {
        await using var client = await HeadEndClient.PublicAsync(_gateway.DlmsPort, 1);

        var list = await client.ReadSapListAsync();

        Assert.Equal(_gateway.Installation.Identity.LogicalDeviceName, list[0].LogicalDeviceName);
        Assert.Equal([1, .. Enumerable.Range(16, 30)], list.Select(entry => (int)entry.Sap));
        foreach (var meter in _gateway.Meters.Meters.Values.Where(meter => meter.Identity is not null))
        {
            var identity = meter.Identity!.Value;

            // a meter with the fixed data structure says its identification only: the gateway's letters, medium unknown, no version
            var name = identity.IsComplete
                ? $"{identity.Manufacturer}{identity.IdentificationText}{identity.Medium.Code:X2}{identity.Version:X2}"
                : $"{_gateway.Installation.Identity.FlagId}{identity.IdentificationText}0F00";
            Assert.Equal(name, list.Single(entry => entry.Sap == meter.LogicalDeviceAddress).LogicalDeviceName);
        }
    }

    [Fact]
    public async Task Every_logical_device_bears_its_own_name_and_the_gateways()
    {
        await using var list = await HeadEndClient.PublicAsync(_gateway.DlmsPort, 1);
        foreach (var entry in await list.ReadSapListAsync())
        {
            await using var client = await HeadEndClient.ManagementAsync(_gateway.DlmsPort, entry.Sap, _gateway.Password);
            Assert.Equal(entry.LogicalDeviceName, await client.ReadTextAsync(LogicalDeviceName));
            if (entry.Sap != 1)
            {
                Assert.Equal(_gateway.Installation.Identity.LogicalDeviceName, await client.ReadTextAsync(GatewayName));
            }
        }
    }

    [Fact]
    public async Task The_names_follow_from_the_serial_number()
    {
        await using var client = await HeadEndClient.ManagementAsync(_gateway.DlmsPort, 1, _gateway.Password);

        var name = await client.ReadTextAsync(LogicalDeviceName);
        var title = Assert.IsType<CosemData.OctetString>(await client.ReadAsync(ClassId.Data, SystemTitle));

        Assert.Matches("^ELV02[0-9]{8}$", name);
        Assert.Equal($"454C5600{uint.Parse(name[3..], System.Globalization.CultureInfo.InvariantCulture):X8}", Convert.ToHexString(title.Value.Span));
    }

    [Fact]
    public async Task The_clock_shows_the_time_of_the_configured_zone()
    {
        await using var client = await HeadEndClient.PublicAsync(_gateway.DlmsPort, 1);
        var before = DateTimeOffset.UtcNow;

        var octets = Assert.IsType<CosemData.OctetString>(await client.ReadAsync(ClassId.Clock, ClockName)).Value.Span.ToArray();
        Assert.True(CosemDateTime.TryParse(octets, out var time));

        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");
        Assert.Equal(-zone.GetUtcOffset(before).TotalMinutes, time.Deviation);
        var shown = new DateTimeOffset(time.Year, time.Month, time.Day, time.Hour, time.Minute, time.Second, TimeSpan.FromMinutes(-time.Deviation));
        Assert.InRange(shown, before.AddSeconds(-1), DateTimeOffset.UtcNow);
        Assert.Equal(new CosemData.Long(-60), await client.ReadAsync(ClassId.Clock, ClockName, 3));
    }

    [Fact]
    public async Task Every_readable_attribute_of_every_logical_device_can_be_read()
    {
        await using var list = await HeadEndClient.PublicAsync(_gateway.DlmsPort, 1);
        var (faults, empty) = (new List<string>(), new List<string>());
        foreach (var entry in await list.ReadSapListAsync())
        {
            await using var client = await HeadEndClient.ManagementAsync(_gateway.DlmsPort, entry.Sap, _gateway.Password);
            foreach (var element in await client.GetObjectListAsync())
            {
                foreach (var attribute in element.Attributes.Where(a => a.Value.HasFlag(AttributeAccess.Read)).Select(a => a.Key))
                {
                    try
                    {
                        await client.ReadAsync(element.ClassId, element.LogicalName, (sbyte)attribute);
                    }
                    catch (DataAccessException e) when (e.Result == DataAccessResult.TemporaryFailure && element.ClassId == ClassId.Register && attribute == 2)
                    {
                        empty.Add($"{entry.Sap} {element.LogicalName}");
                    }
                    catch (DataAccessException e)
                    {
                        faults.Add($"{entry}: {e.Message}");
                    }
                }
            }
        }

        Assert.Empty(faults);

        // "not a number" is no value, and nothing else is empty
        var oneOfThree = _gateway.Meters.Meters.Values.Where(meter => meter.Identity?.Manufacturer.ToString() == "SEC").ToList();
        Assert.NotEmpty(oneOfThree);
        Assert.Equal(
            oneOfThree.SelectMany(meter => NotConnected.Select(name => $"{meter.LogicalDeviceAddress} {name}")).Order(StringComparer.Ordinal),
            empty.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_register_is_physically_what_the_meter_sent()
    {
        var registers = 0;
        foreach (var meter in _gateway.Meters.Meters.Values)
        {
            await using var client = await HeadEndClient.ManagementAsync(_gateway.DlmsPort, meter.LogicalDeviceAddress, _gateway.Password);
            var readout = _gateway.Readouts.Last(meter.Id).Readout!;
            foreach (var register in (await client.GetObjectListAsync()).Where(element => element.ClassId == ClassId.Register))
            {
                await RegisterTruth.CheckAsync(client, readout, register.LogicalName);
                registers++;
            }
        }

        Assert.True(registers > 150, $"{registers} registers");
    }

    [Fact]
    public async Task The_last_readout_is_told_with_its_time()
    {
        var encrypted = 0;
        foreach (var meter in _gateway.Meters.Meters.Values)
        {
            await using var client = await HeadEndClient.ManagementAsync(_gateway.DlmsPort, meter.LogicalDeviceAddress, _gateway.Password);
            var last = _gateway.Readouts.Last(meter.Id).Readout!;
            var isEncrypted = Telegram.Decode(last.Telegrams[0]).Records.Error.Code == TelegramErrorCode.Encrypted;
            encrypted += isEncrypted ? 1 : 0;
            Assert.Equal(new CosemData.Enum((byte)(isEncrypted ? 3 : 1)), await client.ReadAsync(ClassId.Data, LastReadoutState));
            var octets = Assert.IsType<CosemData.OctetString>(await client.ReadAsync(ClassId.Data, LastReadoutTime)).Value.Span.ToArray();
            Assert.True(CosemDateTime.TryParse(octets, out var time));
            Assert.Equal(last.ReadAt.ToUnixTimeSeconds(), new DateTimeOffset(time.Year, time.Month, time.Day, time.Hour, time.Minute, time.Second, TimeSpan.FromMinutes(-time.Deviation)).ToUnixTimeSeconds());
        }

        Assert.Equal(1, encrypted);
    }

    [Fact]
    public async Task The_meter_list_has_every_active_meter_with_its_channel()
    {
        await using var client = await HeadEndClient.ManagementAsync(_gateway.DlmsPort, 1, _gateway.Password);
        var list = Assert.IsType<CosemData.Structure>(await client.ReadAsync(ClassId.Data, MeterList));

        Assert.Equal(new CosemData.OctetString(Octets.FromAscii(_gateway.Installation.Identity.LogicalDeviceName)), list.Items[0]);
        var meters = Assert.IsType<CosemData.Array>(list.Items[1]).Items.Cast<CosemData.Structure>().ToList();
        Assert.Equal(Enumerable.Range(16, 30), meters.Select(meter => (int)Assert.IsType<CosemData.LongUnsigned>(meter.Items[1]).Value));
    }

    [Fact]
    public async Task Channel_selection_shows_the_device_of_the_association()
    {
        await using var client = await HeadEndClient.ManagementAsync(_gateway.DlmsPort, 1, _gateway.Password);
        Assert.Equal(new CosemData.LongUnsigned(1), await client.ReadAsync(ClassId.Data, Channel));
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        foreach (var wrong in new[] { "12345678", _gateway.Password[..^1], _gateway.Password + "x", _gateway.Password.ToUpperInvariant() })
        {
            var refused = await Assert.ThrowsAsync<AssociationRefusedException>(() => HeadEndClient.ManagementAsync(_gateway.DlmsPort, 1, wrong));
            Assert.Equal(AssociationResult.RejectedPermanent, refused.Result);
        }

        await Assert.ThrowsAsync<AssociationRefusedException>(() => HeadEndClient.AssociateAsync(_gateway.DlmsPort, new DlmsClientOptions { ClientSap = 1 }));
        await using var right = await HeadEndClient.ManagementAsync(_gateway.DlmsPort, 1, _gateway.Password); // forgets the failures
    }

    [Fact]
    public async Task A_logical_device_that_is_not_there_is_refused()
    {
        foreach (var device in new ushort[] { 2, 15, 46, 127, 0xFFFF, 3, 4, 5 }) // more than may be wrong: who knows the password is not held up
        {
            await Assert.ThrowsAnyAsync<DlmsClientException>(() => HeadEndClient.ManagementAsync(_gateway.DlmsPort, device, _gateway.Password));
        }
    }

    [Fact]
    public async Task Many_head_ends_read_at_once()
    {
        var meters = _gateway.Meters.Meters.Values.Take(8).ToList();
        var work = Enumerable.Range(0, Rounds.Of(16, 64, 256)).Select(async i =>
        {
            var meter = meters[i % meters.Count];
            await using var client = await HeadEndClient.ManagementAsync(_gateway.DlmsPort, meter.LogicalDeviceAddress, _gateway.Password);
            foreach (var register in (await client.GetObjectListAsync()).Where(element => element.ClassId == ClassId.Register))
            {
                await RegisterTruth.CheckAsync(client, _gateway.Readouts.Last(meter.Id).Readout!, register.LogicalName);
            }
        });
        await Task.WhenAll(work).InTimeAsync();
    }

    [Fact]
    public async Task Health_is_served_on_the_loopback_address()
    {
        using var http = new HttpClient();
        foreach (var check in new[] { "live", "ready" })
        {
            using var response = await http.GetAsync(new Uri($"http://127.0.0.1:{_gateway.HttpPort}/health/{check}"));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("Healthy", await response.Content.ReadAsStringAsync());
        }

        using var other = await http.GetAsync(new Uri($"http://127.0.0.1:{_gateway.HttpPort}/"));
        Assert.Equal((HttpStatusCode.OK, "/setup"), (other.StatusCode, other.RequestMessage!.RequestUri!.AbsolutePath));
    }

    [Fact]
    public void Every_simulated_meter_says_SIMULATED() => Assert.All(_gateway.Meters.Meters.Values, meter =>
    {
        Assert.StartsWith("SIMULATED ", meter.Name, StringComparison.Ordinal);
        Assert.True(meter.Simulated);
    });

    [Fact]
    public void The_log_says_that_the_bus_is_SIMULATED_and_knows_no_password()
    {
        Assert.Contains(_gateway.Log, line => line.Contains("SIMULATED", StringComparison.Ordinal));
        Assert.Contains(_gateway.Log, line => line.Contains($"DLMS on port {_gateway.DlmsPort}", StringComparison.Ordinal));
        Assert.DoesNotContain(_gateway.Log, line => line.Contains(_gateway.Password, StringComparison.Ordinal));
    }
}
