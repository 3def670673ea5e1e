using MBus.Application;
using MBus.Link;
using MBus.Master;
using Testing;

namespace Simulation.Tests;

public sealed class SlaveTests
{
    private const string Ack = "E5";
    private const string Silence = "";

    private readonly SimulatedBus _bus = SimulatedBus.Create(1, 3);

    [Theory]
    [InlineData("10 40 01 41 16", Ack, "SND_NKE to a meter")]
    [InlineData("10 40 09 49 16", Silence, "SND_NKE to nobody")]
    [InlineData("10 40 FE 3E 16", Ack, "SND_NKE to all at the test address: equal answers look like one")]
    [InlineData("10 40 FF 3F 16", Silence, "a broadcast is not answered")]
    [InlineData("10 40 FD 3D 16", Silence, "nobody is selected")]
    [InlineData("10 5A 01 5B 16", Ack, "no alarm")]
    [InlineData("10 49 00 49 16", Silence, "an unknown function")]
    [InlineData("68 03 03 68 53 FF BD 0F 16", Silence, "a baud rate for all")]
    public void A_slave_answers_what_is_for_it(string request, string answer, string what) =>
        Assert.True(Hex.Bytes(answer).SequenceEqual(Ask(request)), what);

    [Fact]
    public void A_selection_with_wildcards_is_confirmed_and_deselects_the_others()
    {
        var address = _bus.Meters[1].Address;
        Assert.Equal([0xE5], Select(address));
        Assert.Equal(address, Sender(Ask("10 7B FD 78 16")));
        Assert.Equal([0xE5], Select(address with { Identification = address.Identification | 0x0F0000FF }));
        Assert.Equal([0xE5], Select(SecondaryAddress.Any with { Medium = _bus.Meters[2].Address.Medium }));
        Assert.Equal(_bus.Meters[2].Address, Sender(Ask("10 7B FD 78 16")));
        Assert.Empty(Select(SecondaryAddress.Any with { Identification = 0x99999999 }));
        Assert.Empty(Ask("10 7B FD 78 16"));
    }

    [Fact]
    public void A_selection_may_name_the_fabrication_number()
    {
        var number = _bus.Meters[0].Address.ToBytes()[..4];
        byte[] any = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
        Assert.Equal([0xE5], Ask(LinkFrame.Long(new(0x73), 0xFD, 0x52, [.. any, 0x0C, 0x78, .. number])));
        Assert.Empty(Ask(LinkFrame.Long(new(0x73), 0xFD, 0x52, [.. any, 0x0C, 0x78, 0x99, 0x99, 0x99, 0x99])));
    }

    [Fact]
    public void SND_NKE_at_FD_deselects()
    {
        Select(_bus.Meters[0].Address);
        Assert.Equal([0xE5], Ask("10 40 FD 3D 16"));
        Assert.Empty(Ask("10 40 FD 3D 16"));
    }

    [Fact]
    public void Several_selected_slaves_confirm_as_one_and_their_telegrams_are_junk()
    {
        Assert.Equal([0xE5], Select(SecondaryAddress.Any));
        var answer = Ask("10 7B FD 78 16");
        Assert.NotEmpty(answer);
        Assert.NotEqual(LinkError.None, LinkFrame.TryParse(answer, out _));
    }

    [Fact]
    public void The_same_frame_count_bit_brings_the_same_telegram_and_the_other_the_next()
    {
        var first = Ask("10 7B 03 7E 16");
        Assert.Equal(first, Ask("10 7B 03 7E 16"));
        var second = Ask("10 5B 03 5E 16");
        Assert.NotEqual(first, second);
        Ask("10 40 03 43 16");
        Assert.Equal(Keys(first), Keys(Ask("10 7B 03 7E 16")));
    }

    [Fact]
    public void After_the_last_telegram_the_first_follows()
    {
        var first = Keys(Ask("10 7B 03 7E 16"));
        Ask("10 5B 03 5E 16");
        Ask("10 7B 03 7E 16");
        Ask("10 5B 03 5E 16");
        Assert.Equal(first, Keys(Ask("10 7B 03 7E 16")));
    }

    [Fact]
    public void The_baud_rate_is_confirmed_at_the_old_rate_and_used_from_then_on()
    {
        Assert.Equal([0xE5], Ask("68 03 03 68 53 01 BD 11 16"));
        Assert.Empty(Ask("10 40 01 41 16"));
        Assert.Equal([0xE5], Ask("10 40 01 41 16", baudRate: 9600));
        Assert.Equal([0xE5], Ask("10 40 02 42 16"));
    }

    [Fact]
    public void A_primary_address_can_be_set()
    {
        Assert.Equal([0xE5], Ask("68 06 06 68 53 01 51 01 7A 08 28 16"));
        Assert.Empty(Ask("10 40 01 41 16"));
        Assert.Equal([0xE5], Ask("10 40 08 48 16"));
    }

    [Fact]
    public void A_command_that_it_does_not_know_is_refused_with_the_next_answer()
    {
        Assert.Equal([0xE5], Ask("68 03 03 68 53 01 5A AE 16"));
        Assert.Equal(ApplicationErrorCode.UnimplementedCi, Telegram.Decode(Ask("10 7B 01 7C 16")).ApplicationError);
        Assert.Equal(TelegramKind.Variable, Telegram.Decode(Ask("10 5B 01 5C 16")).Kind);
    }

    [Fact]
    public void Random_frames_never_make_it_throw()
    {
        var random = new Random(1);
        for (var round = Rounds.Of(quick: 2_000, ci: 100_000, full: 1_000_000); round > 0; round--)
        {
            byte[] addresses = [0, 1, 2, 3, 0xFD, 0xFE, 0xFF];
            byte[] informations = [0x50, 0x51, 0x52, 0x54, 0x5A, 0xB8, 0xBB, 0xBF, (byte)random.Next(256)];
            Ask(LinkFrame.Long(
                new((byte)(random.Next(4) == 0 ? random.Next(256) : 0x73)),
                addresses[random.Next(addresses.Length)],
                informations[random.Next(informations.Length)],
                Mutations.Noise(random, 20)));
            Ask(LinkFrame.Short(new((byte)(random.Next(2) == 0 ? 0x7B : 0x5B)), new(addresses[random.Next(addresses.Length)])));
        }
    }

    private byte[] Select(SecondaryAddress address) => Ask(LinkFrame.Long(new(0x73), 0xFD, 0x52, address.ToBytes()));

    private byte[] Ask(string request, int baudRate = 2400) => Ask(Hex.Bytes(request), baudRate);

    private byte[] Ask(byte[] request, int baudRate = 2400)
    {
        Assert.Equal(LinkError.None, LinkFrame.TryParse(request, out var frame));
        return [.. _bus.Ask(frame, baudRate, OnTheClock.Start).SelectMany(emission => emission.Bytes)];
    }

    private static SecondaryAddress Sender(byte[] answer)
    {
        Assert.Equal(LinkError.None, LinkFrame.TryParse(answer, out var frame));
        return SecondaryAddress.FromHeader(frame.UserData.Span);
    }

    private static List<string> Keys(byte[] answer)
    {
        List<string> keys = [];
        foreach (var record in Telegram.Decode(answer).Records)
        {
            keys.Add(Convert.ToHexString(record.Bytes.Span[..record.KeyLength]));
        }

        return keys;
    }
}
