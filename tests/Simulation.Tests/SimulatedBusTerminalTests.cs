using MBus.LevelConverter;
using MBus.Link;
using Simulation.Script;
using Testing;

namespace Simulation.Tests;

public sealed class SimulatedBusTerminalTests : IDisposable
{
    private const int Deadline = 30_000;

    private static readonly byte[] Initialise = Hex.Bytes("10 40 01 41 16");
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    private readonly SimulatedBus _bus = TestMaster.Bus(meters: 2);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bus");

    private string Link => Path.Combine(_folder.FullName, "meters");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact(Timeout = Deadline)]
    public async Task A_request_at_the_port_is_answered_and_masters_come_and_go()
    {
        await using var terminal = Open(link: null);
        for (var times = 0; times < 2; times++)
        {
            await using var port = new SerialLevelConverter(terminal.Path, BusTiming.Serial(2400));
            Assert.Equal(LinkFrameKind.Ack, await AskAsync(port));
        }
    }

    [Fact(Timeout = Deadline)]
    public async Task Meters_hear_at_the_baud_rate_that_the_master_sets()
    {
        await using var terminal = Open(link: null);
        await using var port = new SerialLevelConverter(terminal.Path, BusTiming.Serial(2400));
        await port.SendAsync(Hex.Bytes("68 03 03 68 53 01 BD 11 16"), default);
        Assert.Equal(LinkFrameKind.Ack, await ReceiveAsync(port));
        // The first meter has gone to 9600 baud and does not hear; the second one answers.
        await port.SendAsync(Hex.Bytes("10 40 01 41 16 | 10 7B 02 7D 16"), default);
        Assert.Equal(LinkFrameKind.Long, await ReceiveAsync(port));
        port.Timing = BusTiming.Serial(9600);
        Assert.Equal(LinkFrameKind.Ack, await AskAsync(port));
    }

    [Fact(Timeout = Deadline)]
    public async Task The_link_leads_to_the_port_and_goes_with_it()
    {
        await using (var terminal = Open(Link))
        {
            Assert.Equal(Link, terminal.Path);
            await using var port = new SerialLevelConverter(Link, BusTiming.Serial(2400));
            Assert.Equal(LinkFrameKind.Ack, await AskAsync(port));
        }

        Assert.Null(new FileInfo(Link).LinkTarget);
    }

    [Fact]
    public void A_file_at_the_links_place_is_left_alone()
    {
        File.WriteAllText(Link, "mine");
        Assert.Throws<IOException>(() => Open(Link));
        Assert.Equal("mine", File.ReadAllText(Link));
    }

    [Fact]
    public async Task A_link_that_leads_to_something_is_left_alone()
    {
        await using var terminal = Open(Link);
        var target = new FileInfo(Link).LinkTarget;
        Assert.Throws<IOException>(() => Open(Link));
        Assert.Equal(target, new FileInfo(Link).LinkTarget);
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_is_replaced()
    {
        File.CreateSymbolicLink(Link, Path.Combine(_folder.FullName, "gone"));
        await using var terminal = Open(Link);
        Assert.StartsWith("/dev/", new FileInfo(Link).LinkTarget, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_a_killed_program_left_is_replaced_even_if_the_port_is_the_same_again()
    {
        string port;
        await using (var first = Open(link: null))
        {
            port = first.Path;
        }

        File.CreateSymbolicLink(Link, port);
        await using var terminal = Open(Link);
        Assert.StartsWith("/dev/", new FileInfo(Link).LinkTarget, StringComparison.Ordinal);
    }

    [Fact(Timeout = Deadline)]
    public async Task A_master_that_never_reads_does_not_stop_the_bus()
    {
        await using var terminal = Open(link: null);
        await using var port = new SerialLevelConverter(terminal.Path, BusTiming.Serial(2400));
        for (var request = 0; request < 200; request++)
        {
            await port.SendAsync(Hex.Bytes("10 4B 01 4C 16"), default);
        }
    }

    [Fact(Timeout = Deadline)]
    public async Task A_port_that_is_cut_off_is_unplugged_and_comes_back_behind_its_link()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pseudo-terminals are used on Linux only.");
        var clock = new ManualTimeProvider(TestMaster.Now);
        var bus = SimulatedBus.Create(seed: 7, meters: 2, clock);
        bus.Play(new FaultScript([new ScriptedFault(FaultKind.CutOff) { Loss = LineLoss.Unplugged, From = TimeSpan.FromSeconds(5), Until = TimeSpan.FromSeconds(9) }]));
        await using var terminal = SimulatedBusTerminal.Open(bus, Link, clock);
        await using (var port = new SerialLevelConverter(Link, BusTiming.Serial(2400)))
        {
            Assert.Equal(LinkFrameKind.Ack, await AskAsync(port));
            clock.Advance(TimeSpan.FromSeconds(6));
            await Eventually.HoldsAsync(() => !Path.Exists(Link), "the port is gone");
            await Assert.ThrowsAsync<LevelConverterException>(() => AskAsync(port));
        }

        clock.Advance(TimeSpan.FromSeconds(6));
        await Eventually.HoldsAsync(() => Path.Exists(Link), "the port is back");
        await using var again = new SerialLevelConverter(Link, BusTiming.Serial(2400));
        Assert.Equal(LinkFrameKind.Ack, await AskAsync(again));
    }

    private static async Task<LinkFrameKind> AskAsync(SerialLevelConverter port)
    {
        await port.SendAsync(Initialise, default);
        return await ReceiveAsync(port);
    }

    private static async Task<LinkFrameKind> ReceiveAsync(SerialLevelConverter port)
    {
        var reader = new LinkFrameReader();
        LinkFrame frame;
        while (!reader.TryRead(out frame))
        {
            reader.Received(await port.ReceiveAsync(reader.Free, Long, default));
        }

        return frame.Kind;
    }

    private SimulatedBusTerminal Open(string? link)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pseudo-terminals are used on Linux only.");
        return SimulatedBusTerminal.Open(_bus, link, TimeProvider.System);
    }
}
