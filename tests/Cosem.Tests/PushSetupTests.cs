using Cosem.InterfaceClasses;
using Testing;

namespace Cosem.Tests;

public class PushSetupTests
{
    private static readonly CosemData.Enum Zero = new(0);
    private static readonly CosemData.OctetString Night = new(Hex.Bytes("FFFF FF FF FF 16 00 00 FF 8000 FF"));
    private static readonly CosemData.OctetString Morning = new(Hex.Bytes("FFFF FF FF FF 06 00 00 FF 8000 FF"));

    private readonly InMemoryPushSetup _source = new();

    private PushSetup Setup => new(InMemoryPushSetup.Name, _source);

    [Fact]
    public async Task It_shows_what_is_sent_where_when_and_how_often()
    {
        var setup = Setup;
        Assert.Equal((ClassId.PushSetup, (byte)0, 7), (setup.ClassId, setup.Version, setup.Attributes.Length));
        Assert.Equal(new CosemData.OctetString(Hex.Bytes("0001190900FF")), await ReadAsync(1));
        Assert.Equal(
            new CosemData.Array(_source.PushObjects.Select(item => (CosemData)new CosemData.Structure(
                new CosemData.LongUnsigned((ushort)item.ClassId),
                new CosemData.OctetString(item.LogicalName.ToOctets()),
                new CosemData.Integer(item.Attribute),
                new CosemData.LongUnsigned(item.DataIndex))).ToArray()),
            await ReadAsync(2));
        Assert.Equal(Destination("head-end.example:4059"), await ReadAsync(3));
        Assert.Equal(new CosemData.Array(), await ReadAsync(4));
        Assert.Equal(new CosemData.LongUnsigned(300), await ReadAsync(5));
        Assert.Equal(new CosemData.Unsigned(3), await ReadAsync(6));
        Assert.Equal(new CosemData.LongUnsigned(60), await ReadAsync(7));
        Assert.Equal(["push"], setup.Methods.Select(method => method.Name));
    }

    [Fact]
    public async Task Attributes_3_to_7_are_written_each_for_itself()
    {
        var expected = _source.Settings;
        await WritesAsync(3, Destination("[2001:db8::1]:65535"), expected = expected with { Destination = "[2001:db8::1]:65535" });
        await WritesAsync(4, new CosemData.Array(Window(Night, Morning)), expected = expected with { CommunicationWindow = [WindowOf(Night, Morning)] });
        await WritesAsync(5, new CosemData.LongUnsigned(65_535), expected = expected with { RandomisationStartInterval = TimeSpan.FromSeconds(65_535) });
        await WritesAsync(6, new CosemData.Unsigned(255), expected = expected with { NumberOfRetries = 255 });
        await WritesAsync(7, new CosemData.LongUnsigned(0), expected with { RepetitionDelay = TimeSpan.Zero });
        Assert.Equal(DataAccessResult.ReadWriteDenied, await Setup.SetAsync(1, new CosemData.OctetString(default), default));
        Assert.Equal(DataAccessResult.ReadWriteDenied, await Setup.SetAsync(2, new CosemData.Array(), default));
        Assert.Equal(DataAccessResult.ReadWriteDenied, await Setup.SetAsync(8, new CosemData.Array(), default));
    }

    [Fact]
    public async Task Attributes_that_are_written_at_once_are_all_written()
    {
        var turn = new TaskCompletionSource();
        _source.Turn = turn.Task;
        var first = Setup.SetAsync(5, new CosemData.LongUnsigned(10), default);
        var second = Setup.SetAsync(6, new CosemData.Unsigned(7), default);
        turn.SetResult();
        Assert.Equal((DataAccessResult.Success, DataAccessResult.Success), (await first, await second));
        Assert.Equal((10.0, 7), (_source.Settings.RandomisationStartInterval.TotalSeconds, (int)_source.Settings.NumberOfRetries));
    }

    [Fact]
    public async Task What_is_read_can_be_written_back_without_a_receiver_too()
    {
        _source.Settings = new("", [WindowOf(Night, Morning)], TimeSpan.FromDays(2), 0, TimeSpan.Zero);
        for (var attribute = 3; attribute <= 7; attribute++)
        {
            Assert.Equal(DataAccessResult.Success, await Setup.SetAsync(attribute, await ReadAsync(attribute), default));
        }

        Assert.Equal(5, _source.Changes);
        Assert.Equal(TimeSpan.FromSeconds(ushort.MaxValue), _source.Settings.RandomisationStartInterval);
    }

