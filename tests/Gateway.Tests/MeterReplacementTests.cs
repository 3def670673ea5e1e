using Cosem;
using Gateway.Tests.Harness;
using MBus.Link;
using MBus.Master;
using Metering;
using Testing;

namespace Gateway.Tests;

public sealed class MeterReplacementTests : IAsyncLifetime
{
    private static readonly SecondaryAddress Old = SecondaryAddress.Parse("1111111196150107");
    private static readonly SecondaryAddress New = SecondaryAddress.Parse("2222222296150107");
    private static readonly SecondaryAddress Third = SecondaryAddress.Parse("3333333396150107");

    private static readonly Meter Place = new()
    {
        Name = "Flat 3, kitchen",
        Bus = Parts.Bus,
        Addressing = AddressingMode.Primary,
        PrimaryAddress = new PrimaryAddress(5),
        Identity = Old,
        BaudRate = 300,
        Group = "kitchens",
        ProtectedKey = new byte[] { 1, 2, 3 },
        Readout = new()
        {
            Interval = "1 day",
            MinimumInterval = TimeSpan.FromHours(1),
            Quota = new ReadoutQuota(4, TimeSpan.FromDays(30)),
            FirstFrameCountBit = false,
            ExtraResponseTime = TimeSpan.FromSeconds(2),
            ApplicationReset = 0x50,
        },
    };

    private Parts _parts = null!;
    private Meter _old = null!;

