using Gateway.Readout;
using MBus.Link;
using MBus.Master;
using Metering;

namespace Gateway.Tests;

public class MeterCheckTests
{
    private static readonly string[] Buses = ["cellar", "attic"];
    private static readonly string[] Groups = ["heat", "water"];
    private static readonly SecondaryAddress Identity = SecondaryAddress.Parse("002243962D2C1B04");

    private static readonly Meter BySecondary = new() { Id = new MeterId(1), Name = "Flat 3", Bus = "cellar", Identity = Identity };

    private static readonly Meter ByPrimary = new()
    {
        Id = new MeterId(2),
        Bus = "cellar",
        Addressing = AddressingMode.Primary,
        PrimaryAddress = new PrimaryAddress(5),
    };

    [Fact]
    public void A_primary_address_is_nobodys_who_would_answer_there_too()
    {
        var selected = BySecondary with { PrimaryAddress = new PrimaryAddress(5) };
        Assert.Equal("primaryAddress", Assert.Single(Check(ByPrimary, selected)).Field);
        Assert.Empty(Check(ByPrimary, selected with { Bus = "attic" }));
        Assert.Empty(Check(ByPrimary, selected with { Active = false }));

        // what is there already can still be renamed
        Assert.Empty(Check(ByPrimary with { Name = "Flat 5" }, selected, ByPrimary));
        Assert.Empty(Check(selected with { Name = "Flat 3" }, selected, ByPrimary));
    }

    [Fact]
    public void What_an_installer_enters_rightly_is_taken()
    {
        Assert.Empty(Check(BySecondary));
        Assert.Empty(Check(ByPrimary, BySecondary));
        Assert.Empty(Check(BySecondary with
        {
            Name = new string('x', 100),
            Bus = "ATTIC",
            FabricationNumber = "0001234A",
            BaudRate = 300,
            Readout = new()
            {
                Interval = "1 day",
                MinimumInterval = TimeSpan.FromHours(1),
                Quota = new ReadoutQuota(1, TimeSpan.FromDays(1)),
                ExtraResponseTime = TimeSpan.FromSeconds(30),
                ApplicationReset = 0x50,
            },
        }));
        Assert.Empty(MeterCheck.Of(BySecondary, "000102030405060708090A0B0C0d0e0f", [BySecondary], Buses, Groups));
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        var meter = new Meter
        {
            Name = new string('x', 101),
            Group = "two\nlines",
            Bus = "garage",
            Addressing = AddressingMode.Secondary,
            Identity = SecondaryAddress.Any,
            PrimaryAddress = PrimaryAddress.Broadcast,
            FabricationNumber = "123",
            BaudRate = 1201,
            ReplacedAt = DateTimeOffset.UnixEpoch,
            Readout = new()
            {
                Interval = "7 min",
                MinimumInterval = TimeSpan.Zero,
                Quota = new ReadoutQuota(0, TimeSpan.FromDays(400)),
                ExtraResponseTime = TimeSpan.FromSeconds(31),
            },
        };

        var issues = MeterCheck.Of(meter, "secret", [], Buses, Groups);

        string[] fields =
        [
            "name", "group", "bus", "identity", "primaryAddress", "fabricationNumber", "active", "baudRate", "readout.interval",
            "readout.minimumInterval", "readout.quota.period", "readout.extraResponseTime", "readout.quota.readouts", "key",
        ];
        Assert.Equal(fields, issues.Select(issue => issue.Field));
        Assert.Contains("cellar or attic", issues[2].Message, StringComparison.Ordinal);
        Assert.All(issues, issue => Assert.EndsWith(".", issue.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("000102030405060708090A0B0C0D0E")]
    [InlineData("000102030405060708090A0B0C0D0E0F10")]
    [InlineData("000102030405060708090A0B0C0D0E0G")]
    [InlineData(" 00102030405060708090A0B0C0D0E0F")]
    public void A_key_is_32_digits_and_never_repeated(string key)
    {
        var issue = Assert.Single(MeterCheck.Of(BySecondary, key, [], Buses, Groups));
        Assert.Equal("key", issue.Field);
        Assert.DoesNotContain(key, issue.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_that_is_not_configured_is_refused_with_those_that_are()
    {
        Assert.Empty(Check(BySecondary with { Group = "HEAT" }));
        Assert.Equal("group: no group nope; configured are heat, water.", Assert.Single(Check(BySecondary with { Group = "nope" })).ToString());
        Assert.Contains("Gateway:Groups:<name>", Assert.Single(MeterCheck.Of(BySecondary with { Group = "nope" }, key: null, [], Buses, [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_meter_by_primary_address_needs_one()
    {
        Assert.Equal(["primaryAddress"], Fields(ByPrimary with { PrimaryAddress = null }));
        Assert.Equal(["primaryAddress"], Fields(ByPrimary with { PrimaryAddress = PrimaryAddress.Selected }));
        Assert.Empty(Fields(ByPrimary with { PrimaryAddress = PrimaryAddress.Unconfigured }));
        Assert.Equal(["identity"], Fields(BySecondary with { Identity = null }));
        Assert.Equal(["addressing"], Fields(BySecondary with { Addressing = (AddressingMode)7 }));
    }

    [Fact]
    public void No_two_active_meters_are_the_same()
    {
        var same = BySecondary with { Id = default, Bus = "attic" };
        Assert.Equal(["identity"], Fields(same, BySecondary));
        Assert.Equal(["identity"], Fields(same with { FabricationNumber = "00000001" }, BySecondary with { FabricationNumber = "00000001" }));
        Assert.Empty(Fields(same with { Active = false }, BySecondary));
        Assert.Empty(Fields(same, BySecondary with { Active = false }));
        Assert.Empty(Fields(same with { Id = BySecondary.Id }, BySecondary));
    }

    [Fact]
    public void Two_meters_with_one_secondary_address_need_fabrication_numbers_on_one_bus()
    {
        var twin = BySecondary with { Id = default, FabricationNumber = "00000002" };
        Assert.Equal(["fabricationNumber"], Fields(twin, BySecondary));
        Assert.Equal(["fabricationNumber"], Fields(BySecondary with { Id = default }, BySecondary with { FabricationNumber = "00000001" }));
        Assert.Empty(Fields(twin, BySecondary with { FabricationNumber = "00000001" }));
        Assert.Empty(Fields(twin with { Bus = "attic" }, BySecondary));
    }

    [Fact]
    public void No_two_meters_share_a_primary_address_on_one_bus()
    {
        var same = ByPrimary with { Id = default, Bus = "CELLAR" };
        Assert.Equal(["primaryAddress"], Fields(same, ByPrimary));
        Assert.Empty(Fields(same with { Bus = "attic" }, ByPrimary));
        Assert.Empty(Fields(same, ByPrimary with { Active = false }));
        Assert.Empty(Fields(same with { Addressing = AddressingMode.Secondary, Identity = Identity }, ByPrimary));
    }

    private static IReadOnlyList<MeterIssue> Check(Meter meter, params Meter[] known) => MeterCheck.Of(meter, key: null, known, Buses, Groups);

    private static IEnumerable<string> Fields(Meter meter, params Meter[] known) => Check(meter, known).Select(issue => issue.Field);
}
