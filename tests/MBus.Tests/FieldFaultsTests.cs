using MBus.Application;
using MBus.LevelConverter;
using MBus.Link;
using MBus.Master;
using MBus.Tests.Master;
using Testing;
using static MBus.Tests.Master.Conversation;

namespace MBus.Tests;

/// <summary>
/// What goes wrong in the field, one test for each case, in the words of the list of cases; this part has those of the line,
/// the other those of the data. Meters are named where they were seen.
/// </summary>
public sealed partial class FieldFaultsTests
{
    private const string Initialise = "> 10 40 01 41 16   # SND_NKE\n< E5\n";
    private const string Request1 = "> 10 7B 01 7C 16   # REQ_UD2, frame count bit 1\n";
    private const string Request0 = "> 10 5B 01 5C 16   # REQ_UD2, frame count bit 0\n";
    private const string Select = "> 68 0B 0B 68 73 FD 52 78 56 34 12 74 52 01 04 A1 16   # select 12345678\n";
    private const string RequestSelected = "> 10 7B FD 78 16   # REQ_UD2 to the selected slave\n";
    private const string SelectOneTo2 = "> 68 0B 0B 68 73 FD 52 FF FF FF 1F FF FF FF FF DA 16   # select 1FFFFFFF\n";

    private static readonly SecondarySearchOptions BelowOne = new() { Resume = At("1FFFFFFFFFFFFFFF"), ExpectedMeters = 1 };

    [Fact]
    public async Task Echo()
    {
        var result = await ReadAsync(1, $"> 10 40 01 41 16\n< 10 40 01 41 16 E5\n{Request1}< 10 7B 01\n< 7C 16 {Telegram()}");
        Assert.Equal([Telegram()], result.Hexes());
        Assert.Equal(new ReadoutTries(Requests: 1, Silent: 0, Damaged: 0, Foreign: 0, Rounds: 1), result.Tries);
    }

    [Fact]
    public async Task Echo_alone_is_no_meter()
    {
        var found = await PlayAsync(
            "> 10 40 01 41 16\n< 10 40 01 41 16\n",
            async master => await new PrimarySearch(master, PrimarySearch.Between(1, 1)).RunAsync().ToListAsync());
        Assert.Equal(SearchFinding.Nobody, Assert.Single(found).Finding);
    }

    [Theory]
    [InlineData("A5")]
    [InlineData("FD")]
    [InlineData("FE")]
    [InlineData("00 00 40 04")]
    public async Task Collision_heard_as_one_odd_byte(string heard)
    {
        // Somebody is there; he is believed only when he is read and answers to his own address.
        var one = await SearchAsync($"{SelectOneTo2}< {heard}\n{RequestSelected}< {Telegram()}\n{Select}< E5\n{RequestSelected}< {Telegram()}\n");
        Assert.Equal(Meter, Assert.Single(one).Meter!.Address);
        var several = await PlayAsync(
            $"{SelectOneTo2}< {heard}\n{RequestSelected}< 68 7A 68 FF\n",
            async master => await new SecondarySearch(master, BelowOne).StepAsync());
        Assert.Equal(SearchFinding.Collision, several!.Finding);
    }

