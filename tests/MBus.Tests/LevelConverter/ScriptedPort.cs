using MBus.LevelConverter;

namespace MBus.Tests.LevelConverter;

/// <summary>A serial port without a system: it notes what is asked of it, and fails when it is told to.</summary>
internal sealed class ScriptedPort(int baudRate) : ISerialPort
{
    public int BaudRate { get; private set; } = baudRate;

    public LineErrors Errors { get; set; } = LineErrors.None;

    /// <summary>What was sent.</summary>
    public List<byte[]> Sent { get; } = [];

    /// <summary>How many bytes wait to be read.</summary>
    public int Waiting { get; set; }

    /// <summary>Whether the adapter is unplugged.</summary>
    public bool IsGone { get; set; }

    /// <summary>Whether it was closed.</summary>
    public bool IsClosed { get; private set; }

    public void SetBaudRate(int baudRate) => BaudRate = baudRate;

    /// <summary>Nothing ever comes.</summary>
    public int Read(Span<byte> buffer, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Check();
        if (timeout == Timeout.InfiniteTimeSpan)
        {
            cancellationToken.WaitHandle.WaitOne();
            cancellationToken.ThrowIfCancellationRequested();
        }

        return 0;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Check();
        Sent.Add(bytes.ToArray());
    }

    public int Discard()
    {
        var waiting = Waiting;
        Waiting = 0;
        return waiting;
    }

    public void Dispose() => IsClosed = true;

    private void Check()
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        if (IsGone)
        {
            throw new LevelConverterException(LevelConverterError.Unplugged, "It was unplugged.");
        }
    }
}
