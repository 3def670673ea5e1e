using Gateway.Api;
using Gateway.Readout;
using Gateway.Tests.Access;
using Gateway.Web;
using MBus.Master;
using Metering;

namespace Gateway.Tests.Web;

/// <summary>How a meter stands, in one word: what needs a person is never called ok.</summary>
public class StandingWordsTests(AccessGateway fixture) : IClassFixture<AccessGateway>
{
    private static readonly DateTimeOffset At = new(2026, 11, 28, 6, 0, 0, TimeSpan.Zero);

    private static readonly MeterResource Meter = new()
    {
        Id = 1,
        LogicalDevice = 16,
        Name = "",
        Bus = "cellar",
        Addressing = AddressingMode.Primary,
        PrimaryAddress = 1,
        Identity = null,
        Manufacturer = null,
        Medium = null,
        FabricationNumber = "",
        BaudRate = null,
        HasKey = false,
        Group = "",
        Readout = MeterReadoutSettings.Default,
        Interval = "15 min",
        IntervalSource = default,
        Active = true,
        ReplacedAt = null,
        Simulated = false,
        State = LastReadoutState.Ok,
        Status = 0,
        LastReadAt = At,
        FailedAt = null,
        LastFault = ReadoutFault.None,
        Standing = new MeterReadoutState(0, ReadoutFault.None, null, false, null, null),
    };

    [Fact]
    public void A_meter_that_is_read_is_ok()
    {
        Assert.Equal(new Standing(StandingKind.Ok, "ok"), Of(Meter));
        Assert.Equal("ok", Of(Meter with { Status = null }).Word);
    }

    [Theory]
    [InlineData(0x04, "power low")]
    [InlineData(0x08, "permanent error")]
    [InlineData(0x10, "temporary error")]
    [InlineData(0x02, "application error")]
    [InlineData(0xEC, "power low, permanent error")]
    public void What_a_meter_reports_of_itself_is_to_be_looked_at(byte status, string words)
    {
        var standing = Of(Meter with { Status = status });
        Assert.Equal((StandingKind.Attention, words), (standing.Kind, standing.Word));
        Assert.Contains($"{status:X2}h", standing.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void The_bits_that_are_the_makers_say_nothing_to_a_person() => Assert.Equal(StandingKind.Ok, Of(Meter with { Status = 0xE0 }).Kind);

    [Fact]
    public void What_is_not_read_is_off_and_what_was_never_read_is_neither_good_nor_bad()
    {
        Assert.Equal(("passive", StandingKind.Off), Short(Meter with { Active = false }));
        Assert.Equal(("replaced", StandingKind.Off), Short(Meter with { ReplacedAt = At }));
        Assert.Equal(("never read", StandingKind.Unread), Short(Meter with { State = LastReadoutState.Never, LastReadAt = null }));
    }

    [Fact]
    public void What_fails_says_what_to_check_and_since_when()
    {
        var silent = Meter with { State = LastReadoutState.OldAfterFailure, FailedAt = At, Standing = new MeterReadoutState(3, ReadoutFault.NoAnswer, At, true, At, null) };
        Assert.Equal(("silent, tried seldom", StandingKind.Failing), Short(silent));
        Assert.Contains("wiring", Of(silent).Detail, StringComparison.Ordinal);
        Assert.Contains("since ", Of(silent).Detail, StringComparison.Ordinal);
        Assert.Equal(("no such bus", StandingKind.Failing), Short(Meter with { Standing = null }));
        Assert.Equal(("not read", StandingKind.Failing), Short(Meter with { State = LastReadoutState.OldAfterFailure, FailedAt = At }));
    }

    [Theory]
    [InlineData(LastReadoutState.Incomplete, false, "incomplete")]
    [InlineData(LastReadoutState.Encrypted, false, "key missing")]
    [InlineData(LastReadoutState.Encrypted, true, "key does not fit")]
    public void What_is_missing_is_to_be_looked_at(LastReadoutState state, bool hasKey, string words) =>
        Assert.Equal((words, StandingKind.Attention), Short(Meter with { State = state, HasKey = hasKey }));

    [Fact]
    public void A_meter_without_leave_to_be_read_says_until_when()
    {
        static MeterResource Held(ReadoutHoldReason reason) => Meter with { Standing = new MeterReadoutState(0, ReadoutFault.None, null, false, null, new ReadoutHold(At, reason)) };
        Assert.Equal(("quota used", StandingKind.Attention), Short(Held(ReadoutHoldReason.Quota)));
        Assert.Equal(("asked too often", StandingKind.Attention), Short(Held(ReadoutHoldReason.Refusal)));
        Assert.Equal(("ok", StandingKind.Ok), Short(Held(ReadoutHoldReason.MinimumInterval)));
    }

    [Fact]
    public async Task One_meter_that_is_installed_twice_is_to_be_looked_at()
    {
        const string Number = "1449100196150177";
        var twin = new Meter { Name = "Flat 77", Bus = "SIMULATED", Identity = SecondaryAddress.Parse(Number), Simulated = true };
        var words = fixture.Running.Get<StandingWords>();
        var second = words.Of(Meter with { Identity = Number }, bus: null, twin);
        Assert.Equal((StandingKind.Attention, "installed twice"), (second.Kind, second.Word));
        Assert.StartsWith("Flat 77 has the same secondary address", second.Detail, StringComparison.Ordinal);

        var telegram = fixture.Running.Readouts.Last(new MeterId(1)).Readout ?? throw new InvalidOperationException("Meter 1 was not read.");
        var twins = new List<Meter>();
        foreach (var meter in new[] { twin, twin with { Name = "again" }, twin with { FabricationNumber = "00012345" }, twin with { Active = false } })
        {
            twins.Add(await fixture.Running.Meters.AddAsync(meter));
            await fixture.Running.Readouts.AppendAsync(telegram with { Meter = twins[^1].Id });
        }

        var shown = fixture.Running.Get<ShownMeters>();
        string[] expected = ["installed twice", "installed twice", "ok", "passive"];
        Assert.Equal(expected, twins.Select(meter => shown.Of(meter).Standing.Word));
        Assert.Equal(expected, shown.All.Where(meter => meter.Meter.Identity == Number).Select(meter => meter.Standing.Word));
    }

    private (string Word, StandingKind Kind) Short(MeterResource meter) => (Of(meter).Word, Of(meter).Kind);

    private Standing Of(MeterResource meter) => fixture.Running.Get<StandingWords>().Of(meter, bus: null, twin: null);
}