    private DateTimeOffset Now => _parts.Time.GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        _parts = await Parts.OpenAsync(storeMeters: false, runs: false);
        _old = await _parts.Installation.Meters.AddAsync(Place);
    }

    public ValueTask DisposeAsync() => _parts.DisposeAsync();

    [Fact]
    public async Task Another_meter_that_answers_twice_is_put_in_the_place_of_the_old_one()
    {
        await _parts.Installation.Readouts.AppendAsync(MappingText.Readout(_old, Now, "04 13 01 00 00 00"));
        Assert.Null(await ObserveAsync(Answers(New)));

        var placed = await ObserveAsync(Answers(New));

        var expected = Place with
        {
            Id = new MeterId(2),
            LogicalDeviceAddress = 17,
            Identity = New,
            ProtectedKey = default,
            Readout = new() { Interval = "1 day", MinimumInterval = TimeSpan.FromHours(1), Quota = new ReadoutQuota(4, TimeSpan.FromDays(30)) },
        };
        Assert.Equal(expected, placed);
        Assert.Equal([_old with { Active = false, ReplacedAt = Now }, expected], _parts.Installation.Meters.Meters.Values);
        Assert.Equal([1, 0], new[] { _parts.Stored(1), _parts.Stored(2) });
        Assert.Equal(
            [
                "2002 meter 1: replaced by ELV 22222222 (2222222296150107) at primary address 5 of bus cellar, logical device 17. Its readings stay; it is no longer read.",
                "105 meter 2: installed in place of ELV 11111111 (1111111196150107) at primary address 5 of bus cellar, as logical device 17.",
            ],
            _parts.Events.Events);
    }

    [Fact]
    public async Task Head_ends_find_both_and_only_the_new_one_is_in_the_meter_list()
    {
        await ObserveAsync(Answers(New));
        await ObserveAsync(Answers(New));

        Assert.Equal(["ELV111111110701", "ELV222222220701"], _parts.Directory.SapAssignmentList.Skip(1).Select(entry => entry.LogicalDeviceName));
        Assert.Equal("ELV111111110701", _parts.Directory.Find(16)!.Name);
        Assert.True(_parts.Directory.Find(1)!.TryFind(new LogicalName(1, 128, 0, 0, 0, 255), out var list));
        var value = Assert.IsType<CosemData.Structure>((await list.Object.GetAsync(2, access: null, default)).Data);
        var only = Assert.IsType<CosemData.Structure>(Assert.Single(Assert.IsType<CosemData.Array>(value.Items[1]).Items));
        Assert.Equal([new CosemData.OctetString(Octets.FromAscii("ELV222222220701")), new CosemData.LongUnsigned(17)], only.Items);

        // the operator lets head-ends find the new meter where they know the old one
        await _parts.Installation.Meters.ChangeAsync(new MeterId(2), now => now with { LogicalDeviceAddress = 16 });
        Assert.Equal("ELV222222220701", _parts.Directory.Find(16)!.Name);
        Assert.Equal("ELV111111110701", _parts.Directory.Find(17)!.Name);
    }

    [Theory]
    [InlineData("silence")]
    [InlineData("old")]
    [InlineData("third")]
    [InlineData("both")]
    [InlineData("unknown")]
    public async Task One_answer_is_no_proof_and_neither_are_two_that_do_not_follow_one_another(string between)
    {
        await ObserveAsync(Answers(New));
        await ObserveAsync(between switch
        {
            "silence" => Nothing(ReadoutFault.NoAnswer),
            "old" => Telegram(),
            "third" => Answers(Third),
            "both" => Telegram() with { Stranger = New },
            _ => Answers(New with { Manufacturer = new MBus.Application.ManufacturerCode(ushort.MaxValue) }),
        });

        Assert.Null(await ObserveAsync(Answers(New)));
        Assert.Single(_parts.Installation.Meters.Meters);
        Assert.NotNull(await ObserveAsync(Answers(New)));
    }

    [Fact]
    public async Task A_meter_by_secondary_address_or_one_that_is_not_known_yet_is_not_concerned()
    {
        foreach (var meter in new[] { _old with { Addressing = AddressingMode.Secondary }, _old with { Identity = null } })
        {
            _old = await _parts.Installation.Meters.ChangeAsync(_old.Id, _ => meter);
            for (var round = 0; round < 4; round++)
            {
                Assert.Null(await ObserveAsync(Answers(New)));
            }
        }

        Assert.Empty(_parts.Events.Events);
        Assert.Single(_parts.Installation.Meters.Meters);
    }

    [Fact]
    public async Task The_same_meter_under_a_wildcard_is_no_other()
    {
        _old = await _parts.Installation.Meters.ChangeAsync(_old.Id, now => now with { Identity = SecondaryAddress.Any with { Identification = New.Identification } });
        for (var round = 0; round < 3; round++)
        {
            Assert.Null(await ObserveAsync(Answers(New)));
        }
    }

    [Fact]
    public async Task A_meter_that_comes_back_goes_on_with_its_history_and_its_key()
    {
        await ObserveAsync(Answers(New));
        var second = await ObserveAsync(Answers(New));
        second = await _parts.Installation.Meters.ChangeAsync(second!.Id, now => now with { Name = "Flat 3, kitchen, new", Group = "" });

        Assert.Null(await ObserveAsync(Answers(Old), second));
        var back = await ObserveAsync(Answers(Old), second);

        Assert.Equal(_old with { Name = "Flat 3, kitchen, new", Group = "" }, back);
        Assert.Equal(second with { Active = false, ReplacedAt = Now }, _parts.Installation.Meters.Find(second.Id));
        Assert.Equal(2, _parts.Installation.Meters.Meters.Count);
    }

    [Fact]
    public async Task A_meter_that_comes_back_at_another_place_is_not_made_twice()
    {
        await ObserveAsync(Answers(New));
        await ObserveAsync(Answers(New));
        var elsewhere = await _parts.Installation.Meters.AddAsync(Place with { Identity = Third, PrimaryAddress = new PrimaryAddress(9), Name = "Flat 4" });

        await ObserveAsync(Answers(Old), elsewhere);
        var back = await ObserveAsync(Answers(Old), elsewhere);

        Assert.Equal(_old with { PrimaryAddress = new PrimaryAddress(9), Name = "Flat 4" }, back);
        Assert.Equal(3, _parts.Installation.Meters.Meters.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_meter_that_is_installed_already_changes_nothing_and_is_told_once(bool isActive)
    {
        var known = await _parts.Installation.Meters.AddAsync(new Meter { Bus = Parts.Bus, Identity = New, Active = isActive });
        for (var round = 0; round < 5; round++)
        {
            Assert.Null(await ObserveAsync(Answers(New)));
        }

        Assert.Equal([_old, known], _parts.Installation.Meters.Meters.Values);
        Assert.Contains("is installed already", Assert.Single(_parts.Events.Events), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_person_changed_meanwhile_holds()
    {
        await ObserveAsync(Answers(New));
        var read = _old;
        await _parts.Installation.Meters.ChangeAsync(_old.Id, now => now with { PrimaryAddress = new PrimaryAddress(6) });
        Assert.Null(await ObserveAsync(Answers(New), read));
        await _parts.Installation.Meters.ChangeAsync(_old.Id, _ => _old with { Name = "renamed" });
        await ObserveAsync(Answers(New), read);
        Assert.Equal("renamed", (await ObserveAsync(Answers(New), read))!.Name);

        await _parts.Installation.Meters.RemoveAsync(_old.Id);
        Assert.Null(await ObserveAsync(Answers(Third), read));
        Assert.Null(await ObserveAsync(Answers(Third), read));
    }

    /// <summary>Years of a stairwell: meters are taken away, exchanged and swapped behind three addresses, in a store that is closed now and then.</summary>
    [Fact]
    public async Task No_reading_is_ever_booked_to_another_meter()
    {
        for (var seed = 0; seed < Rounds.Of(quick: 4, ci: 60, full: 1000); seed++)
        {
            var random = new Random(seed);
            using var folder = new TemporaryFolder();
            await using var parts = await Parts.OpenAsync(folder, storeMeters: false, runs: false);
            var there = new SecondaryAddress[3];
            for (byte place = 0; place < there.Length; place++)
            {
                there[place] = Numbered(place);
                await parts.Installation.Meters.AddAsync(Place with { PrimaryAddress = new PrimaryAddress(place), Identity = there[place] });
            }

            for (var step = 0; step < 60; step++)
            {
                if (random.Next(6) == 0)
                {
                    var exchanged = random.Next(there.Length);
                    there[exchanged] = Enumerable.Range(0, 6).Select(Numbered).Where(meter => !there.Contains(meter)).OrderBy(_ => random.Next()).First();
                }

                foreach (var meter in parts.Installation.Meters.Meters.Values.Where(meter => meter.Active).ToList())
                {
                    await BookAsync(parts, meter, there[meter.PrimaryAddress!.Value.Value], isSilent: random.Next(4) == 0);
                }

                AssertSound(parts, there.Length);
            }

            // and when nothing changes any more, every meter that hangs there is read
            for (var round = 0; round < 3; round++)
            {
                foreach (var meter in parts.Installation.Meters.Meters.Values.Where(meter => meter.Active).ToList())
                {
                    await BookAsync(parts, meter, there[meter.PrimaryAddress!.Value.Value], isSilent: false);
                }
            }

            AssertReadOrTold(parts, there);
        }
    }

    /// <summary>What the worker does: the master refuses a stranger's telegrams, and the replacement is told of every readout.</summary>
    private static async Task BookAsync(Parts parts, Meter meter, SecondaryAddress answering, bool isSilent)
    {
        parts.Time.Advance(TimeSpan.FromMinutes(1));
        var result = isSilent ? Nothing(ReadoutFault.NoAnswer) : answering == meter.Identity ? Telegram() : Answers(answering);
        await parts.Replacement.ObserveAsync(meter, result, parts.Time.GetUtcNow());
        if (result.Telegrams.Count > 0)
        {
            // the identity as record 0C 78, so that the reading itself says whose it is
            await parts.Installation.Readouts.AppendAsync(MappingText.Readout(meter, parts.Time.GetUtcNow(), $"0C 78 {Convert.ToHexString(answering.ToBytes()[..4])}"));
        }
    }

    private static void AssertSound(Parts parts, int places)
    {
        var meters = parts.Installation.Meters.Meters.Values.ToList();
        Assert.Equal(Enumerable.Range(0, places), meters.Where(meter => meter.Active).Select(meter => (int)meter.PrimaryAddress!.Value.Value).Order());
        Assert.Equal(meters.Count, meters.Select(meter => meter.Identity).Distinct().Count());
        Assert.All(meters, meter => Assert.Equal(meter.Active, meter.ReplacedAt is null));
        foreach (var meter in meters)
        {
            var own = Convert.ToHexString(meter.Identity!.Value.ToBytes()[..4]);
            Assert.All(parts.Installation.Readouts.ReadAppended(meter.Id, 0), readout => Assert.Contains($"0C78{own}", Convert.ToHexString(readout.Telegrams[0].Span), StringComparison.Ordinal));
        }
    }

    /// <summary>Two that were swapped wait for a person, who was told; all others are read as what they are.</summary>
    private static void AssertReadOrTold(Parts parts, SecondaryAddress[] there)
    {
        var active = parts.Installation.Meters.Meters.Values.Where(meter => meter.Active).ToList();
        foreach (var meter in active.Where(meter => there[meter.PrimaryAddress!.Value.Value] != meter.Identity))
        {
            Assert.Contains(active, other => other.Identity == there[meter.PrimaryAddress!.Value.Value]);
            Assert.Contains(parts.Events.Events, told => told.StartsWith($"2002 meter {meter.Id}: ", StringComparison.Ordinal) && told.Contains("is installed already", StringComparison.Ordinal));
        }
    }

    private static SecondaryAddress Numbered(int number) => Old with { Identification = 0x10000001u + (uint)number };

    private Task<Meter?> ObserveAsync(ReadoutResult result, Meter? meter = null)
    {
        _parts.Time.Advance(TimeSpan.FromMinutes(15));
        return _parts.Replacement.ObserveAsync(meter ?? _parts.Installation.Meters.Find(_old.Id)!, result, Now);
    }

    private static ReadoutResult Answers(SecondaryAddress stranger) => Nothing(ReadoutFault.OtherMeter) with { Stranger = stranger };

    private static ReadoutResult Nothing(ReadoutFault fault) => new() { StartedAt = DateTimeOffset.UnixEpoch, Telegrams = [], Fault = fault, Tries = default };

    private static ReadoutResult Telegram()
    {
        Assert.Equal(LinkError.None, LinkFrame.TryParse(MappingText.Telegram("04 13 01 00 00 00"), out var frame));
        return Nothing(ReadoutFault.None) with { Telegrams = [frame] };
    }
}
