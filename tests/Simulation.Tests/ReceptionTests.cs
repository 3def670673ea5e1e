using Testing;
using static Simulation.Tests.TestMaster;

namespace Simulation.Tests;

public sealed class ReceptionTests
{
    [Fact]
    public void A_request_is_answered_however_it_is_cut()
    {
        var bus = Bus(meters: 2);
        var selection = Hex.Bytes("68 0B 0B 68 53 FD 52 FF FF FF FF FF FF FF FF 9A 16 | 10 40 01 41 16");
        foreach (var chunks in Fragments.Of(selection))
        {
            var heard = chunks.SelectMany(chunk => bus.Receive(chunk, 2400)).SelectMany(answer => answer.Bytes.ToArray());
            Assert.Equal("E5E5", Convert.ToHexString([.. heard]));
        }
    }

    [Fact]
    public void Noise_before_a_request_does_not_hide_it()
    {
        var master = new TestMaster(Bus(meters: 1));
        Assert.Equal(Ack, master.Send("00 FF 68 10 40 01 41 16"));
        Assert.Equal(Ack, master.Send("10 40 01 42 16 | 10 40 01 41 16"));
    }

    [Fact]
    public void A_request_that_stopped_is_forgotten_after_a_pause()
    {
        var clock = new ManualTimeProvider(Now);
        var master = new TestMaster(SimulatedBus.Create(seed: 7, meters: 1, clock));
        master.Send("68 FF FF 68 53 01");
        clock.Advance(TimeSpan.FromMilliseconds(150));
        Assert.Equal(Ack, master.Initialise(1));
    }

    [Fact]
    public void Two_lines_can_lead_to_one_bus()
    {
        var bus = Bus(meters: 2);
        Parallel.For(1, 200, round =>
        {
            var address = (byte)(1 + (round % 2));
            Assert.Equal(Ack, new TestMaster(bus).Initialise(address));
        });
    }

    [Fact]
    public void No_request_at_all_makes_a_bus_throw_or_stop_answering()
    {
        var random = new Random(1);
        var clock = new ManualTimeProvider(Now);
        var bus = SimulatedBus.Create(seed: 7, Stairwell.FirstSpecimen + 2, clock);
        var master = new TestMaster(bus);
        byte[][] requests =
        [
            Hex.Bytes("10 7B 03 7E 16"),
            Hex.Bytes("10 5A FE 58 16"),
            Hex.Bytes("68 0B 0B 68 73 FD 52 FF FF FF FF FF FF FF FF BA 16"),
            Hex.Bytes("68 11 11 68 73 FD 52 FF FF FF FF FF FF FF FF 0C 78 FF FF FF FF 3A 16"),
            Hex.Bytes("68 06 06 68 53 01 51 01 7A 08 28 16"),
        ];
        var rounds = Rounds.Of(quick: 2_000, ci: 50_000, full: 1_000_000);
        for (var round = 0; round < rounds; round++)
        {
            var request = random.Next(4) == 0 ? Mutations.Noise(random, 300) : Mutations.Mutate(random, requests[random.Next(requests.Length)]);
            master.Send(request);
        }

        clock.Advance(TimeSpan.FromSeconds(1));
        var meter = bus.Meters[1];
        master.BaudRate = meter.BaudRate;
        Assert.NotEqual(Silence, master.Initialise(meter.PrimaryAddress.Value));
    }
}
