using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MBus.LevelConverter;
using Testing;

namespace MBus.Tests.LevelConverter;

public sealed class LinuxSerialPortTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_latency_timer_of_an_adapter_is_set_to_1_ms()
    {
        var timer = Adapter("ttyUSB7");
        LatencyTimer.Shorten(_folder.File("ttyUSB7"), Adapters);
        Assert.Equal("1\n", File.ReadAllText(timer));
    }

    [Fact]
    public void The_latency_timer_is_that_of_the_adapter_to_which_a_link_leads_now()
    {
        var (first, second) = (Adapter("ttyUSB0"), Adapter("ttyUSB1"));
        var link = Path.Combine(_folder.Path, "usb-FTDI-if00");
        foreach (var (device, set, kept) in new[] { ("ttyUSB0", first, second), ("ttyUSB1", second, first) })
        {
            File.WriteAllText(set, "16");
            File.WriteAllText(kept, "16");
            File.Delete(link);
            File.CreateSymbolicLink(link, Path.Combine(_folder.Path, device));
            LatencyTimer.Shorten(link, Adapters);
            Assert.Equal(("1\n", "16"), (File.ReadAllText(set), File.ReadAllText(kept)));
        }
    }

    [Fact]
    public void A_port_without_a_latency_timer_is_left_as_it_is()
    {
        var timer = Adapter("ttyUSB7");
        LatencyTimer.Shorten(_folder.Write("ttyS0", ""), Adapters);
        LatencyTimer.Shorten(_folder.File("gone"), Adapters);
        Assert.Equal([timer], Directory.GetFiles(Adapters, "*", SearchOption.AllDirectories));
        Assert.Equal("16", File.ReadAllText(timer));
    }

    [Fact]
    public void A_latency_timer_that_may_not_be_set_is_left_as_it_is()
    {
        // A folder in its place cannot be written by anyone.
        var timer = Directory.CreateDirectory(Path.Combine(Adapters, "ttyUSB7", "latency_timer"));
        LatencyTimer.Shorten(_folder.Write("ttyUSB7", ""), Adapters);
        Assert.True(timer.Exists);
    }

    [Theory]
    [InlineData(true, true, 6, 0)]
    [InlineData(true, false, 2, 4)]
    [InlineData(false, true, 4, 2)]
    [InlineData(false, false, 0, 6)]
    public void Each_modem_line_is_set_or_cleared(bool dtr, bool rts, int on, int off)
    {
        var lines = new ModemLines { Dtr = dtr, Rts = rts };
        Assert.Equal((on, off), (LibC.Lines.On(lines), LibC.Lines.Off(lines)));
    }

    [Fact]
    public void The_settings_and_counts_are_laid_out_as_the_kernel_has_them()
    {
        Assert.Equal((44, 80, 8), (Unsafe.SizeOf<LibC.Termios2>(), Unsafe.SizeOf<LibC.Counts>(), Unsafe.SizeOf<LibC.PollFd>()));
        var ints = new int[20];
        (ints[6], ints[7], ints[8], ints[9], ints[10]) = (1, 20, 3, 4, 500);
        var counts = MemoryMarshal.Cast<int, LibC.Counts>(ints)[0];
        Assert.Equal(new LineErrors(Parity: 3, Framing: 1, Break: 4, Overrun: 520), counts.Since(default));
    }

    [Fact]
    public void Counts_that_pass_the_end_of_their_range_go_on()
    {
        var before = new LibC.Counts { Parity = int.MaxValue, Framing = -1 };
        Assert.Equal(new LineErrors(Parity: 2, Framing: 3), new LibC.Counts { Parity = int.MinValue + 1, Framing = 2 }.Since(before));
    }

    private string Adapters => Path.Combine(_folder.Path, "adapters");

    private string Adapter(string device)
    {
        var timer = Path.Combine(Directory.CreateDirectory(Path.Combine(Adapters, device)).FullName, "latency_timer");
        File.WriteAllText(timer, "16");
        File.WriteAllText(Path.Combine(_folder.Path, device), "");
        return timer;
    }
}
