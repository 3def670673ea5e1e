using static Simulation.Tests.TestMaster;

namespace Simulation.Tests;

public sealed class SendUserDataTests
{
    private readonly SimulatedBus _bus = Bus(meters: 3);
    private readonly TestMaster _master;

    public SendUserDataTests() => _master = new TestMaster(_bus);

    [Theory]
    [InlineData(0xB8, 300)]
    [InlineData(0xB9, 600)]
    [InlineData(0xBA, 1200)]
    [InlineData(0xBB, 2400)]
    [InlineData(0xBC, 4800)]
    [InlineData(0xBD, 9600)]
    [InlineData(0xBE, 19200)]
    [InlineData(0xBF, 38400)]
    public void A_new_baud_rate_is_confirmed_at_the_old_one_and_then_holds(byte ci, int baudRate)
    {
        Assert.Equal(Ack, _master.SendUserData(1, ci));
        _master.BaudRate = baudRate;
        Assert.Equal(Ack, _master.Initialise(1));
        _master.BaudRate = 2400;
        Assert.Equal(baudRate == 2400 ? Ack : Silence, _master.Initialise(1));
        Assert.Equal(Ack, _master.Initialise(2));
    }

    [Fact]
    public void At_another_baud_rate_nobody_hears()
    {
        _master.BaudRate = 9600;
        Assert.Equal(Silence, _master.Initialise(1));
        Assert.Equal(Silence, _master.Select(_bus.Meters[0].Address));
    }

    [Fact]
    public void The_primary_address_can_be_set()
    {
        Assert.Equal(Ack, _master.Send("68 06 06 68 53 01 51 01 7A 08 28 16"));
        Assert.Equal(8, _bus.Meters[0].PrimaryAddress.Value);
        Assert.Equal(Silence, _master.Initialise(1));
        Assert.Equal(Ack, _master.Initialise(8));
    }

    [Fact]
    public void The_primary_address_of_the_selected_meter_can_be_set()
    {
        _master.Select(_bus.Meters[1].Address);
        Assert.Equal(Ack, _master.SendUserData(Selected, 0x51, 0x01, 0x7A, 200));
        Assert.Equal(Ack, _master.Initialise(200));
        Assert.Equal(Ack, _master.Initialise(Selected));
    }

    [Theory]
    [InlineData(0x51, "017AFB")]
    [InlineData(0x51, "017A")]
    [InlineData(0x51, "017A0800")]
    [InlineData(0x51, "046D1E0A1F33")]
    [InlineData(0x50, "50")]
    [InlineData(0xBB, "00")]
    [InlineData(0xC0, "")]
    [InlineData(0x00, "FF")]
    public void What_a_meter_does_not_understand_is_confirmed_and_changes_nothing(byte ci, string data)
    {
        Assert.Equal(Ack, _master.SendUserData(1, ci, Convert.FromHexString(data)));
        Assert.Equal(1, _bus.Meters[0].PrimaryAddress.Value);
        Assert.Equal(2400, _bus.Meters[0].BaudRate);
    }

    [Theory]
    [InlineData("68 03 03 68 40 01 50 91 16")] // SND_NKE with a CI field
    [InlineData("10 53 01 54 16")] // SND_UD without
    [InlineData("10 49 01 4A 16")] // REQ_SKE, which the M-Bus leaves out
    [InlineData("68 03 03 68 7B 01 50 CC 16")] // REQ_UD2 with a CI field
    public void A_frame_that_the_standard_does_not_have_is_not_answered(string hex)
    {
        Assert.Equal(Silence, _master.Send(hex));
    }
}
