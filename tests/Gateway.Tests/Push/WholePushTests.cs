using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Cosem;
using Dlms.Client;
using Dlms.Push;
using Dlms.Security;
using Dlms.Wrapper;
using Dlms.Xdlms;
using Gateway.Tests.Api;
using Gateway.Tests.Harness;
using Metering.Events;
using Testing;

namespace Gateway.Tests.Push;

/// <summary>The service with a receiver on this machine, head-ends, interface and command line.</summary>
public class WholePushTests
{
    private static readonly LogicalName LoadProfile1Setup = new(0, 1, 25, 9, 0, 255);

    [Fact]
    public async Task Reports_arrive_plain_and_ciphered_and_each_reading_once()
    {
        using var data = new TemporaryFolder();
        var received = new ConcurrentQueue<byte[]>();
        await using var receiver = new LoopbackReceiver(async (socket, ct) => received.Enqueue(await LoopbackReceiver.ReadToEndAsync(socket, ct)));
        await using var gateway = await RunningGateway.StartAsync(
            data, "Gateway:SimulatedMeters=3", $"Gateway:Push:Receiver:Address={receiver.Name}", "Gateway:Push:Reports:LoadProfile1:Enabled=true", "Gateway:Push:Reports:LoadProfile1:Schedule=1 month");
        await gateway.AllAreReadAsync();
        using var client = new InterfaceClient(gateway);

        Assert.Equal(HttpStatusCode.Accepted, (await client.SendAsync("POST", "/api/v1/push/reports/LoadProfile1/send")).Status);
        var plain = await PushesAsync(received, new PushReceiver(null), 3);
        Assert.Equal([16, 17, 18], plain.Select(push => (int)push.SourceSap).Order());
        Assert.All(plain, push =>
        {
            Assert.Null(push.Protection);
            var body = ((CosemData.Structure)push.Notification.Body).Items;
            Assert.Equal(7, body.Count);
            Assert.Equal(Octets.FromAscii(gateway.Installation.Identity.LogicalDeviceName), ((CosemData.OctetString)body[0]).Value);
            Assert.Equal(((CosemData.Array)body[4]).Items.Count, ((CosemData.Structure)Assert.Single(((CosemData.Array)body[5]).Items)).Items.Count);
        });

        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync("PATCH", "/api/v1/push/reports/load-profile-1", """{"receiver":{"security":"authenticated-encrypted"}}""")).Status);
        await gateway.Get<Readout.BusWorkers>().Find("SIMULATED")!.ReadAsync(new Metering.MeterId(2), Readout.ReadoutPrecedence.Manual);
        Assert.Equal(HttpStatusCode.Accepted, (await client.SendAsync("POST", "/api/v1/push/reports/LoadProfile1/send")).Status);
        using var keys = gateway.Installation.Security.Keys.CreateCiphering();
        var ciphered = Assert.Single(await PushesAsync(received, new PushReceiver(keys), 1));
        Assert.Equal((17, SecurityControl.AuthenticatedAndEncrypted), (ciphered.SourceSap, ciphered.Protection!.Control));
        Assert.Equal(4, ciphered.Notification.InvokeId.InvokeId);

        await Eventually.HoldsAsync(async () => (await client.SendAsync("GET", "/api/v1/push")).Body.GetProperty("receivers")[0].GetProperty("state").GetProperty("rows").GetInt64() == 4, "all is acknowledged");
        await Eventually.HoldsAsync(
            async () => (await client.SendAsync("GET", "/api/v1/push")).Body.GetProperty("reports")[0].GetProperty("unsent").GetInt64() == 0, "what is shown of it is some seconds old");
        var (_, push) = await client.SendAsync("GET", "/api/v1/push");
        Assert.Equal("report", push.GetProperty("reports")[0].GetProperty("sources").GetProperty("receiver.security").GetString());
    }

    [Fact]
    public async Task A_Push_setup_is_read_written_and_pushed_by_a_head_end_and_holds_over_a_restart()
    {
        using var data = new TemporaryFolder();
        var received = new ConcurrentQueue<byte[]>();
        await using var receiver = new LoopbackReceiver(async (socket, ct) => received.Enqueue(await LoopbackReceiver.ReadToEndAsync(socket, ct)));
        string[] settings = ["Gateway:SimulatedMeters=1", $"Gateway:Push:Receiver:Address={receiver.Name}", "Gateway:Push:Reports:LoadProfile1:Enabled=true"];
        await using (var gateway = await RunningGateway.StartAsync(data, settings))
        {
            await gateway.AllAreReadAsync();
            await using var client = await HeadEndClient.ManagementAsync(gateway.DlmsPort, 16, gateway.Password);
            var objects = ((CosemData.Array)await client.ReadAsync(ClassId.PushSetup, LoadProfile1Setup)).Items;
            Assert.True(CaptureObject.TryParse(objects[2], out var third));
            Assert.Equal(new CaptureObject(ClassId.PushSetup, LoadProfile1Setup, 1, 0), third);
            Assert.Equal(
                new CosemData.Structure(new CosemData.Enum(0), new CosemData.OctetString(Octets.FromAscii(receiver.Name)), new CosemData.Enum(0)),
                await client.ReadAsync(ClassId.PushSetup, LoadProfile1Setup, 3));

            await client.SetAsync(new AttributeDescriptor(ClassId.PushSetup, LoadProfile1Setup, 5), new CosemData.LongUnsigned(17));
            await client.SetAsync(new AttributeDescriptor(ClassId.PushSetup, LoadProfile1Setup, 6), new CosemData.Unsigned(3));
            var refused = await Assert.ThrowsAsync<DataAccessException>(() => client.SetAsync(new AttributeDescriptor(ClassId.PushSetup, LoadProfile1Setup, 7), new CosemData.LongUnsigned(0)));
            Assert.Equal(DataAccessResult.OtherReason, refused.Result);

            await client.ActionAsync(new MethodDescriptor(ClassId.PushSetup, LoadProfile1Setup, 1), new CosemData.Integer(0));
            Assert.Equal(16, Assert.Single(await PushesAsync(received, new PushReceiver(null), 1)).SourceSap);
            var off = await Assert.ThrowsAsync<ActionException>(() => client.ActionAsync(new MethodDescriptor(ClassId.PushSetup, new LogicalName(0, 2, 25, 9, 0, 255), 1), new CosemData.Integer(0)));
            Assert.Equal(ActionResult.TemporaryFailure, off.Result);
            await using var everybody = await HeadEndClient.PublicAsync(gateway.DlmsPort, 16);
            await Assert.ThrowsAsync<DataAccessException>(() => everybody.ReadAsync(ClassId.PushSetup, LoadProfile1Setup));
        }

        await using var again = await RunningGateway.StartAsync(data, settings);
        await using var reader = await HeadEndClient.ManagementAsync(again.DlmsPort, 16, again.Password);
        Assert.Equal(new CosemData.LongUnsigned(17), await reader.ReadAsync(ClassId.PushSetup, LoadProfile1Setup, 5));
        Assert.Equal(new CosemData.Unsigned(3), await reader.ReadAsync(ClassId.PushSetup, LoadProfile1Setup, 6));
        using var http = new InterfaceClient(again);
        var (_, report) = await http.SendAsync("DELETE", "/api/v1/push/reports/LoadProfile1/devices/16");
        Assert.Equal(0, report.GetProperty("devicesWithOwn").GetArrayLength());
        Assert.Equal(new CosemData.LongUnsigned(60), await reader.ReadAsync(ClassId.PushSetup, LoadProfile1Setup, 5));
    }

    [Fact]
    public async Task The_verb_push_lists_shows_sets_resets_sends_and_tests()
    {
        using var data = new TemporaryFolder();
        await using var receiver = new LoopbackReceiver((socket, ct) => LoopbackReceiver.ReadToEndAsync(socket, ct));
        await using (var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=2", "Gateway:TimeZone=Europe/Stockholm"))
        {
            await gateway.AllAreReadAsync();
            var listed = (await RunAsync(data, "list")).Returns(0).Output;
            Assert.All(["OnInstallation", "Times of Europe/Stockholm"], words => Assert.Contains(words, listed, StringComparison.Ordinal));
            Assert.DoesNotContain("valuePeriod", (await RunAsync(data, "show", "OnInstallation")).Returns(0).Output, StringComparison.Ordinal);
            (await RunAsync(data, "send", "Billing")).IsRefused("The report Billing is off: set enabled to true first.");
            (await RunAsync(data, "set", "Billing", "--enabled", "true")).Returns(0);
            (await RunAsync(data, "send", "Billing")).IsRefused("The report Billing has no receiver: set one first, as HOST:PORT.");
            (await RunAsync(data, "send", "Billing", "--device", "1")).IsRefused("Logical device 1 is the gateway and has no Billing: that is a report of meters.");
            (await RunAsync(data, "send", "OnInstallation", "--device", "16")).IsRefused("Logical device 16 is a meter and has no OnInstallation: that is a report of the gateway, logical device 1.");
            var shown = (await RunAsync(data, "set", "billing", "--enabled", "true", "--receiver", receiver.Name, "--schedule", "0 30 6 1 * ?", "--window", "22:00-06:00, 12:00-13:00", "--repetition-delay", "2min")).Returns(0).Output;
            Assert.All(["0 30 6 1 * ?", "22:00-06:00 12:00-13:00", "push set", "default", "Not yet delivered: 0", "Security in force: none.", "(Europe/Stockholm)"], words => Assert.Contains(words, shown, StringComparison.Ordinal));
            (await RunAsync(data, "set", "Billing", "--schedule", "7 min")).IsRefused("--schedule is '7 min'; give 1, 2, 3");
            (await RunAsync(data, "set", "Billing", "--window", "late")).IsRefused("--window has 'late'; give 22:00-06:00");
            (await RunAsync(data, "set", "Billing")).IsRefused("Say what to change: --enabled");
            (await RunAsync(data, "show", "daily")).IsRefused("There is no report 'daily'; there are LoadProfile1");
            Assert.Contains("Billing is being sent", (await RunAsync(data, "send", "Billing", "--device", "17")).Returns(0).Output, StringComparison.Ordinal);
            (await RunAsync(data, "send", "Billing", "--device", "99")).IsRefused("There is no logical device 99.");
            Assert.Contains("takes connections.", (await RunAsync(data, "test", receiver.Name)).Returns(0).Output, StringComparison.Ordinal);
            Assert.Equal(1, (await RunAsync(data, "test", "127.0.0.1:1")).Code);
            (await RunAsync(data, "test", "127.0.0.1")).IsRefused("receiver: give host:port");
        }

        (await RunAsync(data, "send", "Billing")).IsRefused("The service does not run");
        Assert.DoesNotContain("push set", (await RunAsync(data, "reset", "Billing")).Returns(0).Output, StringComparison.Ordinal);
        Assert.False((await RunAsync(data, "show", "Billing", "--json")).Returns(0).Json[0].GetProperty("settings").GetProperty("enabled").GetBoolean());
    }

    [Fact]
    public async Task An_event_tells_what_a_change_of_a_report_has_changed_and_none_tells_of_nothing()
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");
        (await RunAsync(data, "reset", "Billing", "--device", "16")).Returns(0);
        (await RunAsync(data, "reset", "Billing")).Returns(0);
        (await RunAsync(data, "set", "Billing", "--retries", "2", "--receiver", "host:1")).Returns(0);
        (await RunAsync(data, "set", "Billing", "--retries", "2")).Returns(0);
        (await RunAsync(data, "set", "Billing", "--randomisation", "30s", "--retries", "default")).Returns(0);
        (await RunAsync(data, "reset", "Billing")).Returns(0);

        List<string> told = [];
        await Eventually.HoldsAsync(
            () => (told = [.. gateway.Installation.Events.Read(new(Metering.MeterId.Gateway, EventLogKind.Standard), DateTimeOffset.MinValue, DateTimeOffset.MaxValue)
                .Where(entry => entry.Code == EventCode.ParametersChanged).Select(entry => entry.Message)]).Count >= 3,
            "the changes are told");
        Assert.Equal(3, told.Count);
        Assert.EndsWith(": receiver.address host:1, retries 2.", told[0], StringComparison.Ordinal);
        Assert.EndsWith(": randomisation 00:00:30, retries taken back.", told[1], StringComparison.Ordinal);
        Assert.Contains("the report Billing was set back to the settings by ", told[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receiver_whose_reports_are_all_off_is_not_shown()
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");
        (await RunAsync(data, "set", "Billing", "--enabled", "true", "--receiver", "127.0.0.1:1")).Returns(0);
        Assert.Contains("delivered since start", (await RunAsync(data, "list")).Returns(0).Output, StringComparison.Ordinal);
        (await RunAsync(data, "set", "Billing", "--enabled", "false")).Returns(0);
        Assert.DoesNotContain("delivered since start", (await RunAsync(data, "list")).Returns(0).Output, StringComparison.Ordinal);
    }

    private static Task<CommandResult> RunAsync(TemporaryFolder data, params string[] args) => CommandLineRun.RunAsync(["push", .. args, "--data-directory", data.Path]);

    private static async Task<List<ReceivedPush>> PushesAsync(ConcurrentQueue<byte[]> received, PushReceiver receiver, int count)
    {
        var pushes = new List<ReceivedPush>();
        await Eventually.HoldsAsync(
            () =>
            {
                while (received.TryDequeue(out var octets))
                {
                    var buffer = new ReadOnlySequence<byte>(octets);
                    while (WrapperFrame.TryRead(ref buffer, out var frame))
                    {
                        pushes.Add(receiver.Read(frame));
                    }
                }

                return pushes.Count >= count;
            },
            string.Create(CultureInfo.InvariantCulture, $"{count} notifications arrive"));
        return pushes;
    }
}
