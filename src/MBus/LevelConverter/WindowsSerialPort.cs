using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using static MBus.LevelConverter.Kernel32;

namespace MBus.LevelConverter;

/// <summary>
/// An open serial port of Windows with 8 data bits, even parity, 1 stop bit. Its transfers are overlapped, since only such ones
/// can be ended by another thread. Windows lets one program at a time open a port.
/// </summary>
internal sealed unsafe class WindowsSerialPort : ISerialPort
{
    private const string DeviceNamespace = @"\\.\";
    private const int BitsPerCharacter = 11;

    // A driver takes bytes at once, and sends them at the speed of the line; one that takes a second longer hangs.
    private const int WritePatience = 1_000;

    private readonly string _name;
    private readonly ModemLines _lines;
    private readonly SafeFileHandle _port;
    private readonly ManualResetEvent _done = new(initialState: false);
    private uint _readTimeout = 1;

    /// <summary>Opens a port for this program alone.</summary>
    /// <exception cref="LevelConverterException">It is missing, taken, forbidden or not a serial port.</exception>
    public WindowsSerialPort(string name, int baudRate, ModemLines lines)
    {
        (_name, _lines) = (name, lines);
        _port = CreateFile(DeviceName(name), GENERIC_READ_WRITE, share: 0, security: 0, OPEN_EXISTING, FILE_FLAG_OVERLAPPED, template: 0);
        try
        {
            if (_port.IsInvalid)
            {
                throw Failed(OpenError(Marshal.GetLastPInvokeError()));
            }

            SetBaudRate(baudRate);
            Discard();
            Errors = LineErrors.None;
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
    public LineErrors Errors { get; private set; } = LineErrors.None;

    /// <inheritdoc />
    public void SetBaudRate(int baudRate)
    {
        var settings = new Dcb { Length = (uint)sizeof(Dcb) };
        if (!GetCommState(_port, &settings))
        {
            // It was a serial port when it was opened.
            throw BaudRate > 0 ? Unplugged() : Failed(SettingsError(Marshal.GetLastPInvokeError(), baudRate));
        }

        settings.Set(baudRate, _lines);
        if (!SetCommState(_port, &settings))
        {
            throw Failed(SettingsError(Marshal.GetLastPInvokeError(), baudRate));
        }

        BaudRate = baudRate;
        SetTimeouts(_readTimeout);
    }

    /// <summary>Waits for one byte, and takes with it what has come by then.</summary>
    /// <inheritdoc />
    public int Read(Span<byte> buffer, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var milliseconds = (uint)Math.Clamp(Math.Ceiling(timeout.TotalMilliseconds), 1, int.MaxValue);
        if (milliseconds != _readTimeout)
        {
            SetTimeouts(milliseconds);
        }

        var count = ReadNow(buffer[..1], cancellationToken);
        var more = Math.Min(Look(), buffer.Length - count);
        return count > 0 && more > 0 ? count + ReadNow(buffer.Slice(count, more), cancellationToken) : count;
    }

    /// <inheritdoc />
    public void Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            var transfer = Transfer();
            var isDone = WriteFile(_port, first, bytes.Length, 0, &transfer);
            if (Complete(isDone, &transfer, CancellationToken.None) != bytes.Length || !FlushFileBuffers(_port))
            {
                throw Unplugged();
            }
        }
    }

    /// <inheritdoc />
    public int Discard()
    {
        var waiting = Look();
        _ = PurgeComm(_port, PURGE_RXCLEAR);
        return waiting;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _port.Dispose();
        _done.Dispose();
    }

    /// <summary>COM10 and above are found by their name as a device only; so are the others.</summary>
    internal static string DeviceName(string name) => name.StartsWith(@"\\", StringComparison.Ordinal) ? name : DeviceNamespace + name;

