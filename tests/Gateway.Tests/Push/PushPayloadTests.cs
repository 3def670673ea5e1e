using Cosem;
using Metering;
using Metering.Events;
using Metering.Profiles;
using Testing;

namespace Gateway.Tests.Push;

/// <summary>The notifications byte for byte (reference 7.6).</summary>
public class PushPayloadTests
{
    [Fact]
    public async Task A_load_profile_is_a_structure_of_seven()
    {
        await using var bench = new PushBench();
        await bench.StartAsync();
        bench.Time.Advance(TimeSpan.FromMinutes(15));
        bench.Read();
        bench.Time.Advance(TimeSpan.FromMinutes(15));
        bench.Read();
        bench.Time.Advance(TimeSpan.FromMinutes(30));

        Expect(
            """
            > 0001 0010 0001 009E                   // wrapper: from logical device 16 to client 1
              0F 00000001                           // data-notification, long-invoke-id 1, unconfirmed
              0C 07EA030107 0D0000FF 0000 00        // date-time 2026-03-01 Sunday 13:00:00, deviation 0
              02 07
              09 0D 454C5630323030303030303031      // logical device name of the gateway, ELV0200000001
              09 0F 4B414D303030303030303130343139  // logical device name of the meter, KAM000000010419
              09 06 0001190900FF                    // push setup 0.1.25.9.0.255
              09 06 0100630100FF                    // load profile 1, 1.0.99.1.0.255
              01 02                                 // capture objects
              02 04 12 0008 09 06 0000010000FF 0F 02 12 0000    // clock, time
              02 04 12 0003 09 06 0800010000FF 0F 02 12 0000    // register 8.0.1.0.0.255, value
              01 02                                 // rows
              02 02 09 0C 07EA030107 0C0F00FF 0000 00 06 00000001
              02 02 09 0C 07EA030107 0C1E00FF 0000 00 06 00000002
              01 01                                 // scaler and unit of each register
              02 02 0F FD 16 0D                     // 10^-3 m3
            """,
            bench);
    }

    [Fact]
    public async Task A_gateways_event_log_is_a_structure_of_four()
    {
        await using var bench = new PushBench(new() { Reports = new() { FraudLog = PushBench.LoadProfile1() } });
        await bench.StartAsync();
        bench.EventLogs.Add(new(default, EventLogKind.Fraud), PushBench.Start, EventCode.ReplayAttack, "replay from 10.0.0.7");
        bench.Time.Advance(TimeSpan.FromHours(1));

        Expect(
            """
            > 0001 0001 0001 0066                   // wrapper: from logical device 1 to client 1
              0F 00000001
              0C 07EA030107 0D0000FF 0000 00
              02 04
              09 0D 454C5630323030303030303031      // logical device name of the gateway
              09 06 0008190900FF                    // push setup 0.8.25.9.0.255
              09 06 0000636201FF                    // fraud detection log 0.0.99.98.1.255
              01 01                                 // events
              02 04
              09 0C 07EA030107 0C0000FF 0000 00     // when
              09 06 0000600B01FF                    // event object 0.0.96.11.1.255
              12 0032                               // 50, replay attack
              0A 14 7265706C61792066726F6D2031302E302E302E37
            """,
            bench);
    }

    [Fact]
    public async Task A_meters_event_log_is_a_structure_of_eight()
    {
        await using var bench = new PushBench(new() { Reports = new() { StandardEventLog = PushBench.LoadProfile1() } });
        await bench.StartAsync();
        bench.EventLogs.Add(new(new MeterId(1), EventLogKind.Standard), PushBench.Start, EventCodes.OfStatus(4), "Zähler");
        bench.Time.Advance(TimeSpan.FromHours(1));

        Expect(
            """
            > 0001 0010 0001 0072                   // wrapper: from logical device 16 to client 1
              0F 00000001
              0C 07EA030107 0D0000FF 0000 00
              02 08
              09 0D 454C5630323030303030303031      // logical device name of the gateway
              09 0F 4B414D303030303030303130343139  // logical device name of the meter
              09 06 0004190900FF                    // push setup 0.4.25.9.0.255
              09 06 0000636200FF                    // standard event log 0.0.99.98.0.255
              09 03 4B414D                          // manufacturer id KAM
              0F 04                                 // device type: heat
              0F 19                                 // firmware version 25
              01 01                                 // events
              02 04
              09 0C 07EA030107 0C0000FF 0000 00
              09 06 0000600B00FF                    // event object 0.0.96.11.0.255
              12 0FA4                               // 4004: M-Bus status 04
              0A 06 5AE4686C6572                    // in ISO 8859-1
            """,
            bench);
    }

    [Fact]
    public async Task On_installation_is_a_structure_of_four()
    {
        await using var bench = new PushBench(new() { Reports = new() { OnInstallation = new() { Enabled = true, Receiver = new() { Address = "head-end.example:4059" }, Randomisation = TimeSpan.Zero } } });
        await bench.StartAsync();
        bench.AddMeter(2);
        bench.Time.Advance(TimeSpan.FromMinutes(5));

        var notification = Assert.Single(bench.Receivers.Delivered);
        Assert.InRange(bench.Receivers.Attempts[0].At - PushBench.Start, TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(3.5));
        Assert.Equal(
            Hex.Bytes("""
                02 04
                09 0D 454C5630323030303030303031
                09 06 0007190900FF
                06 C0000201
                09 08 454C56000BEBC201
                """.Replace("\n", " ", StringComparison.Ordinal)),
            Convert.FromHexString(notification.Hex)[(8 + 18)..]);
        Assert.Equal((1, 1), (notification.Source, notification.Destination));
    }

