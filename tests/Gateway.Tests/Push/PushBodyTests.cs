using System.Buffers;
using System.Net;
using System.Text.Json;
using Cosem;
using Dlms;
using Dlms.Xdlms;
using Gateway.CommandLine;
using Gateway.CommandLine.Receiving;
using Testing;

namespace Gateway.Tests.Push;

public class PushBodyTests
{
    private static CosemData.Structure Profile => (CosemData.Structure)PushDocument.Push("profile").Notification.Body;

    [Fact]
    public void A_profile_has_columns_with_units_and_rows()
    {
        var profile = Assert.IsType<ProfilePush>(PushBody.TryRead(Profile));
        Assert.Equal(("ELV0016000001", "KAM00224396041B"), (profile.Gateway, profile.Meter));
        Assert.Equal(("0.1.25.9.0.255", "1.0.99.1.0.255"), ($"{profile.PushSetup}", $"{profile.Profile}"));
        Assert.Equal([null, new(2, Unit.WattHour), null, new(-1, Unit.DegreeCelsius)], profile.Columns.Select(column => column.ScalerUnit));
        Assert.Equal(
            [["2026-11-28T00:00:00+01:00", "123456700", "0", "65.2"], ["2026-11-28T01:00:00+01:00", "123457000", "4", null]],
            profile.Rows.Select(row => row.Select((cell, column) => profile.Columns[column].TextOf(cell)).ToArray()));
    }

    [Fact]
    public void Events_of_the_gateway_may_have_messages()
    {
        var push = Assert.IsType<EventPush>(PushBody.TryRead(PushDocument.Push("events").Notification.Body));
        Assert.Null(push.Meter);
        Assert.Equal([(2, "started"), (47, null)], push.Events.Select(item => (item.Code, item.Message)));
        Assert.Equal(("PowerUp", "meter status 04", null), (PushText.EventName(2), PushText.EventName(4004), PushText.EventName(3_999)));
    }

    [Fact]
    public void Events_of_a_meter_tell_which_meter()
    {
        var push = Assert.IsType<EventPush>(PushBody.TryRead(PushDocument.Push("events", 1).Notification.Body));
        Assert.Equal(new PushedMeter("KAM00224396041B", "KAM", 4, 27), push.Meter);
        Assert.Equal(4004, Assert.Single(push.Events).Code);
    }

    [Fact]
    public void A_device_type_above_127_is_a_long_and_a_meter_that_has_told_nothing_has_no_manufacturer()
    {
        var body = (CosemData.Structure)PushDocument.Push("events", 1).Notification.Body;
        var push = Assert.IsType<EventPush>(PushBody.TryRead(With(With(body, 5, new CosemData.Long(255)), 4, new CosemData.OctetString(default))));
        Assert.Equal((255, ""), (push.Meter!.DeviceType, push.Meter.Manufacturer));
    }

    [Fact]
    public void On_installation_tells_address_and_system_title()
    {
        var push = Assert.IsType<InstallationPush>(PushBody.TryRead(PushDocument.Push("installation").Notification.Body));
        Assert.Equal((IPAddress.Parse("192.0.2.10"), "454C560000F42400"), (push.Address, push.SystemTitle.ToString()));
    }

    [Fact]
    public void A_profile_in_which_anything_does_not_fit_is_not_known()
    {
        var scalers = (CosemData.Array)Profile.Items[6];
        var rows = (CosemData.Array)Profile.Items[5];
        var columns = (CosemData.Array)Profile.Items[4];
        CosemData[] wrong =
        [
            With(Profile, 6, new CosemData.Array(scalers.Items[0])),
            With(Profile, 6, new CosemData.Array([.. scalers.Items, scalers.Items[0]])),
            With(Profile, 6, new CosemData.Array(scalers.Items[0], new CosemData.Structure(new CosemData.Integer(0), new CosemData.Enum(0)))),
            With(Profile, 6, new CosemData.Array(scalers.Items[0], CosemData.Null.Instance)),
            With(Profile, 5, new CosemData.Array(rows.Items[0], new CosemData.Structure([.. ((CosemData.Structure)rows.Items[1]).Items.SkipLast(1)]))),
            With(Profile, 5, new CosemData.Array(With((CosemData.Structure)rows.Items[0], 0, CosemData.Null.Instance))),
            With(Profile, 4, new CosemData.Array([.. columns.Items.Skip(1)])),
            With(Profile, 4, new CosemData.Array()),
            With(Profile, 4, new CosemData.Array(CosemData.Null.Instance)),
            With(Profile, 2, new CosemData.OctetString(new byte[5])),
            With(Profile, 0, new CosemData.Unsigned(1)),
            new CosemData.Structure([.. Profile.Items.SkipLast(1)]),
            new CosemData.Array([.. Profile.Items]),
            CosemData.Null.Instance,
        ];
        Assert.All(wrong, body => Assert.Null(PushBody.TryRead(body)));
        Assert.NotNull(PushBody.TryRead(With(Profile, 5, new CosemData.Array())));
    }

    [Fact]
    public void Whatever_comes_is_shown()
    {
        var random = new Random(13);
        (string Kind, int Number)[] kinds = [("profile", 0), ("events", 0), ("events", 1), ("installation", 0)];
        var originals = kinds.Select(of => PushDocument.Frame(of.Kind, of.Number).Apdu.ToArray()).ToArray();
        for (var round = Rounds.Of(3_000, 50_000, 500_000); round > 0; round--)
        {
            var octets = Mutations.Mutate(random, random.GetItems(originals, 1)[0]);
            if (TryRead(octets) is not { } notification)
            {
                continue;
            }

            var arrived = new ArrivedPush(DateTimeOffset.UnixEpoch, new IPEndPoint(IPAddress.Loopback, 1), 1, 1, octets)
            {
                Push = new(1, 1, notification, Protection: null),
                Body = PushBody.TryRead(notification.Body),
            };
            var text = new StringWriter();
            PushText.Write(text, arrived);
            Assert.DoesNotContain(text.ToString(), c => char.IsControl(c) && c is not ('\n' or '\r'));
            var json = PushJson.Of(arrived, withApdu: true);
            Assert.DoesNotContain(json, char.IsControl);
            Assert.NotNull(JsonDocument.Parse(json));
        }
    }

    private static DataNotification? TryRead(byte[] octets)
    {
        try
        {
            return Apdu.Decode(octets) as DataNotification;
        }
        catch (ApduException)
        {
            return null;
        }
    }

    private static CosemData.Structure With(CosemData.Structure body, int index, CosemData item) =>
        new([.. body.Items.Select((old, i) => i == index ? item : old)]);
}
