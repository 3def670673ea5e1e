using MBus.Application;
using MBus.Link;
using MBus.Master;
using static MBus.Tests.Master.Conversation;

namespace MBus.Tests.Master;

/// <summary>Commands that change a meter, as annotated conversations: each is proven by reading back.</summary>
public sealed class CommandTests
{
    private const string Initialise5 = "> 10 40 05 45 16\n< E5\n";
    private const string Request5 = "> 10 7B 05 80 16\n";
    private const string SetAddress8 = "> 68 06 06 68 53 05 51 01 7A 08 2C 16\n";
    private const string SetClock = "> 68 09 09 68 53 05 51 04 6D 1E 0A 1F 33 94 16\n";
    private const string Initialise8 = "> 10 40 08 48 16\n";
    private const string Request8 = "> 10 7B 08 83 16\n";
    private const string Refusal = "< 68 04 04 68 08 05 70 01 7E 16\n";

    private static readonly MeterTarget Meter5 = MeterTarget.Of(new PrimaryAddress(5));
    private static readonly PrimaryAddress Address8 = new(8);
    private static readonly DateTime Clock = new(2024, 3, 31, 10, 30, 0, DateTimeKind.Unspecified);

    [Fact]
    public async Task A_new_primary_address_is_sent_when_nobody_has_it_and_read_back() => Assert.Equal(
        new CommandResult(CommandOutcome.Done),
        await SetAddressAsync($"{Read5()}{Initialise8}{Initialise8}{Initialise5}{SetAddress8}< E5\n{Initialise8}< E5\n{Request8}< {Telegram(8)}"));

    [Fact]
    public async Task An_address_at_which_another_meter_answers_is_not_set()
    {
        var other = SecondaryAddress.Parse("8765432174520104");
        var result = await SetAddressAsync($"{Read5()}{Initialise8}< E5\n{Initialise8}< E5\n{Request8}< {Telegram(8, meter: other)}");
        Assert.Equal(new CommandResult(CommandOutcome.AddressTaken) { Occupant = other }, result);
    }

    [Fact]
    public async Task An_address_at_which_somebody_confirms_and_says_nothing_is_not_set() => Assert.Equal(
        CommandOutcome.AddressTaken,
        (await SetAddressAsync($"{Read5()}{Initialise8}< E5\n" + Repeat(3, $"{Initialise8}< E5\n{Request8}"))).Outcome);

    [Fact]
    public async Task A_meter_that_stays_at_its_address_has_not_followed() => Assert.Equal(
        CommandOutcome.NotFollowed,
        (await SetAddressAsync($"{Read5()}{Initialise8}{Initialise8}{Initialise5}{SetAddress8}< E5\n" + Repeat(3, Initialise8 + Request8) + Read5())).Outcome);

    [Fact]
    public async Task A_meter_that_refuses_says_why() => Assert.Equal(
        new CommandResult(CommandOutcome.Refused) { ApplicationError = ApplicationErrorCode.UnimplementedCi },
        await SetAddressAsync($"{Read5()}{Initialise8}{Initialise8}{Initialise5}{SetAddress8}< E5\n" + Repeat(3, Initialise8 + Request8) + $"{Initialise5}{Request5}{Refusal}"));

    [Fact]
    public async Task A_silent_meter_gets_no_command() => Assert.Equal(
        CommandOutcome.NoAnswer, (await SetAddressAsync(Repeat(3, $"> 10 40 05 45 16\n{Request5}"))).Outcome);

    [Fact]
    public async Task A_clock_is_set_as_type_F_and_compared() =>
        Assert.Equal(CommandOutcome.Done, (await SetClockAsync($"{Initialise5}{SetClock}< E5\n{Initialise5}{Request5}< {ClockTelegram(Clock.AddMinutes(1))}")).Outcome);

    [Theory]
    [InlineData(3, CommandOutcome.NotFollowed)]
    [InlineData(-3, CommandOutcome.NotFollowed)]
    [InlineData(-1, CommandOutcome.Done)]
    public async Task A_clock_may_be_off_by_two_minutes_when_it_is_read_back(int minutes, CommandOutcome outcome) =>
        Assert.Equal(outcome, (await SetClockAsync($"{Initialise5}{SetClock}< E5\n{Initialise5}{Request5}< {ClockTelegram(Clock.AddMinutes(minutes))}")).Outcome);

    [Fact]
    public async Task A_clock_in_summer_time_shows_an_hour_more() => Assert.Equal(
        CommandOutcome.Done, (await SetClockAsync($"{Initialise5}{SetClock}< E5\n{Initialise5}{Request5}< {ClockTelegram(Clock.AddHours(1), summer: true)}")).Outcome);

    [Fact]
    public async Task A_clock_that_the_meter_does_not_show_is_unproven() => Assert.Equal(
        CommandOutcome.Unproven, (await SetClockAsync($"{Initialise5}{SetClock}< E5\n{Initialise5}{Request5}< {Telegram(5)}")).Outcome);

    [Fact]
    public async Task An_application_reset_carries_its_subcode_and_is_proven_by_the_next_telegram() => Assert.Equal(
        CommandOutcome.Done,
        (await ResetAsync(0x50, $"{Initialise5}> 68 04 04 68 53 05 50 50 F8 16\n< E5\n{Read5()}")).Outcome);

    [Fact]
    public async Task An_application_reset_may_have_no_subcode() => Assert.Equal(
        CommandOutcome.Done, (await ResetAsync(null, $"{Initialise5}> 68 03 03 68 53 05 50 A8 16\n< E5\n{Read5()}")).Outcome);

    [Fact]
    public async Task An_application_reset_may_be_refused() => Assert.Equal(
        CommandOutcome.Refused, (await ResetAsync(null, $"{Initialise5}> 68 03 03 68 53 05 50 A8 16\n< E5\n{Initialise5}{Request5}{Refusal}")).Outcome);

    [Fact]
    public void A_command_goes_to_one_meter()
    {
        foreach (var address in new[] { PrimaryAddress.Broadcast, PrimaryAddress.Test, PrimaryAddress.Selected })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => MeterTarget.Of(address));
        }

        Assert.Throws<ArgumentException>(() => MeterTarget.Of(SecondaryAddress.Any));
    }

    private static string Read5() => $"{Initialise5}{Request5}< {Telegram(5)}\n";

    private static Task<CommandResult> SetAddressAsync(string transcript) =>
        PlayAsync(transcript, master => new PrimaryAddressCommand(master).RunAsync(Meter5, Address8));

    private static Task<CommandResult> SetClockAsync(string transcript) => PlayAsync(transcript, master => new ClockCommand(master).RunAsync(Meter5, Clock));

    private static Task<CommandResult> ResetAsync(byte? subcode, string transcript) =>
        PlayAsync(transcript, master => new ApplicationResetCommand(master).RunAsync(Meter5, subcode));

    private static string ClockTelegram(DateTime time, bool summer = false) => Convert.ToHexString(TelegramWriter.Variable(
        5,
        new TelegramHeader { Kind = TelegramHeaderKind.Long, Identification = Conversation.Meter.Identification, Manufacturer = Conversation.Meter.Manufacturer, Version = 1, Medium = Conversation.Meter.Medium },
        (byte[])[0x04, 0x6D, .. MBusTime.WriteDateTime(time, summer)]));
}
