using System.Diagnostics;
using MBus.LevelConverter;
using Simulation;
using Testing;

namespace MBus.Tests.LevelConverter;

public sealed class SerialLevelConverterTests
{
    private const int Deadline = 30_000;

    private static readonly byte[] Request = Hex.Bytes("10 7B 01 7C 16");
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(5);

    [Fact(Timeout = Deadline)]
    public async Task Bytes_pass_both_ways_unchanged()
    {
        using var terminal = Terminal();
        await using var port = new SerialLevelConverter(terminal.Path, BusTiming.Serial(2400));
        byte[] all = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        await port.SendAsync(all, default);
        Assert.Equal(all, Read(terminal, all.Length));
        terminal.Write(all);
        Assert.Equal(all, await ReceiveAsync(port, all.Length));
    }

    [Theory(Timeout = Deadline)]
    [InlineData(300)]
    [InlineData(2400)]
    [InlineData(38400)]
    public async Task The_baud_rate_is_set_and_changed_with_the_next_sending(int baudRate)
    {
        using var terminal = Terminal();
        await using var port = new SerialLevelConverter(terminal.Path, BusTiming.Serial(baudRate));
        await port.SendAsync(Request, default);
        Assert.Equal(baudRate, terminal.BaudRate);
        port.Timing = port.Timing with { BaudRate = 9600 };
        Assert.Equal(baudRate, terminal.BaudRate);
        await port.SendAsync(Request, default);
        Assert.Equal(9600, terminal.BaudRate);
    }

    [Fact(Timeout = Deadline)]
    public async Task Silence_is_no_bytes()
    {
        using var terminal = Terminal();
        await using var port = new SerialLevelConverter(terminal.Path, BusTiming.Serial(2400));
        await port.SendAsync(Request, default);
        Assert.Equal(0, await port.ReceiveAsync(new byte[300], Short, default));
    }

    [Fact(Timeout = Deadline)]
    public async Task What_came_unasked_is_thrown_away_and_counted()
    {
        using var terminal = Terminal();
        await using var port = new SerialLevelConverter(terminal.Path, BusTiming.Serial(2400));
        Assert.Equal(0, await port.DiscardInputAsync(default));
        await port.SendAsync(Request, default);
        terminal.Write(Hex.Bytes("00 FF A5"));
        await ReceiveAsync(port, 1);
        Assert.Equal(2, await port.DiscardInputAsync(default));
        Assert.Equal(0, await port.ReceiveAsync(new byte[300], Short, default));
    }

    [Fact(Timeout = Deadline)]
    public async Task A_wait_is_ended_by_its_token_and_the_port_stays_usable()
    {
        using var terminal = Terminal();
        await using var port = new SerialLevelConverter(terminal.Path, BusTiming.Serial(2400));
        await port.SendAsync(Request, default);
        using var stop = new CancellationTokenSource();
        var cancelled = Assert.ThrowsAnyAsync<OperationCanceledException>(() => port.ReceiveAsync(new byte[300], Long, stop.Token).AsTask());
        await stop.CancelAsync();
        await cancelled;
        terminal.Write(Hex.Bytes("E5"));
        Assert.Equal(Hex.Bytes("E5"), await ReceiveAsync(port, 1));
    }