    [Fact]
    public async Task Every_wrong_type_is_type_unmatched()
    {
        var text = new CosemData.OctetString(Octets.FromAscii("host:1"));
        (int Attribute, CosemData Value)[] wrong =
        [
            (3, text),
            (3, new CosemData.Array(Zero, text, Zero)),
            (3, new CosemData.Structure(Zero, text)),
            (3, new CosemData.Structure(Zero, text, Zero, Zero)),
            (3, new CosemData.Structure(new CosemData.Unsigned(0), text, Zero)),
            (3, new CosemData.Structure(Zero, new CosemData.VisibleString(text.Value), Zero)),
            (3, new CosemData.Structure(Zero, text, new CosemData.Integer(0))),
            (4, CosemData.Null.Instance),
            (4, Window(Night, Morning)),
            (4, new CosemData.Array(Night, Morning)),
            (4, new CosemData.Array(new CosemData.Structure(Night))),
            (4, new CosemData.Array(new CosemData.Structure(Night, Morning, Morning))),
            (4, new CosemData.Array(Window(Night, Morning), Window(Night, new CosemData.OctetString(Hex.Bytes("FFFF"))))),
            (4, new CosemData.Array(new CosemData.Structure(Night, new CosemData.Time(Hex.Bytes("06000000"))))),
            (5, new CosemData.DoubleLongUnsigned(1)),
            (5, new CosemData.Long(1)),
            (6, new CosemData.LongUnsigned(1)),
            (6, new CosemData.Integer(1)),
            (7, new CosemData.Unsigned(1)),
            (7, CosemData.Null.Instance),
        ];
        foreach (var (attribute, value) in wrong)
        {
            Assert.Equal((attribute, DataAccessResult.TypeUnmatched), (attribute, await Setup.SetAsync(attribute, value, default)));
        }

        Assert.Equal(0, _source.Changes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("host")]
    [InlineData("host:")]
    [InlineData(":4059")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("host:+1")]
    [InlineData("host: 1")]
    [InlineData("ho st:1")]
    [InlineData("höst:1")]
    [InlineData("2001:db8::1:4059")]
    [InlineData("[2001:db8::1]")]
    [InlineData("[192.0.2.1]:4059")]
    [InlineData("[[::1]]:4059")]
    [InlineData("http://host:4059")]
    [InlineData("user@host:4059")]
    public async Task An_impossible_destination_is_other_reason(string destination)
    {
        Assert.Equal(DataAccessResult.OtherReason, await Setup.SetAsync(3, Destination(destination), default));
        Assert.Equal(0, _source.Changes);
    }

    [Theory]
    [InlineData("a:1", "a", 1)]
    [InlineData("head-end.example:4059", "head-end.example", 4059)]
    [InlineData("192.0.2.1:65535", "192.0.2.1", 65_535)]
    [InlineData("[2001:db8::1]:4059", "2001:db8::1", 4059)]
    public void A_destination_is_a_host_and_a_port(string text, string host, int port)
    {
        Assert.True(PushDestination.TryParse(text, out var destination));
        Assert.Equal((host, port), (destination.Host, destination.Port));
        Assert.Equal(text, destination.ToString());
    }

    [Fact]
    public async Task Lengths_transports_and_windows_have_limits()
    {
        var longest = $"{string.Join('.', Enumerable.Repeat(new string('a', 49), 5))}:4059";
        Assert.Equal(254, longest.Length);
        Assert.Equal(DataAccessResult.OtherReason, await Setup.SetAsync(3, Destination($"a.{longest}"), default));
        var text = new CosemData.OctetString(Octets.FromAscii("host:1"));
        for (byte other = 1; other != 0; other++)
        {
            Assert.Equal(DataAccessResult.OtherReason, await Setup.SetAsync(3, new CosemData.Structure(new CosemData.Enum(other), text, Zero), default));
            Assert.Equal(DataAccessResult.OtherReason, await Setup.SetAsync(3, new CosemData.Structure(Zero, text, new CosemData.Enum(other)), default));
        }

        CosemData Windows(int count) => new CosemData.Array([.. Enumerable.Repeat(Window(Night, Morning), count)]);
        Assert.Equal(DataAccessResult.OtherReason, await Setup.SetAsync(4, Windows(17), default));
        Assert.Equal(0, _source.Changes);
        Assert.Equal(DataAccessResult.Success, await Setup.SetAsync(4, Windows(16), default));
        Assert.Equal(DataAccessResult.Success, await Setup.SetAsync(3, Destination(longest), default));
    }

    [Theory]
    [InlineData("FFFF0DFFFF16FFFFFF8000FF", "FFFF01FFFF06FFFFFF8000FF")]
    [InlineData("FFFFFFFFFF18FFFFFF8000FF", "FFFFFFFFFF06FFFFFF8000FF")]
    [InlineData("FFFFFEFFFF16FFFFFF8000FF", "FFFF01FFFF06FFFFFF8000FF")]
    [InlineData("07EA0102FF16FFFFFF8000FF", "07EA0101FF16FFFFFF8000FF")]
    [InlineData("07EA0102FF16FFFFFF8000FF", "FFFFFFFFFF16FFFFFF8000FF")]
    [InlineData("FFFFFF01FF16FFFFFF8000FF", "FFFFFFFFFF06FFFFFF8000FF")]
    public async Task An_impossible_window_is_other_reason(string start, string end)
    {
        var window = Window(new(Hex.Bytes(start)), new(Hex.Bytes(end)));
        Assert.Equal(DataAccessResult.OtherReason, await Setup.SetAsync(4, new CosemData.Array(window), default));
        Assert.Equal(0, _source.Changes);
    }

    [Fact]
    public async Task A_change_that_is_not_taken_is_answered_so()
    {
        _source.ChangeResult = DataAccessResult.TemporaryFailure;
        Assert.Equal(DataAccessResult.TemporaryFailure, await Setup.SetAsync(6, new CosemData.Unsigned(9), default));
        Assert.Equal(3, _source.Settings.NumberOfRetries);
    }

    [Fact]
    public async Task It_pushes_with_data_0_or_none()
    {
        Assert.Equal(ActionResult.Success, (await Setup.InvokeAsync(1, new CosemData.Integer(0), default)).Result);
        Assert.Equal(ActionResult.Success, (await Setup.InvokeAsync(1, null, default)).Result);
        Assert.Equal(2, _source.Pushes);
        Assert.Equal(ActionResult.OtherReason, (await Setup.InvokeAsync(1, new CosemData.Integer(1), default)).Result);
        Assert.Equal(ActionResult.TypeUnmatched, (await Setup.InvokeAsync(1, new CosemData.Unsigned(0), default)).Result);
        Assert.Equal(ActionResult.TypeUnmatched, (await Setup.InvokeAsync(1, CosemData.Null.Instance, default)).Result);
        Assert.Equal(ActionResult.ReadWriteDenied, (await Setup.InvokeAsync(2, null, default)).Result);
        Assert.Equal(2, _source.Pushes);
        _source.PushResult = ActionResult.TemporaryFailure;
        Assert.Equal(ActionResult.TemporaryFailure, (await Setup.InvokeAsync(1, null, default)).Result);
    }

    [Fact]
    public void Only_the_management_client_sees_it_and_changes_the_receiver_with_encryption_alone()
    {
        var served = Setup.ForManagement();
        Assert.False(served.Public.IsVisible);
        Assert.Equal(
            [AttributeAccess.Read, AttributeAccess.Read, .. Enumerable.Repeat(AttributeAccess.ReadWrite, 5)],
            Enumerable.Range(1, 7).Select(served.Management.Attribute));
        Assert.Equal([3], Enumerable.Range(1, 7).Where(served.Management.WriteNeedsEncryption));
        Assert.Equal((MethodAccess.Invoke, false), (served.Management.Method(1), served.Management.MethodNeedsEncryption(1)));
    }

    private static CosemData.Structure Destination(string text) =>
        new(Zero, new CosemData.OctetString(System.Text.Encoding.Latin1.GetBytes(text)), Zero);

    private static CosemData.Structure Window(CosemData.OctetString start, CosemData.OctetString end) => new(start, end);

    private static PushWindow WindowOf(CosemData.OctetString start, CosemData.OctetString end) =>
        PushWindow.TryParse(Window(start, end), out var window) ? window!.Value : throw new InvalidOperationException();

    private async Task<CosemData> ReadAsync(int attribute) => (await Setup.GetAsync(attribute, null, default)).Data!;

    private async Task WritesAsync(int attribute, CosemData value, PushSetupSettings expected)
    {
        Assert.Equal(DataAccessResult.Success, await Setup.SetAsync(attribute, value, default));
        Assert.Equal(expected with { CommunicationWindow = [] }, _source.Settings with { CommunicationWindow = [] });
        Assert.Equal(expected.CommunicationWindow, _source.Settings.CommunicationWindow);
        Assert.Equal(value, await ReadAsync(attribute));
    }
}