    [Theory]
    [InlineData(0xFF)]
    [InlineData(0x00)]
    public async Task One_damaged_meter_floods_the_bus(byte flood)
    {
        var clock = new ManualTimeProvider(DateTimeOffset.UnixEpoch);
        var master = new BusMaster(new FloodedLine(clock, flood), clock);
        var result = await clock.Play(() => master.ReadAsync(new PrimaryAddress(1)));
        Assert.Empty(result.Telegrams);
        Assert.False(result.IsComplete);
        Assert.True(master.UnrequestedBytes > 0, "Noise without a request is counted for the bus.");
        Assert.InRange(clock.GetUtcNow() - DateTimeOffset.UnixEpoch, TimeSpan.Zero, TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task Slow_first_byte()
    {
        var transcript = $"> 10 40 01 41 16\n<1100ms E5\n{Request1}<1100ms {Telegram()}";
        var told = await ReadAsync(1, transcript, new ReadoutOptions { ExtraResponseTime = TimeSpan.FromSeconds(1) });
        Assert.Equal((true, 1), (told.IsComplete, told.Tries.Requests));
        var learnt = await ReadAsync(1, transcript, new ReadoutOptions { Habits = new MeterHabits { FirstByteTime = TimeSpan.FromSeconds(1.2) } });
        Assert.Equal((true, 1), (learnt.IsComplete, learnt.Tries.Requests));
    }

    [Fact]
    public async Task Telegram_in_pieces()
    {
        var telegram = Hex.Bytes(Telegram());
        for (var cut = 1; cut < telegram.Length; cut++)
        {
            var (head, tail) = (Convert.ToHexString(telegram[..cut]), Convert.ToHexString(telegram[cut..]));
            var result = await ReadAsync(1, $"{Initialise}{Request1}< {head}\n<150ms {tail}");
            Assert.Equal([Telegram()], result.Hexes());
            Assert.Equal(1, result.Tries.Requests);
        }
    }

    [Fact]
    public async Task Bytes_lost()
    {
        // A bad checksum or a telegram that breaks off: the same frame count bit again, so that the meter sends the same telegram again.
        var telegram = Hex.Bytes(Telegram(access: 2));
        for (var lost = 0; lost < telegram.Length; lost++)
        {
            var rest = Convert.ToHexString([.. telegram[..lost], .. telegram[(lost + 1)..]]);
            var result = await ReadAsync(1, $"""
                {Initialise}
                {Request1}< {Telegram(access: 1, volume: 1, more: true)}
                {Request0}< {rest}
                {Request0}< {Telegram(access: 2)}
                """);
            Assert.Equal([Telegram(access: 1, volume: 1, more: true), Telegram(access: 2)], result.Hexes());
        }
    }

    [Fact]
    public async Task Wrong_FCB_old_telegram_for_ever()
    {
        // Pollustat E: SND_NKE goes to the address that is read, and each reading starts with frame count bit 1.
        var reading = $"{Initialise}{Request1}< {Telegram(access: 1)}\n";
        var again = await PlayAsync(reading + $"{Initialise}{Request1}< {Telegram(access: 2, volume: 9)}", async master =>
        {
            await master.ReadAsync(new PrimaryAddress(1));
            return await master.ReadAsync(new PrimaryAddress(1));
        });
        Assert.Equal([Telegram(access: 2, volume: 9)], again.Hexes());
    }

    [Fact]
    public async Task Wrong_FCB_only_part_of_the_set()
    {
        // The meter repeats itself instead of going on: the repeat ends the set and is not kept twice.
        var first = Telegram(access: 1, volume: 1, more: true);
        var result = await ReadAsync(1, $"{Initialise}{Request1}< {first}\n{Request0}< {Telegram(access: 2, volume: 1, more: true)}");
        Assert.Equal([first], result.Hexes());
    }

    [Fact]
    public async Task _1F_in_the_last_telegram_too_endless_chain()
    {
        var chain = string.Concat(Enumerable.Range(0, 16).Select(n => $"{(n % 2 == 0 ? Request1 : Request0)}< {Telegram(volume: (byte)n, more: true)}\n"));
        var result = await ReadAsync(1, Initialise + chain);
        Assert.Equal((ReadoutFault.TelegramLimit, 16), (result.Fault, result.Telegrams.Count));
    }

    [Fact]
    public async Task E5_missing_after_NKE() =>
        Assert.True((await ReadAsync(1, $"> 10 40 01 41 16\n{Request1}< {Telegram()}")).IsComplete);

    [Fact]
    public async Task E5_missing_after_select() =>
        Assert.True((await SelectAndReadAsync($"{Select}{RequestSelected}< {Telegram()}")).IsComplete);

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(250)]
    public async Task A_field_of_the_answer_is_0_or_the_primary_address_though_asked_at_FD(byte address)
    {
        Assert.True((await SelectAndReadAsync($"{Select}< E5\n{RequestSelected}< {Telegram(address)}")).IsComplete);

        // It is the identification that tells: another meter's answer is not taken.
        var stranger = SecondaryAddress.Parse("8765432174520104");
        var foreign = await SelectAndReadAsync($"{Select}< E5\n{RequestSelected}< {Telegram(address, meter: stranger)}\n< {Telegram(address)}");
        Assert.Equal([Telegram(address)], foreign.Hexes());
    }

    [Fact]
    public async Task Meter_answers_one_rate_only()
    {
        var clock = new ManualTimeProvider(DateTimeOffset.UnixEpoch);
        var reading = $"{Initialise}{Request1}< {Telegram()}\n";
        var line = new OneRateLine(new ScriptedMeter(clock, reading), clock) { Timing = BusTiming.Serial(300) };
        var master = new BusMaster(line, clock);
        Assert.Equal(ReadoutFault.NoAnswer, (await clock.Play(() => master.ReadAsync(new PrimaryAddress(1)))).Fault);
        line.Timing = BusTiming.Serial(2400);
        Assert.True((await clock.Play(() => master.ReadAsync(new PrimaryAddress(1)))).IsComplete);
    }

    [Fact]
    public async Task Quota_of_readouts_CI_70_code_9()
    {
        // Refused once and not asked again at once; the short telegram is asked for by an application reset with its subcode.
        var refused = await ReadAsync(1, $"{Initialise}{Request1}< 68 04 04 68 08 01 70 09 82 16");
        Assert.Equal((ReadoutFault.ApplicationError, ApplicationErrorCode.TooManyReadouts), (refused.Fault, refused.ApplicationError));
        Assert.Equal(1, refused.Tries.Requests);
        var brief = await ReadAsync(
            1, $"{Initialise}> 68 04 04 68 53 01 50 50 F4 16\n< E5\n{Request1}< {Telegram()}", new ReadoutOptions { ApplicationReset = 0x50 });
        Assert.True(brief.IsComplete);
    }

    [Fact]
    public async Task Second_read_in_a_row_fails()
    {
        // Sharky 775: it gets a second before it is read again in another round.
        var sentAt = new List<TimeSpan>();
        var clock = new ManualTimeProvider(DateTimeOffset.UnixEpoch);
        var first = Telegram(access: 1, volume: 1, more: true);
        var meter = new ScriptedMeter(clock, $"""
            {Initialise}
            {Request1}< {first}
            {Request0}{Request0}{Request0}
            {Initialise}
            {Request1}< {first}
            {Request0}< {Telegram(access: 2)}
            """)
        {
            Sending = sentAt.Add,
        };
        var result = await clock.Play(() => new BusMaster(meter, clock).ReadAsync(new PrimaryAddress(1)));
        Assert.Equal(2, result.Telegrams.Count);
        Assert.True(sentAt[5] - sentAt[4] >= TimeSpan.FromSeconds(1), $"{sentAt[5] - sentAt[4]}");
    }

    [Fact]
    public async Task Battery_life_each_read_costs()
    {
        // Two readings in a search, the second one to be believed, and none beyond.
        var steps = await SearchAsync($"{SelectOneTo2}< E5\n{RequestSelected}< {Telegram()}\n{Select}< E5\n{RequestSelected}< {Telegram()}\n");
        Assert.Equal(SearchFinding.Meter, Assert.Single(steps).Finding);
    }

    [Fact]
    public async Task Same_secondary_address_twice()
    {
        // The fabrication number is the second key: it extends the selection.
        var select = $"> {Convert.ToHexString(LinkFrame.Long(new ControlField(0x73), 0xFD, 0x52, [.. Meter.ToBytes(), 0x0C, 0x78, 0x33, 0x22, 0x11, 0x00]))}\n< E5\n";
        var result = await PlayAsync($"{select}{RequestSelected}< {Telegram()}", master => master.ReadAsync(Meter, new ReadoutOptions { FabricationNumber = 0x00112233 }));
        Assert.Equal([Telegram()], result.Hexes());
    }

    [Fact]
    public async Task IDs_with_hex_digits()
    {
        var saia = SecondaryAddress.Parse("050002E543CD0102");
        var select = $"> {Convert.ToHexString(LinkFrame.Long(new ControlField(0x73), 0xFD, 0x52, saia.ToBytes()))}\n< E5\n";
        var result = await PlayAsync($"{select}{RequestSelected}< {Telegram(meter: saia)}", master => master.ReadAsync(saia));
        Assert.Equal(saia, result.Identity);
        var digits = await SearchAsync(Below("1", 15) + Below("1", 15), new SecondarySearchOptions { Within = SecondaryAddress.Parse("1FFFFFFFFFFFFFFF"), HexadecimalDigits = true });
        Assert.Equal(2 * 15, digits.Count); // nobody was there: once more
    }

    [Fact]
    public async Task ID_changed_by_the_customer()
    {
        var changed = SecondaryAddress.Parse("9999999974520104");
        var request = $"{Request1}< {Telegram(meter: changed)}\n";
        var round = Initialise + request + request + request;
        var result = await ReadAsync(1, round + round, new ReadoutOptions { Identity = Meter });
        Assert.Equal(ReadoutFault.OtherMeter, result.Fault);
        Assert.Empty(result.Telegrams);
    }

    [Fact]
    public async Task Another_master_on_the_bus()
    {
        // The access number counts the meter's answers: three more than our one.
        var results = await PlayAsync($"{Initialise}{Request1}< {Telegram(access: 42)}\n{Initialise}{Request1}< {Telegram(access: 45)}", async master => new[]
        {
            await master.ReadAsync(new PrimaryAddress(1)),
            await master.ReadAsync(new PrimaryAddress(1)),
        });
        Assert.Equal([42, 45], results.Select(result => (int)MBus.Application.Telegram.Decode(result.Telegrams[0]).Header.AccessNumber));
    }

    private static string Below(string prefix, int digits) => string.Concat(Enumerable.Range(0, digits).Select(digit =>
        $"> {Convert.ToHexString(LinkFrame.Long(new ControlField(0x73), 0xFD, 0x52, SecondaryAddress.Parse($"{prefix}{digit:X}FFFFFFFFFFFFFF").ToBytes()))}\n"));

    private static SearchState<MeterSelection> At(string address) => new() { Pending = [MeterSelection.Parse(address)] };

    private static Task<List<SearchStep<MeterSelection>>> SearchAsync(string transcript, SecondarySearchOptions? options = null) =>
        PlayAsync(transcript, async master => await new SecondarySearch(master, options ?? BelowOne).RunAsync().ToListAsync());
}
