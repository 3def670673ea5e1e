using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MBus.LevelConverter;

/// <summary>What a serial port needs of Windows.</summary>
internal static unsafe partial class Kernel32
{
    public const int ERROR_INVALID_FUNCTION = 1, ERROR_FILE_NOT_FOUND = 2, ERROR_PATH_NOT_FOUND = 3, ERROR_ACCESS_DENIED = 5, ERROR_INVALID_HANDLE = 6;
    public const int ERROR_SHARING_VIOLATION = 32, ERROR_DEV_NOT_EXIST = 55, ERROR_INVALID_PARAMETER = 87, ERROR_INVALID_NAME = 123, ERROR_BUSY = 170;
    public const int ERROR_NO_SUCH_DEVICE = 433, ERROR_IO_PENDING = 997, ERROR_DEVICE_NOT_CONNECTED = 1167, ERROR_PRIVILEGE_NOT_HELD = 1314, ERROR_TIMEOUT = 1460;

    public const uint GENERIC_READ_WRITE = 0xC000_0000;
    public const uint OPEN_EXISTING = 3;
    public const uint FILE_FLAG_OVERLAPPED = 0x4000_0000;
    public const uint PURGE_RXCLEAR = 8;

    [LibraryImport("kernel32.dll", EntryPoint = "CreateFileW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    public static partial SafeFileHandle CreateFile(string name, uint access, uint share, nint security, uint creation, uint flags, nint template);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool GetCommState(SafeFileHandle port, Dcb* settings);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool SetCommState(SafeFileHandle port, Dcb* settings);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool SetCommTimeouts(SafeFileHandle port, CommTimeouts* timeouts);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool ClearCommError(SafeFileHandle port, uint* errors, ComStat* state);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool PurgeComm(SafeFileHandle port, uint what);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool ReadFile(SafeFileHandle port, byte* buffer, int count, nint none, PendingTransfer* transfer);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool WriteFile(SafeFileHandle port, byte* buffer, int count, nint none, PendingTransfer* transfer);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool FlushFileBuffers(SafeFileHandle port);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool GetOverlappedResult(
        SafeFileHandle port, PendingTransfer* transfer, uint* count, [MarshalAs(UnmanagedType.Bool)] bool wait);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool CancelIoEx(SafeFileHandle port, PendingTransfer* transfer);

    /// <summary>The settings of a port, <c>DCB</c>, 28 bytes.</summary>
    public struct Dcb
    {
        public const uint Binary = 1, CheckParity = 2, DtrOn = 0x10, RtsOn = 0x1000;
        public const byte EvenParity = 2, OneStopBit = 0;

        public uint Length;
        public uint BaudRate;
        public uint Flags;
        public ushort Reserved;
        public ushort XonLimit, XoffLimit;
        public byte ByteSize, Parity, StopBits;
        public byte XonCharacter, XoffCharacter, ErrorCharacter, EndCharacter, EventCharacter;
        public ushort Reserved1;

        /// <summary>8E1 without flow control, the modem lines as they shall be; a fault of a character does not stop the port.</summary>
        public void Set(int baudRate, ModemLines lines)
        {
            BaudRate = (uint)baudRate;
            Flags = Binary | CheckParity | (lines.Dtr ? DtrOn : 0) | (lines.Rts ? RtsOn : 0);
            (ByteSize, Parity, StopBits) = (8, EvenParity, OneStopBit);
        }
    }

    /// <summary>When reading and writing end, <c>COMMTIMEOUTS</c>, in milliseconds.</summary>
    public struct CommTimeouts
    {
        public uint ReadInterval, ReadMultiplier, ReadConstant, WriteMultiplier, WriteConstant;
    }

    /// <summary>A transfer that goes on while its caller waits for an event, <c>OVERLAPPED</c>, 32 bytes in a 64-bit program.</summary>
    public struct PendingTransfer
    {
        public nint Status, Count;
        public uint Offset, OffsetHigh;
        public nint Event;
    }

    /// <summary>What waits at a port, <c>COMSTAT</c>, 12 bytes.</summary>
    public struct ComStat
    {
        public uint Flags;
        public uint InQueue, OutQueue;
    }

    /// <summary>The faults of characters since they were last asked for; Windows tells which kinds there were, not how many.</summary>
    public static class CommErrors
    {
        public const uint BufferOverrun = 1, Overrun = 2, Parity = 4, Framing = 8, Break = 0x10;

        /// <summary>One fault for each kind.</summary>
        public static LineErrors Count(uint errors) => new(
            Parity: (errors & Parity) / Parity,
            Framing: (errors & Framing) / Framing,
            Break: (errors & Break) / Break,
            Overrun: (errors & (BufferOverrun | Overrun)) == 0 ? 0 : 1);
    }
}
