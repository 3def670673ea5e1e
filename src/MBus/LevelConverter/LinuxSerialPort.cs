using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using static MBus.LevelConverter.LibC;

namespace MBus.LevelConverter;

/// <summary>An open serial port of Linux with 8 data bits, even parity, 1 stop bit. Its calls block.</summary>
internal sealed unsafe class LinuxSerialPort : ISerialPort
{
    private const int BitsPerCharacter = 11;

    // A driver takes bytes at once, and sends them at the speed of the line; one that takes a second longer hangs.
    private const int WritePatience = 1_000;

    private readonly string _path;
    private readonly SafeFileHandle _port;
    private readonly SafeFileHandle _wake;
    private readonly Counts _before;
    private LineErrors _errors = LineErrors.None;

    /// <summary>Opens a port for this program alone.</summary>
    /// <exception cref="LevelConverterException">It is missing, taken, forbidden or not a serial port.</exception>
    public LinuxSerialPort(string path, int baudRate, ModemLines lines)
    {
        _path = path;
        _port = new SafeFileHandle(Open(path, ReadWriteNoControllingTerminalNonBlockingCloseOnExec), ownsHandle: true);
        if (_port.IsInvalid)
        {
            throw CannotOpen();
        }

        _wake = new SafeFileHandle(EventFd(0, NonBlockingCloseOnExec), ownsHandle: true);
        try
        {
            SetBaudRate(baudRate);
            if (Flock(_port, LockExclusiveNonBlocking) != 0)
            {
                throw Failed(LevelConverterError.InUse, "is used by another program.");
            }

            // The superuser passes this, hence the lock above.
            _ = Ioctl(_port, TIOCEXCL, null);
            SetLines(lines);
            LatencyTimer.Shorten(path);
            _before = Count() ?? default;
            Discard();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public int BaudRate { get; private set; }

    /// <inheritdoc />
    public LineErrors Errors => _errors = Count() is { } counts ? counts.Since(_before) : _errors;

    /// <summary>
    /// Sets the baud rate and 8E1, no flow control; a byte with wrong parity and a break read as 00. The modem lines stay as they
    /// are when the port is closed (no <c>HUPCL</c>): a converter that lives on them keeps its bus powered meanwhile.
    /// </summary>
    /// <exception cref="LevelConverterException">The port does not take them.</exception>
    public void SetBaudRate(int baudRate)
    {
        var wanted = new Termios2
        {
            Input = Termios2.CheckParity,
            Control = Termios2.SpeedAsNumber | Termios2.Size8 | Termios2.Receive | Termios2.Parity | Termios2.NoModem,
            InputSpeed = (uint)baudRate,
            OutputSpeed = (uint)baudRate,
        };
        Termios2 got;
        if (Ioctl(_port, TCGETS2, &got) != 0)
        {
            throw Marshal.GetLastPInvokeError() is EIO or ENODEV or ENXIO ? Unplugged() : Failed(LevelConverterError.NotSerial, "is not a serial port.");
        }

        // The kernel sets what it can and says yes: only reading back tells.
        if (Ioctl(_port, TCSETS2, &wanted) != 0 || Ioctl(_port, TCGETS2, &got) != 0
            || Math.Abs(got.OutputSpeed - baudRate) * 50 > baudRate
            || (got.Control & Termios2.Size8) != Termios2.Size8
            || ((got.Control & Termios2.Parity) == 0 && !IsPseudoTerminal()))
        {
            throw Failed(LevelConverterError.SettingsRefused, $"does not take {baudRate} baud with 8 data bits, even parity and 1 stop bit.");
        }

        BaudRate = baudRate;
    }

    /// <inheritdoc />
    public int Read(Span<byte> buffer, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var wake = cancellationToken.UnsafeRegister(static port => ((LinuxSerialPort)port!).Wake(), this);
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var left = (int)Math.Clamp(Math.Ceiling((timeout - Stopwatch.GetElapsedTime(start)).TotalMilliseconds), 0, int.MaxValue);
            var happened = Wait(PollFd.In, left);
            cancellationToken.ThrowIfCancellationRequested();
            if (happened != 0 && ReadNow(buffer, happened) is > 0 and var count)
            {
                return count;
            }

            if (left == 0)
            {
                return 0;
            }
        }
    }

    /// <inheritdoc />
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            nint written;
            fixed (byte* first = bytes)
            {
                written = LibC.Write(_port, first, bytes.Length);
            }

            if (written >= 0)
            {
                bytes = bytes[(int)written..];
            }
            else if (!WorthRepeating() || (Wait(PollFd.Out, WritePatience) & PollFd.Out) == 0)
            {
                throw Unplugged();
            }
        }

