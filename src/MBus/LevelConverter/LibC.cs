using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MBus.LevelConverter;

/// <summary>
/// What a serial port needs of Linux. The settings go through the kernel's own <c>ioctl</c>, not through the C library's
/// <c>tcsetattr</c>: its speed codes changed with glibc 2.42, and it reports a pseudo-terminal's missing parity as an error.
/// </summary>
internal static unsafe partial class LibC
{
    public const int EPERM = 1, ENOENT = 2, EINTR = 4, EIO = 5, ENXIO = 6, EAGAIN = 11, EACCES = 13, EBUSY = 16, ENODEV = 19;

    public const int ReadWriteNoControllingTerminalNonBlockingCloseOnExec = 2 | 0x100 | 0x800 | 0x80000;
    public const int NonBlockingCloseOnExec = 0x800 | 0x80000;
    public const int LockExclusiveNonBlocking = 2 | 4;
    public const int FlushInput = 0;

    /// <summary>Other programs cannot open the port any more; they can again.</summary>
    public const nuint TIOCEXCL = 0x540C, TIOCNXCL = 0x540D;

    /// <summary>The settings, as <see cref="Termios2"/>.</summary>
    public const nuint TCGETS2 = 0x802C542A, TCSETS2 = 0x402C542B;

    /// <summary>Sets modem lines, and clears them.</summary>
    public const nuint TIOCMBIS = 0x5416, TIOCMBIC = 0x5417;

    /// <summary>How many bytes wait to be read, and to be sent.</summary>
    public const nuint FIONREAD = 0x541B, TIOCOUTQ = 0x5411;

    /// <summary>The driver's counts, as <see cref="Counts"/>.</summary>
    public const nuint TIOCGICOUNT = 0x545D;

    /// <summary>The device number; its major is 136-143 for a pseudo-terminal.</summary>
    public const nuint TIOCGDEV = 0x80045432;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Ioctl(SafeFileHandle file, nuint request, void* argument);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static partial int Flock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "tcflush", SetLastError = true)]
    public static partial int TcFlush(SafeFileHandle file, int queue);

    [LibraryImport("libc", EntryPoint = "tcdrain", SetLastError = true)]
    public static partial int TcDrain(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventFd(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollFd* files, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(SafeFileHandle file, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeFileHandle file, byte* buffer, nint count);

    /// <summary>What to wait for at one file, and what happened.</summary>
    public struct PollFd
    {
        public const short In = 1, Out = 4, Failed = 8 | 0x10 | 0x20;

        public int File;
        public short Events;
        public short Happened;
    }

    /// <summary>The kernel's <c>struct termios2</c>, 44 bytes on x64 and arm64.</summary>
    public struct Termios2
    {
        public const uint CheckParity = 0x10;
        public const uint SpeedAsNumber = 0x1000, Size8 = 0x30, Receive = 0x80, Parity = 0x100, NoModem = 0x800;

        public uint Input;
        public uint Output;
        public uint Control;
        public uint Local;
        public byte Line;
        public fixed byte Characters[19];
        public uint InputSpeed;
        public uint OutputSpeed;
    }

    /// <summary>The kernel's <c>struct serial_icounter_struct</c>, 80 bytes: what a driver has counted since it was loaded.</summary>
    public struct Counts
    {
        public int ClearToSend, DataSetReady, Ring, CarrierDetect, Received, Sent;
        public int Framing, Overrun, Parity, Break, BufferOverrun;
        public fixed int Reserved[9];

        /// <summary>What was counted after an earlier reading; the counts may pass the end of their range.</summary>
        public readonly LineErrors Since(Counts earlier) => new(
            Parity: Passed(Parity, earlier.Parity),
            Framing: Passed(Framing, earlier.Framing),
            Break: Passed(Break, earlier.Break),
            Overrun: Passed(Overrun, earlier.Overrun) + Passed(BufferOverrun, earlier.BufferOverrun));

        private static long Passed(int now, int earlier) => unchecked((uint)(now - earlier));
    }

    /// <summary>Bits of the modem lines.</summary>
    public static class Lines
    {
        public const int Dtr = 2, Rts = 4;

        /// <summary>The lines that are on.</summary>
        public static int On(ModemLines lines) => (lines.Dtr ? Dtr : 0) | (lines.Rts ? Rts : 0);

        /// <summary>The lines that are off.</summary>
        public static int Off(ModemLines lines) => (Dtr | Rts) & ~On(lines);
    }
}