    [Fact]
    public async Task An_object_that_is_excluded_is_in_no_part_of_a_report()
    {
        await using var bench = new PushBench();
        var raw = new ProfileColumn(new(ClassId.Data, new(0, 0, 1, 1, 128, 255), 2, 0), ScalerUnit: null, IsPushed: false);
        var flags = new ProfileColumn(new(ClassId.Data, new(0, 0, 97, 97, 0, 255), 2, 0), ScalerUnit: null, IsPushed: true);
        bench.History.Columns = [raw, flags, SyntheticHistory.Register];
        bench.History.Cells = number => [new CosemData.OctetString(new byte[] { 0x68 }), CosemData.Null.Instance, new CosemData.DoubleLongUnsigned((uint)number)];
        await bench.StartAsync();
        bench.Read();
        bench.Time.Advance(TimeSpan.FromHours(1));

        var body = Assert.Single(bench.Receivers.Delivered).Body;
        Assert.Equal(3, ((CosemData.Array)body[4]).Items.Count);
        Assert.DoesNotContain(raw.CaptureObject.ToData(), ((CosemData.Array)body[4]).Items);
        Assert.Equal([CosemData.Null.Instance, new CosemData.DoubleLongUnsigned(1)], ((CosemData.Structure)((CosemData.Array)body[5]).Items[0]).Items.Skip(1));
        Assert.Equal([SyntheticHistory.Register.ScalerUnit!.ToData()], ((CosemData.Array)body[6]).Items);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(8192)]
    [InlineData(65_535)]
    public async Task A_long_report_is_several_notifications_of_consecutive_rows(int maxPdu)
    {
        await using var bench = new PushBench(PushBench.With(PushBench.LoadProfile1()) with { MaxPdu = maxPdu });
        await bench.StartAsync();
        for (var i = 0; i < 3000; i++)
        {
            bench.History.Add(new MeterId(1), PushBench.Start);
        }

        bench.Time.Advance(TimeSpan.FromHours(1));

        var sent = bench.Receivers.Delivered.ToList();
        Assert.Equal(Enumerable.Range(1, 3000).Select(number => (long)number), sent.SelectMany(notification => notification.Rows));
        Assert.All(sent, notification => Assert.InRange((notification.Hex.Length / 2) - 8 + Protection, 0, maxPdu));
        Assert.All(sent.SkipLast(1), notification => Assert.InRange((notification.Hex.Length / 2) - 8 + Protection + Row, maxPdu - 2, int.MaxValue)); // and no shorter than it has to be
        Assert.Equal(Enumerable.Range(1, sent.Count), sent.Select(notification => notification.Message.InvokeId.InvokeId));
        Assert.All(bench.Receivers.Attempts, attempt => Assert.Single(attempt.Notifications));
    }

    [Fact]
    public async Task A_row_that_is_too_long_goes_alone_and_one_that_no_notification_holds_is_left_out_with_an_event()
    {
        await using var bench = new PushBench();
        bench.History.Cells = number => [new CosemData.OctetString(new byte[number switch { 2 => 60_000, 3 => 65_500, _ => 4 }])];
        await bench.StartAsync();
        for (var i = 0; i < 4; i++)
        {
            bench.Read();
        }

        bench.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(
            [4, 60_000, 4],
            bench.Receivers.Delivered.SelectMany(notification => ((CosemData.Array)notification.Body[5]).Items).Select(row => ((CosemData.OctetString)((CosemData.Structure)row).Items[1]).Value.Length));
        Assert.Equal(3, bench.Receivers.Delivered.Count());
        Assert.Contains("1030 meter 1: LoadProfile1: a row of 65,52", Assert.Single(bench.Events.Events), StringComparison.Ordinal);
        Assert.Equal(4, bench.Cursor().Delivered);
    }

    [Fact]
    public async Task A_finer_scaler_is_asked_for_again_and_served()
    {
        await using var bench = new PushBench();
        await bench.StartAsync();
        bench.Read();
        bench.History.FinerScalers = 3;
        bench.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal([1], Assert.Single(bench.Receivers.Delivered).Rows);
    }

    /// <summary>What general-glo-ciphering adds: tag, title, length, security control, counter, authentication tag.</summary>
    private const int Protection = 1 + 9 + 3 + 1 + 4 + 12;

    private const int Row = 2 + 14 + 5;

    private static void Expect(string transcript, PushBench bench)
    {
        var expected = Convert.ToHexString(Dialogue.Parse(transcript)[0].Request);
        Assert.Equal(expected, Assert.Single(bench.Receivers.Delivered).Hex);
        Assert.Equal(expected.Length / 2 - 8, Convert.ToInt32(expected[12..16], 16));
    }
}
