using Gateway.Api;
using Gateway.CommandLine;
using Gateway.Readout;
using MBus.Master;
using Metering;

namespace Gateway.Tests;

public class MeterStateWordsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_meter_is_told_by_what_an_installer_has_to_know_first()
    {
        var failing = new MeterReadoutState(3, ReadoutFault.NoAnswer, Now.AddDays(-9), IsQuarantined: false, NextTry: null, Hold: null);
        Assert.Equal("ok", Words(Standing()));
        Assert.Equal("passive", Words(failing, meter => meter with { Active = false }));
        Assert.Equal("replaced", Words(failing, meter => meter with { Active = false, ReplacedAt = Now }));
        Assert.Equal("no such bus", Words(standing: null));
        Assert.StartsWith("silent since 2026-11-1", Words(failing), StringComparison.Ordinal);
        Assert.StartsWith("quarantined since 2026-11-1", Words(failing with { IsQuarantined = true }), StringComparison.Ordinal);
        Assert.StartsWith("damaged since", Words(failing with { Fault = ReadoutFault.Damaged }), StringComparison.Ordinal);
        Assert.StartsWith("other meter since", Words(failing with { Fault = ReadoutFault.OtherMeter }), StringComparison.Ordinal);
        Assert.StartsWith("quota used until ", Words(Standing(ReadoutHoldReason.Quota)), StringComparison.Ordinal);
        Assert.StartsWith("read too often until ", Words(Standing(ReadoutHoldReason.Refusal)), StringComparison.Ordinal);
        Assert.Equal("ok", Words(Standing(ReadoutHoldReason.MinimumInterval)));
        Assert.Equal("incomplete", Words(Standing(), meter => meter with { State = LastReadoutState.Incomplete }));
        Assert.Equal("key missing", Words(Standing(), meter => meter with { State = LastReadoutState.Encrypted }));
        Assert.Equal("key does not fit", Words(Standing(), meter => meter with { State = LastReadoutState.Encrypted, HasKey = true }));
        Assert.Equal("never read", Words(Standing(), meter => meter with { State = LastReadoutState.Never }));
        Assert.StartsWith("fails since ", Words(Standing(), meter => meter with { State = LastReadoutState.OldAfterFailure, FailedAt = Now.AddHours(-1) }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(-5, "0 s")]
    [InlineData(89, "89 s")]
    [InlineData(90, "2 min")]
    [InlineData(5400, "2 h")]
    [InlineData(172_800, "2 d")]
    public void An_age_is_told_in_its_largest_unit(int seconds, string words) => Assert.Equal(words, ShownValue.Age(TimeSpan.FromSeconds(seconds)));

    private static MeterReadoutState Standing(ReadoutHoldReason? hold = null) => new(
        0, ReadoutFault.None, FailingSince: null, IsQuarantined: false, NextTry: null, hold is { } reason ? new ReadoutHold(Now.AddHours(2), reason) : null);

    private static string Words(MeterReadoutState? standing, Func<MeterResource, MeterResource>? change = null)
    {
        var meter = new MeterResource
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
            Readout = new MeterReadoutSettings(),
            Interval = "15 min",
            IntervalSource = ReadoutIntervalSource.Gateway,
            Active = true,
            ReplacedAt = null,
            Simulated = false,
            State = LastReadoutState.Ok,
            Status = null,
            LastReadAt = Now,
            FailedAt = null,
            LastFault = ReadoutFault.None,
            Standing = standing,
        };
        return MeterStateWords.Of(change?.Invoke(meter) ?? meter, Now);
    }
}
