using MBus.Application;
using MBus.Link;
using MBus.Master;
using Testing;

namespace Simulation.Tests;

public sealed class MeterSpecificationTests
{
    private const uint Identification = 0x12345678;

    [Theory]
    [InlineData(39)]
    [InlineData(87)]
    [InlineData(LinkFrame.MaximumLength)]
    public void A_meter_with_a_given_telegram_length_keeps_it(int length)
    {
        var bus = Bus(new MeterSpecification { Identification = Identification, PrimaryAddress = new PrimaryAddress(1), TelegramLength = length });
        var telegram = Assert.Single(new TestMaster(bus).Read(bus.Meters[0]));
        Assert.Equal(length, telegram.Length);
        var decoded = Telegram.Decode(telegram);
        Assert.Equal(Identification, decoded.Header.Identification);
        var records = decoded.Records;
        while (records.MoveNext())
        {
        }

        Assert.False(records.MoreTelegramsFollow);
        Assert.Equal(TelegramErrorCode.None, records.Error.Code);
    }

    [Theory]
    [InlineData(38)]
    [InlineData(LinkFrame.MaximumLength + 1)]
    public void A_telegram_length_that_cannot_be_is_refused(int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Bus(new MeterSpecification { Identification = Identification, TelegramLength = length }));

    [Fact]
    public void Two_makes_can_share_an_identification()
    {
        var bus = Bus(
            new MeterSpecification { Identification = Identification, Type = 0 },
            new MeterSpecification { Identification = Identification, Type = 0, Manufacturer = "XYZ" });
        var master = new TestMaster(bus);
        Assert.Equal(bus.Meters[0].Address, bus.Meters[1].Address with { Manufacturer = bus.Meters[0].Address.Manufacturer });
        Assert.All(bus.Meters, meter => Assert.Equal(TestMaster.Ack, master.Select(meter.Address)));
        Assert.Equal(bus.Meters[1].Address, AddressOf(master.Request(0x7B, TestMaster.Selected)));
    }

    [Fact]
    public void Meters_with_one_secondary_address_differ_by_their_fabrication_numbers()
    {
        var bus = Bus(
            new MeterSpecification { Identification = Identification, Type = 0, FabricationNumber = 0x00000001 },
            new MeterSpecification { Identification = Identification, Type = 0, FabricationNumber = 0x00000002 });
        var master = new TestMaster(bus);
        Assert.Equal(bus.Meters[0].Address, bus.Meters[1].Address);
        master.Select(bus.Meters[0].Address);
        Assert.NotEqual(LinkError.None, Telegram.Decode(Hex.Bytes(master.Request(0x7B, TestMaster.Selected))).LinkError);
        master.Select(bus.Meters[0].Address, 0x0C, 0x78, 2, 0, 0, 0);
        Assert.Equal(LinkError.None, Telegram.Decode(Hex.Bytes(master.Request(0x7B, TestMaster.Selected))).LinkError);
    }

    [Fact]
    public void A_meter_whose_identification_has_hex_digits_answers_with_them()
    {
        foreach (var identification in Identifications.DrawnWithHexDigits(seed: 1, 20))
        {
            var bus = Bus(new MeterSpecification { Identification = identification, Type = 0 });
            var master = new TestMaster(bus);
            Assert.Equal(TestMaster.Ack, master.Select(bus.Meters[0].Address));
            Assert.Equal(bus.Meters[0].Address, AddressOf(master.Request(0x7B, TestMaster.Selected)));
        }
    }

    [Fact]
    public void Identifications_are_distinct_and_of_the_digits_asked_for()
    {
        Assert.Equal([0x99999998u, 0x99999999u, 0x00000000u], Identifications.Consecutive(99_999_998, 3));
        var drawn = Identifications.Drawn(seed: 1, 250);
        Assert.Distinct(drawn);
        Assert.All(drawn, number => Assert.All($"{number:X8}", digit => Assert.InRange(digit, '0', '9')));
        Assert.Equal(drawn, Identifications.Drawn(seed: 1, 250));
        Assert.NotEqual(drawn, Identifications.Drawn(seed: 2, 250));
        var hex = Identifications.DrawnWithHexDigits(seed: 1, 250);
        Assert.Distinct(hex);
        Assert.All(hex, number => Assert.DoesNotContain('F', $"{number:X8}"));
        Assert.All(hex, number => Assert.Contains($"{number:X8}", digit => digit is >= 'A' and <= 'E'));
    }

    private static SimulatedBus Bus(params MeterSpecification[] meters) => SimulatedBus.Create(seed: 7, meters, new ManualTimeProvider(TestMaster.Now));

    private static SecondaryAddress AddressOf(string telegram)
    {
        var header = Telegram.Decode(Hex.Bytes(telegram)).Header;
        return new SecondaryAddress(header.Identification, header.Manufacturer, header.Version, header.Medium);
    }
}