    /// <summary>What it means that a port cannot be opened.</summary>
    internal static (LevelConverterError Error, string Words) OpenError(int error) => error switch
    {
        ERROR_FILE_NOT_FOUND or ERROR_PATH_NOT_FOUND or ERROR_DEV_NOT_EXIST or ERROR_INVALID_NAME or ERROR_NO_SUCH_DEVICE or ERROR_DEVICE_NOT_CONNECTED =>
            (LevelConverterError.NoSuchPort, "does not exist: is the adapter plugged in?"),
        // Windows says so of a port that another program has open, whatever the rights.
        ERROR_ACCESS_DENIED or ERROR_SHARING_VIOLATION or ERROR_BUSY => (LevelConverterError.InUse, "is used by another program."),
        ERROR_PRIVILEGE_NOT_HELD => (LevelConverterError.NotPermitted, "may not be opened by this user."),
        _ => (LevelConverterError.NotSerial, "cannot be opened."),
    };

    /// <summary>What it means that a port's settings cannot be read or changed.</summary>
    internal static (LevelConverterError Error, string Words) SettingsError(int error, int baudRate) => error switch
    {
        ERROR_INVALID_PARAMETER =>
            (LevelConverterError.SettingsRefused, $"does not take {baudRate} baud with 8 data bits, even parity and 1 stop bit."),
        ERROR_INVALID_FUNCTION or ERROR_INVALID_HANDLE => (LevelConverterError.NotSerial, "is not a serial port."),
        _ => UnpluggedError,
    };

    private static (LevelConverterError Error, string Words) UnpluggedError =>
        (LevelConverterError.Unplugged, "was unplugged, or its driver failed.");

    private PendingTransfer Transfer() => new() { Event = _done.SafeWaitHandle.DangerousGetHandle() };

    private int ReadNow(Span<byte> buffer, CancellationToken cancellationToken)
    {
        fixed (byte* first = buffer)
        {
            var transfer = Transfer();
            var isDone = ReadFile(_port, first, buffer.Length, 0, &transfer);
            return Complete(isDone, &transfer, cancellationToken);
        }
    }

    /// <summary>Waits until a transfer is over, and ends it before its time when the token says so.</summary>
    private int Complete(bool isDone, PendingTransfer* transfer, CancellationToken cancellationToken)
    {
        if (!isDone && Marshal.GetLastPInvokeError() != ERROR_IO_PENDING)
        {
            throw Unplugged();
        }

        uint count;
        bool succeeded;
        int error;
        using (cancellationToken.UnsafeRegister(static port => CancelIoEx(((WindowsSerialPort)port!)._port, null), this))
        {
            succeeded = GetOverlappedResult(_port, transfer, &count, wait: true);
            error = Marshal.GetLastPInvokeError();
        }

        cancellationToken.ThrowIfCancellationRequested();
        return succeeded || error == ERROR_TIMEOUT ? (int)count : throw Failed(UnpluggedError, error);
    }

    /// <summary>
    /// A transfer ends when it is complete or its time is over. Reading asks for no more than is sure to come, so that it needs no
    /// interval between characters, whose special values not every driver knows.
    /// </summary>
    private void SetTimeouts(uint readMilliseconds)
    {
        var timeouts = new CommTimeouts
        {
            ReadConstant = readMilliseconds,
            WriteMultiplier = (uint)(1 + (BitsPerCharacter * 1_000 / BaudRate)),
            WriteConstant = WritePatience,
        };
        _readTimeout = SetCommTimeouts(_port, &timeouts) ? readMilliseconds : throw Unplugged();
    }

    /// <summary>Counts the faults of characters, and tells how many bytes wait.</summary>
    private int Look()
    {
        uint errors;
        ComStat state;
        if (!ClearCommError(_port, &errors, &state))
        {
            return 0;
        }

        Errors = errors == 0 ? Errors : Errors.Plus(CommErrors.Count(errors));
        return (int)state.InQueue;
    }

    private LevelConverterException Unplugged() => Failed(UnpluggedError);

    private LevelConverterException Failed((LevelConverterError Error, string Words) what) => Failed(what, Marshal.GetLastPInvokeError());

    private LevelConverterException Failed((LevelConverterError Error, string Words) what, int error) =>
        new(what.Error, $"{_name} {what.Words}", new Win32Exception(error));
}
