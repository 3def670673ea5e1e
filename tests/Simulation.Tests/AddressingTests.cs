using System.Buffers.Binary;
using MBus.Application;
using MBus.Link;
using MBus.Master;
using Testing;
using static Simulation.Tests.TestMaster;

namespace Simulation.Tests;

public sealed class AddressingTests
{
    private readonly SimulatedBus _bus = Bus(meters: 4);
    private readonly TestMaster _master;

    public AddressingTests() => _master = new TestMaster(_bus);

    [Fact]
    public void A_meter_answers_at_its_primary_address_only()
    {
        Assert.Equal(Ack, _master.Send("10 40 01 41 16"));
        Assert.Equal(Silence, _master.Send("10 40 05 45 16"));
        Assert.Equal(2, TelegramOf(_master.Request(0x7B, 2)).Frame.Address);
    }

    [Fact]
    public void A_broadcast_is_obeyed_and_not_answered()
    {
        Assert.Equal(Silence, _master.Initialise(Broadcast));
        Assert.Equal(Silence, _master.Request(0x7B, Broadcast));
        Assert.Equal(Silence, _master.SendUserData(Broadcast, 0xBD));
        Assert.All(_bus.Meters, meter => Assert.Equal(9600, meter.BaudRate));
    }

    [Fact]
    public void At_the_test_address_a_single_meter_answers_with_its_own_address()
    {
        var master = new TestMaster(Bus(meters: 1));
        Assert.Equal(Ack, master.Initialise(TestMaster.Test));
        Assert.Equal(1, TelegramOf(master.Request(0x7B, TestMaster.Test)).Frame.Address);
    }

    [Fact]
    public void At_the_test_address_many_confirmations_look_like_one_and_many_telegrams_are_junk()
    {
        Assert.Equal(Ack, _master.Initialise(TestMaster.Test));
        var heard = _master.Request(0x7B, TestMaster.Test);
        Assert.NotEqual(Silence, heard);
        Assert.NotEqual(LinkError.None, TelegramOf(heard).LinkError);
    }

    [Fact]
    public void A_selected_meter_answers_until_another_is_selected()
    {
        Assert.Equal(Silence, _master.Request(0x7B, Selected));
        Assert.Equal(Ack, _master.Select(_bus.Meters[0].Address));
        Assert.Equal(_bus.Meters[0].Address.Identification, TelegramOf(_master.Request(0x7B, Selected)).Header.Identification);
        Assert.Equal(Ack, _master.Select(_bus.Meters[2].Address));
        Assert.Equal(_bus.Meters[2].Address.Identification, TelegramOf(_master.Request(0x7B, Selected)).Header.Identification);
    }

    [Fact]
    public void A_selection_that_means_nobody_deselects()
    {
        _master.Select(_bus.Meters[0].Address);
        Assert.Equal(Silence, _master.Select(_bus.Meters[0].Address with { Version = 0xEE }));
        Assert.Equal(Silence, _master.Request(0x7B, Selected));
    }

    [Fact]
    public void Initialising_the_selected_meter_deselects_it()
    {
        _master.Select(_bus.Meters[0].Address);
        Assert.Equal(Ack, _master.Initialise(Selected));
        Assert.Equal(Silence, _master.Initialise(Selected));
        Assert.Equal(Silence, _master.Request(0x7B, Selected));
    }

    [Fact]
    public void Each_field_of_the_secondary_address_can_be_a_wildcard()
    {
        var meter = _bus.Meters[1].Address;
        Assert.Equal(Ack, _master.Select(meter with { Manufacturer = SecondaryAddress.Any.Manufacturer }));
        Assert.Equal(Ack, _master.Select(meter with { Version = 0xFF }));
        Assert.Equal(Ack, _master.Select(meter with { Medium = new Medium(0xFF) }));
        for (var nibble = 0xFu; nibble != 0; nibble <<= 4)
        {
            Assert.Equal(Ack, _master.Select(meter with { Identification = meter.Identification | nibble }));
        }

        Assert.Equal(Ack, _master.Select(SecondaryAddress.Any));
    }

    [Fact]
    public void Each_field_of_the_secondary_address_counts()
    {
        var meter = _bus.Meters[1].Address;
        Assert.Equal(Silence, _master.Select(meter with { Manufacturer = ManufacturerCode.Parse("XXX") }));
        Assert.Equal(Silence, _master.Select(meter with { Version = (byte)(meter.Version + 1) }));
        Assert.Equal(Silence, _master.Select(meter with { Medium = new Medium(0xEE) }));
        for (var bit = 1u; bit != 0; bit <<= 4)
        {
            Assert.Equal(Silence, _master.Select(meter with { Identification = meter.Identification ^ bit }));
        }
    }

    [Fact]
    public void The_fabrication_number_extends_a_selection()
    {
        // The fourth meter's fabrication number is not its identification.
        var meter = _bus.Meters[3];
        Assert.NotEqual(meter.Address.Identification, meter.FabricationNumber);
        byte[] record = [0x0C, 0x78, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(2), meter.FabricationNumber);
        Assert.Equal(Ack, _master.Select(SecondaryAddress.Any, record));
        Assert.Equal(meter.Address.Identification, TelegramOf(_master.Request(0x7B, Selected)).Header.Identification);
        record[2] |= 0x0F;
        Assert.Equal(Ack, _master.Select(meter.Address, record));
        record[2] = (byte)(meter.FabricationNumber ^ 0x10);
        Assert.Equal(Silence, _master.Select(meter.Address, record));
        record[1] = 0x79;
        Assert.Equal(Silence, _master.Select(meter.Address, record));
    }

    [Fact]
    public void A_selection_that_is_too_short_or_too_long_means_nobody()
    {
        var address = _bus.Meters[0].Address.ToBytes();
        Assert.Equal(Silence, _master.SendUserData(Selected, 0x52, address[..7]));
        Assert.Equal(Silence, _master.SendUserData(Selected, 0x52, [.. address, 0x00]));
        Assert.Equal(Silence, _master.SendUserData(Selected, 0x52));
    }

    [Fact]
    public void A_meter_without_a_long_header_has_no_secondary_address()
    {
        var bus = Bus(Stairwell.FirstSpecimen + 2);
        var master = new TestMaster(bus);
        foreach (var meter in bus.Meters.Where(meter => !meter.HasSecondaryAddress))
        {
            Assert.Equal(Silence, master.Select(meter.Address));
            Assert.Equal(Ack, master.Initialise(meter.PrimaryAddress.Value));
        }

        Assert.Equal(2, bus.Meters.Count(meter => !meter.HasSecondaryAddress));
    }

    [Fact]
    public void What_another_slave_says_is_nobodys_request()
    {
        Assert.Equal(Silence, _master.Send("E5"));
        Assert.Equal(Silence, _master.Send(Convert.ToHexString(new TestMaster(Bus(1)).Read(Bus(1).Meters[0])[0])));
    }

    private static Telegram TelegramOf(string hex) => Telegram.Decode(Hex.Bytes(hex));
}