        Drain();
    }

    /// <inheritdoc />
    public int Discard()
    {
        var waiting = Waiting(FIONREAD);
        _ = TcFlush(_port, FlushInput);
        return waiting;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_port.IsInvalid)
        {
            _ = Ioctl(_port, TIOCNXCL, null);
        }

        _port.Dispose();
        _wake.Dispose();
    }

    private static bool WorthRepeating() => Marshal.GetLastPInvokeError() is EAGAIN or EINTR;

    /// <summary>Ends a wait from another thread.</summary>
    private void Wake()
    {
        ulong one = 1;
        _ = LibC.Write(_wake, (byte*)&one, sizeof(ulong));
    }

    /// <summary>Waits for the port or for <see cref="Wake"/>; 0 when the time is over or the wait was ended.</summary>
    private short Wait(short events, int milliseconds)
    {
        var files = stackalloc PollFd[2];
        files[0] = new PollFd { File = (int)_port.DangerousGetHandle(), Events = events };
        files[1] = new PollFd { File = (int)_wake.DangerousGetHandle(), Events = PollFd.In };
        if (Poll(files, 2, milliseconds) <= 0)
        {
            return 0;
        }

        if (files[1].Happened != 0)
        {
            ulong count;
            _ = LibC.Read(_wake, (byte*)&count, sizeof(ulong));
        }

        return files[0].Happened;
    }

    private int ReadNow(Span<byte> buffer, short happened)
    {
        nint count;
        fixed (byte* first = buffer)
        {
            count = LibC.Read(_port, first, buffer.Length);
        }

        var gone = count < 0 ? !WorthRepeating() : count == 0 && (happened & PollFd.Failed) != 0;
        return gone ? throw Unplugged() : (int)Math.Max(0, count);
    }

    /// <summary>
    /// Waits until all is out. The system's own wait has no end at an adapter that hangs, so it gets only what the port's chip holds.
    /// </summary>
    private void Drain()
    {
        var start = Stopwatch.GetTimestamp();
        var left = Waiting(TIOCOUTQ);
        var patience = WritePatience + WireMilliseconds(left);
        for (; left > 0; left = Waiting(TIOCOUTQ))
        {
            if ((Wait(0, WireMilliseconds(left)) & PollFd.Failed) != 0 || Stopwatch.GetElapsedTime(start).TotalMilliseconds > patience)
            {
                throw Unplugged();
            }
        }

        while (TcDrain(_port) != 0)
        {
            if (Marshal.GetLastPInvokeError() != EINTR)
            {
                throw Unplugged();
            }
        }
    }

    private int WireMilliseconds(int bytes) => 1 + (bytes * BitsPerCharacter * 1_000 / BaudRate);

    private int Waiting(nuint queue)
    {
        var bytes = 0;
        return Ioctl(_port, queue, &bytes) == 0 ? bytes : 0;
    }

    /// <summary>A pseudo-terminal has no modem lines, and a cheap adapter perhaps none: a converter that lives on them then stays silent.</summary>
    private void SetLines(ModemLines lines)
    {
        var (on, off) = (Lines.On(lines), Lines.Off(lines));
        _ = Ioctl(_port, TIOCMBIS, &on);
        _ = Ioctl(_port, TIOCMBIC, &off);
    }

    /// <summary>What the driver has counted; null when it does not.</summary>
    private Counts? Count()
    {
        Counts counts;
        return Ioctl(_port, TIOCGICOUNT, &counts) == 0 ? counts : null;
    }

    private bool IsPseudoTerminal()
    {
        uint device;
        return Ioctl(_port, TIOCGDEV, &device) == 0 && ((device >> 8) & 0xFFF) is >= 136 and <= 143;
    }

    private LevelConverterException CannotOpen() => Marshal.GetLastPInvokeError() switch
    {
        ENOENT or ENXIO or ENODEV => Failed(LevelConverterError.NoSuchPort, "does not exist: is the adapter plugged in?"),
        EACCES or EPERM => Failed(LevelConverterError.NotPermitted, "may not be opened: is the user in group dialout?"),
        EBUSY => Failed(LevelConverterError.InUse, "is used by another program."),
        _ => Failed(LevelConverterError.NotSerial, "cannot be opened."),
    };

    private LevelConverterException Unplugged() => Failed(LevelConverterError.Unplugged, "was unplugged, or its driver failed.");

    private LevelConverterException Failed(LevelConverterError error, string what) =>
        new(error, $"{_path} {what}", new Win32Exception(Marshal.GetLastPInvokeError()));
}