    [Fact(Timeout = Deadline)]
    public async Task A_missing_port_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Serial ports are opened on Linux here.");
        await using var port = new SerialLevelConverter("/dev/ttyUSB-none", BusTiming.Serial(2400));
        var e = await Assert.ThrowsAsync<LevelConverterException>(() => port.SendAsync(Request, default).AsTask());
        Assert.Equal(LevelConverterError.NoSuchPort, e.Error);
        Assert.Equal("/dev/ttyUSB-none does not exist: is the adapter plugged in?", e.Message);
    }

    [Fact(Timeout = Deadline)]
    public async Task A_file_is_not_a_serial_port()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Serial ports are opened on Linux here.");
        await using var port = new SerialLevelConverter("/dev/null", BusTiming.Serial(2400));
        var e = await Assert.ThrowsAsync<LevelConverterException>(() => port.SendAsync(Request, default).AsTask());
        Assert.Equal(LevelConverterError.NotSerial, e.Error);
    }

    [Fact(Timeout = Deadline)]
    public async Task A_port_serves_one_program_at_a_time()
    {
        using var terminal = Terminal();
        await using var second = new SerialLevelConverter(terminal.Path, BusTiming.Serial(2400));
        await using (var first = new SerialLevelConverter(terminal.Path, BusTiming.Serial(2400)))
        {
            await first.SendAsync(Request, default);
            var e = await Assert.ThrowsAsync<LevelConverterException>(() => second.SendAsync(Request, default).AsTask());
            Assert.Equal(LevelConverterError.InUse, e.Error);
        }

        await second.SendAsync(Request, default);
    }

    [Fact(Timeout = Deadline)]
    public async Task An_unplugged_adapter_is_named_and_opened_again_when_it_is_back()
    {
        var link = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using var before = Terminal();
            File.CreateSymbolicLink(link, before.Path);
            await using var port = new SerialLevelConverter(link, BusTiming.Serial(2400));
            await port.SendAsync(Request, default);
            before.Dispose();
            var e = await Assert.ThrowsAsync<LevelConverterException>(() => port.ReceiveAsync(new byte[300], Long, default).AsTask());
            Assert.Equal(LevelConverterError.Unplugged, e.Error);

            using var after = Terminal();
            File.Delete(link);
            File.CreateSymbolicLink(link, after.Path);
            await port.SendAsync(Request, default);
            Assert.Equal(Request, Read(after, Request.Length));
        }
        finally
        {
            File.Delete(link);
        }
    }

    [Fact(Timeout = Deadline)]
    public async Task An_adapter_plugged_in_elsewhere_while_idle_is_found_by_its_link_without_a_word()
    {
        using var folder = new TemporaryFolder();
        var link = folder.File("usb-FTDI_FT232R-if00-port0");
        using var before = Terminal();
        File.CreateSymbolicLink(link, before.Path);
        await using var port = new SerialLevelConverter(link, BusTiming.Serial(2400));
        await port.SendAsync(Request, default);
        before.Dispose();
        using var after = Terminal();
        File.Delete(link);
        File.CreateSymbolicLink(link, after.Path);
        port.Timing = BusTiming.Serial(9600);
        await port.SendAsync(Request, default);
        Assert.Equal(Request, Read(after, Request.Length));
        Assert.Equal(9600, after.BaudRate);
    }

    [Fact(Timeout = Deadline)]
    public async Task An_adapter_that_is_not_back_is_named_missing_until_it_is()
    {
        using var folder = new TemporaryFolder();
        var link = folder.File("usb-FTDI_FT232R-if00-port0");
        var before = Terminal();
        File.CreateSymbolicLink(link, before.Path);
        await using var port = new SerialLevelConverter(link, BusTiming.Serial(2400));
        await port.SendAsync(Request, default);
        before.Dispose();
        File.Delete(link);
        for (var tries = 0; tries < 3; tries++)
        {
            var e = await Assert.ThrowsAsync<LevelConverterException>(() => port.SendAsync(Request, default).AsTask());
            Assert.Equal(LevelConverterError.NoSuchPort, e.Error);
            Assert.StartsWith(link, e.Message, StringComparison.Ordinal);
        }

        using var after = Terminal();
        File.CreateSymbolicLink(link, after.Path);
        await port.SendAsync(Request, default);
        Assert.Equal(Request, Read(after, Request.Length));
    }

    [Fact(Timeout = Deadline)]
    public async Task Bytes_in_pieces_come_as_they_arrive()
    {
        using var terminal = Terminal();
        await using var port = new SerialLevelConverter(terminal.Path, BusTiming.Serial(2400));
        await port.SendAsync(Request, default);
        var buffer = new byte[300];
        foreach (var piece in new[] { "68", "03 03", "68 08 01 72 7B 16" })
        {
            terminal.Write(Hex.Bytes(piece));
            Assert.Equal(Hex.Bytes(piece), buffer[..await port.ReceiveAsync(buffer, Long, default)]);
        }
    }

    [Fact(Timeout = Deadline)]
    public async Task A_port_without_counters_and_modem_lines_is_used_without_them()
    {
        using var terminal = Terminal();
        await using var port = new SerialLevelConverter(terminal.Path, BusTiming.Serial(2400), new ModemLines { Dtr = false, Rts = false });
        await port.SendAsync(Request, default);
        Assert.Equal(Request, Read(terminal, Request.Length));
        Assert.Equal(LineErrors.None, port.LineErrors);
    }

    [Fact(Timeout = Deadline)]
    public async Task The_end_of_a_converter_ends_a_wait_at_its_port()
    {
        using var terminal = Terminal();
        var port = new SerialLevelConverter(terminal.Path, BusTiming.Serial(2400));
        await port.SendAsync(Request, default);
        var waiting = port.ReceiveAsync(new byte[300], TimeSpan.FromHours(1), default).AsTask();
        await port.DisposeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await using var next = new SerialLevelConverter(terminal.Path, BusTiming.Serial(2400));
        await next.SendAsync(Request, default);
    }

    [Fact(Timeout = Deadline)]
    public async Task Two_ports_that_socat_joins_carry_bytes_and_end_together()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/socat"), "There is no socat here.");
        using var folder = new TemporaryFolder();
        var (here, there) = (folder.File("here"), folder.File("there"));
        using var socat = Process.Start("/usr/bin/socat", [$"pty,rawer,link={here}", $"pty,rawer,link={there}"]);
        try
        {
            await Eventually.HoldsAsync(() => File.Exists(here) && File.Exists(there), "socat has made its ports");
            await using var master = new SerialLevelConverter(here, BusTiming.Serial(2400));
            await using var meter = new SerialLevelConverter(there, BusTiming.Serial(2400));
            // What is sent before the other end is open may be lost.
            await master.SendAsync(Hex.Bytes("FF"), default);
            await meter.SendAsync(Hex.Bytes("00"), default);
            Assert.Equal(Hex.Bytes("00"), await ReceiveAsync(master, 1));
            await master.SendAsync(Request, default);
            Assert.Equal(Request, (await ReceiveUntilAsync(meter, Request[^1])).SkipWhile(octet => octet == 0xFF));
            socat.Kill();
            var e = await Assert.ThrowsAsync<LevelConverterException>(() => master.ReceiveAsync(new byte[300], Long, default).AsTask());
            Assert.Equal(LevelConverterError.Unplugged, e.Error);
        }
        finally
        {
            socat.Kill();
            await socat.WaitForExitAsync();
        }
    }

    private static PseudoTerminal Terminal()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pseudo-terminals are used on Linux only.");
        return new PseudoTerminal();
    }

    private static byte[] Read(PseudoTerminal terminal, int count)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            read += terminal.Read(bytes.AsSpan(read));
        }

        return bytes;
    }

    private static async Task<List<byte>> ReceiveUntilAsync(SerialLevelConverter port, byte last)
    {
        var bytes = new List<byte>();
        while (bytes.Count == 0 || bytes[^1] != last)
        {
            bytes.AddRange(await ReceiveAsync(port, 1));
        }

        return bytes;
    }

    private static async Task<byte[]> ReceiveAsync(SerialLevelConverter port, int count)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            read += await port.ReceiveAsync(bytes.AsMemory(read), Long, default);
        }

        return bytes;
    }
}
