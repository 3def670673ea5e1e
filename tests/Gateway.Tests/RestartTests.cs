using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Cosem;
using Dlms.Client;
using Gateway.CommandLine;
using Gateway.Configuration;
using Gateway.Tests.Harness;
using Metering;
using Metering.Events;
using Testing;

namespace Gateway.Tests;

public class RestartTests
{
    private const string RealBus = "Gateway:Buses:cellar:Address=tcp://127.0.0.1:1";

    [Fact]
    public async Task A_restart_keeps_addresses_names_password_and_readings()
    {
        using var data = new TemporaryFolder();
        string before;
        await using (var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=4"))
        {
            await gateway.AllAreReadAsync();
            before = Kept(gateway);
        }

        await using var again = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=6");

        Assert.StartsWith(before, Kept(again), StringComparison.Ordinal);
        Assert.Equal(6, again.Meters.Meters.Count);
        await using var client = await HeadEndClient.ManagementAsync(again.DlmsPort, 16, again.Password);
        Assert.Contains(await client.GetObjectListAsync(), element => element.ClassId == ClassId.Register);
    }

    [Fact]
    public async Task A_second_service_is_refused_and_told_of_the_first()
    {
        using var data = new TemporaryFolder();
        await using var first = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");

        var refused = await Assert.ThrowsAsync<RefusedException>(() => RunningGateway.StartAsync(data));

        Assert.Contains($"process {Environment.ProcessId}, the service", refused.Message, StringComparison.Ordinal);
        Assert.Contains(data.Path, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_service_leaves_the_folder_to_the_next()
    {
        using var data = new TemporaryFolder();
        for (var round = 0; round < 3; round++)
        {
            await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");
        }
    }

    [Fact]
    public async Task A_stop_in_the_middle_of_a_readout_is_orderly()
    {
        for (var round = 0; round < Rounds.Of(5, 30, 100); round++)
        {
            using var data = new TemporaryFolder();
            var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=30");

            var log = await gateway.StopAsync().InTimeAsync();

            Assert.DoesNotContain(log, line => line.Contains(" ERR ", StringComparison.Ordinal) || line.Contains("xception", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("Gateway:Dlms:Port")]
    [InlineData("Gateway:Http:Port")]
    public async Task A_port_that_is_taken_is_named_in_one_line_and_nothing_else_happens(string key)
    {
        using var other = new TcpListener(IPAddress.IPv6Any, 0) { Server = { DualMode = true } };
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        using var folder = new TemporaryFolder();

        var result = await GatewayProgram.RunAsync(folder, [], "run", "--Gateway:Dlms:Port=0", "--Gateway:Http:Port=0", $"--{key}={port}");

        result.Returns(2);
        Assert.Equal($"{key} is {port}; another program has that port, give another one (0: any free port).", result.Error.Trim());
        Assert.DoesNotContain(result.Lines, line => line.Contains(" ERR ", StringComparison.Ordinal) || line.Contains("xception", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_head_ends_that_are_connected()
    {
        using var data = new TemporaryFolder();
        var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=2");
        await gateway.AllAreReadAsync();
        await using var idle = await HeadEndClient.PublicAsync(gateway.DlmsPort, 1);
        await using var mute = await HeadEndClient.ConnectAsync(gateway.DlmsPort, new DlmsClientOptions());

        var log = await gateway.StopAsync().WaitAsync(TimeSpan.FromSeconds(15));

        Assert.DoesNotContain(log, line => line.Contains(" ERR ", StringComparison.Ordinal) || line.Contains("xception", StringComparison.Ordinal));
        await Assert.ThrowsAnyAsync<Exception>(() => idle.ReadSapListAsync());
    }

    [Fact]
    public async Task A_real_bus_ends_the_simulation_for_good()
    {
        using var data = new TemporaryFolder();
        await using (var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=2"))
        {
            Assert.True(gateway.Installation.IsSimulated);
        }

        await using (var gateway = await RunningGateway.StartAsync(data, RealBus))
        {
            Assert.False(gateway.Installation.IsSimulated);
            Assert.False(gateway.Installation.AllowLls);
        }

        await using (var gateway = await RunningGateway.StartAsync(data, "Gateway:Simulation=true"))
        {
            Assert.False(gateway.Installation.IsSimulated);
            Assert.DoesNotContain(gateway.Log, line => line.Contains("SIMULATED", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Invented_meters_are_not_shown_once_the_simulation_has_ended()
    {
        using var data = new TemporaryFolder();
        await using (var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=2"))
        {
            await gateway.AllAreReadAsync();
        }

        await using var real = await RunningGateway.StartAsync(data, RealBus, "Gateway:Dlms:AllowLls=true");
        Assert.Contains(real.Log, line => line.Contains("is ready", StringComparison.Ordinal) && line.Contains(" 0 meters", StringComparison.Ordinal));
        await real.Meters.AddAsync(new Meter { Bus = "cellar", Addressing = AddressingMode.Primary, PrimaryAddress = new MBus.Link.PrimaryAddress(1) });

        await using var client = await HeadEndClient.ManagementAsync(real.DlmsPort, 1, real.Password);
        Assert.Equal([1, 18], (await client.ReadSapListAsync()).Select(entry => (int)entry.Sap));
        await Assert.ThrowsAnyAsync<DlmsClientException>(() => HeadEndClient.ManagementAsync(real.DlmsPort, 16, real.Password));
    }

    [Fact]
    public async Task No_simulation_when_it_is_switched_off()
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:Simulation=false");

        Assert.False(gateway.Installation.IsSimulated);
        Assert.Empty(gateway.Meters.Meters);
        await using var client = await HeadEndClient.PublicAsync(gateway.DlmsPort, 1);
        Assert.Single(await client.ReadSapListAsync());
    }

    [Fact]
    public async Task Without_LLS_the_password_opens_nothing()
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1", "Gateway:Dlms:AllowLls=false");

        await Assert.ThrowsAsync<AssociationRefusedException>(() => HeadEndClient.ManagementAsync(gateway.DlmsPort, 1, gateway.Password));
        await using var client = await HeadEndClient.PublicAsync(gateway.DlmsPort, 1);
        Assert.Equal(2, (await client.ReadSapListAsync()).Count);
    }

    [Fact]
    public async Task The_password_is_in_no_log_line_and_no_file()
    {
        using var data = new TemporaryFolder();
        var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=2");
        var password = gateway.Password;
        await gateway.AllAreReadAsync();
        await using (var client = await HeadEndClient.ManagementAsync(gateway.DlmsPort, 16, password))
        {
            await client.GetObjectListAsync();
            await client.ReleaseAsync();
        }

        await Assert.ThrowsAsync<AssociationRefusedException>(() => HeadEndClient.ManagementAsync(gateway.DlmsPort, 16, password + "Z"));
        AssertInNoFile(data, password);

        var log = await gateway.StopAsync();

        Assert.Contains(log, line => line.Contains("refused", StringComparison.Ordinal));
        Assert.DoesNotContain(log, line => line.Contains(password, StringComparison.Ordinal));
        Assert.DoesNotContain(log, line => line.Contains(Convert.ToHexString(Encoding.ASCII.GetBytes(password)), StringComparison.OrdinalIgnoreCase));
        AssertInNoFile(data, password);
    }

    [Fact]
    public async Task What_is_reported_in_the_last_moment_of_a_stop_is_stored()
    {
        using var data = new TemporaryFolder();
        var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=2");
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<AssociationRefusedException>(() => HeadEndClient.ManagementAsync(gateway.DlmsPort, 16, "a-wrong-password"));
        }

        var log = await gateway.StopAsync();

        Assert.DoesNotContain(log, line => line.Contains(" ERR ", StringComparison.Ordinal));
        await using var again = await Installation.OpenAsync(new GatewayOptions { DataDirectory = data.Path }, TimeProvider.System);
        var fraud = again.Events.ReadAppended(new EventLogName(default, EventLogKind.Fraud), 0).ToList();
        Assert.Equal([EventCode.AuthenticationFailure, EventCode.AuthenticationFailure], fraud.Select(entry => entry.Code));
        Assert.StartsWith("DLMS 127.0.0.1: 2 more within 5 min: authentication failed; the last by client 1 of logical device 16", fraud[1].Message, StringComparison.Ordinal);
    }

    private static void AssertInNoFile(TemporaryFolder data, string password)
    {
        var files = Directory.EnumerateFiles(data.Path, "*", SearchOption.AllDirectories).ToList();
        Assert.Contains(files, file => file.EndsWith("gateway.db", StringComparison.Ordinal));
        foreach (var file in files.Where(file => !file.EndsWith("service.lock", StringComparison.Ordinal)))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            Assert.True(bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(password)) < 0, file);
            Assert.True(bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(password)) < 0, file);
        }
    }

    private static string Kept(RunningGateway gateway)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{gateway.Installation.Identity} {gateway.Password}");
        foreach (var meter in gateway.Meters.Meters.Values)
        {
            var first = gateway.Readouts.ReadAppended(meter.Id, 0).FirstOrDefault();
            text.AppendLine(CultureInfo.InvariantCulture, $"{meter.LogicalDeviceAddress} {meter.Name} {meter.Identity} {first?.ReadAt:O} {(first is null ? null : Convert.ToHexString(first.Telegrams[0].Span))}");
        }

        return text.ToString();
    }
}
