using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Simulation;

/// <summary>
/// A serial port without hardware (Linux): what a program writes into <see cref="Path"/> is read here, and the other way
/// round. Bytes pass at once; the speed is only a number that the other side has set.
/// </summary>
public sealed unsafe partial class PseudoTerminal : IDisposable
{
    private const int ReadWriteNoControllingTerminalCloseOnExec = 2 | 0x100 | 0x80000;
    private const nuint TCGETS2 = 0x802C542A, TCSETS2 = 0x402C542B, TIOCNXCL = 0x540D, FIONREAD = 0x541B;
    private const int EINTR = 4;
    private const int FlushInput = 0;

    // The kernel's buffer holds 4095 bytes, then writing waits.
    private const int MaximumUnread = 2048;

    private readonly SafeFileHandle _here;
    private readonly SafeFileHandle _there;
    private volatile bool _closed;

    /// <summary>Opens a new one.</summary>
    /// <exception cref="IOException">The system has none left.</exception>
    /// <exception cref="PlatformNotSupportedException">Not Linux.</exception>
    public PseudoTerminal()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("Pseudo-terminals are used on Linux only.");
        }

        _here = new SafeFileHandle(OpenPt(ReadWriteNoControllingTerminalCloseOnExec), ownsHandle: true);
        Span<byte> name = stackalloc byte[64];
        fixed (byte* first = name)
        {
            if (_here.IsInvalid || GrantPt(_here) != 0 || UnlockPt(_here) != 0 || PtsName(_here, first, name.Length) != 0)
            {
                throw Failed("No pseudo-terminal can be opened");
            }

            Path = Marshal.PtrToStringUTF8((nint)first)!;
        }

        // Held open, so that programs can come and go at the other side.
        _there = new SafeFileHandle(Open(Path, ReadWriteNoControllingTerminalCloseOnExec), ownsHandle: true);
        var raw = new Settings { Control = 0x1000 | 0x30 | 0x80 | 0x800, InputSpeed = 2400, OutputSpeed = 2400 };
        raw.Characters[6] = 1;
        if (_there.IsInvalid || Ioctl(_there, TCSETS2, &raw) != 0)
        {
            throw Failed($"{Path} cannot be set up");
        }
    }

    /// <summary>The device that the other program opens.</summary>
    public string Path { get; }

    /// <summary>The speed in baud that the other program has set.</summary>
    public int BaudRate
    {
        get
        {
            Settings settings;
            return Ioctl(_there, TCGETS2, &settings) == 0 ? (int)settings.OutputSpeed : 0;
        }
    }

    /// <summary>Waits for what the other program writes.</summary>
    /// <returns>How many bytes; 0 after <see cref="Close"/>.</returns>
    public int Read(Span<byte> buffer)
    {
        nint count;
        do
        {
            // A program that was killed leaves its exclusive claim behind.
            _ = Ioctl(_there, TIOCNXCL, null);
            fixed (byte* first = buffer)
            {
                count = Read(_here, first, buffer.Length);
            }
        }
        while (!_closed && count < 0 && Marshal.GetLastPInvokeError() == EINTR);
        return _closed ? 0 : count >= 0 ? (int)count : throw Failed($"{Path} cannot be read");
    }

    /// <summary>Sends to the other program; what nobody reads is lost at length, as on a line.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        var unread = 0;
        if (Ioctl(_there, FIONREAD, &unread) == 0 && unread > MaximumUnread)
        {
            _ = TcFlush(_there, FlushInput);
        }

        while (bytes.Length > 0)
        {
            nint count;
            fixed (byte* first = bytes)
            {
                count = Write(_here, first, bytes.Length);
            }

            bytes = count >= 0 ? bytes[(int)count..]
                : Marshal.GetLastPInvokeError() == EINTR ? bytes
                : throw Failed($"{Path} cannot be written");
        }
    }

    /// <summary>Ends a <see cref="Read(Span{byte})"/> that waits on another thread.</summary>
    public void Close()
    {
        _closed = true;
        byte any = 0;
        _ = Write(_there, &any, 1);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _there.Dispose();
        _here.Dispose();
    }

    private static IOException Failed(string what) => new($"{what}.", new Win32Exception(Marshal.GetLastPInvokeError()));

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    private static partial int OpenPt(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    private static partial int GrantPt(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    private static partial int UnlockPt(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    private static partial int PtsName(SafeFileHandle file, byte* name, nint length);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Ioctl(SafeFileHandle file, nuint request, void* argument);

    [LibraryImport("libc", EntryPoint = "tcflush", SetLastError = true)]
    private static partial int TcFlush(SafeFileHandle file, int queue);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeFileHandle file, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(SafeFileHandle file, byte* buffer, nint count);

    /// <summary>The kernel's <c>struct termios2</c>.</summary>
    private struct Settings
    {
        public uint Input;
        public uint Output;
        public uint Control;
        public uint Local;
        public byte Line;
        public fixed byte Characters[19];
        public uint InputSpeed;
        public uint OutputSpeed;
    }
}
