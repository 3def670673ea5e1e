using System.Net.Sockets;
using MBus.LevelConverter;
using MBus.Link;

namespace Simulation;

/// <summary>
/// The line between a level converter and a simulated bus: takes frames out of what the master sends, and spreads the
/// answers over time as the baud rate has it.
/// </summary>
/// <param name="bus">The bus.</param>
/// <param name="time">The clock.</param>
/// <param name="paced">Whether every byte takes 11 bit times and slaves their time to answer; otherwise all comes at once.</param>
internal sealed class BusLine(SimulatedBus bus, TimeProvider time, bool paced)
{
    /// <summary>A frame whose rest does not come within this time was none.</summary>
    private static readonly TimeSpan FrameGap = TimeSpan.FromMilliseconds(500);

    /// <summary>The line is looked at as often as this, so a program sees bytes come as from a serial port's buffer.</summary>
    private static readonly TimeSpan PieceTime = TimeSpan.FromMilliseconds(50);

    private readonly LinkFrameReader _reader = new();
    private long _lastByteAt;

    /// <summary>Hears bytes from the master.</summary>
    /// <param name="bytes">Any part of a frame, or several.</param>
    /// <param name="baudRate">The baud rate of the line.</param>
    /// <returns>What comes back, in order.</returns>
    public IReadOnlyList<Emission> Hear(ReadOnlyMemory<byte> bytes, int baudRate)
    {
        if (_reader.IsFramePending && time.GetElapsedTime(_lastByteAt) > FrameGap)
        {
            _reader.Begin(default);
        }

        _lastByteAt = time.GetTimestamp();
        List<Emission> answers = [];
        if (bus.Echo)
        {
            answers.Add(new Emission(TimeSpan.Zero, bytes.ToArray()));
        }

        while (bytes.Length > 0)
        {
            var part = bytes[..Math.Min(bytes.Length, _reader.Free.Length)];
            part.CopyTo(_reader.Free);
            _reader.Received(part.Length);
            bytes = bytes[part.Length..];
            while (_reader.TryRead(out var frame))
            {
                answers.AddRange(bus.Ask(frame, baudRate, time.GetUtcNow()));
            }
        }

        return paced ? [.. answers.SelectMany((answer, number) => Pace(answer, number == 0, new BusTiming { BaudRate = baudRate }))] : answers;
    }

    /// <summary>Hears bytes from the master and sends what comes back, each at its time. A late answer holds up no other, so nobody waits here.</summary>
    public async Task AnswerAsync(
        ReadOnlyMemory<byte> bytes, int baudRate, Func<byte[], CancellationToken, ValueTask> send, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var emission in Hear(bytes, baudRate))
            {
                await Pause.For(emission.After, time, cancellationToken);
                await send(emission.Bytes, cancellationToken);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The other side went, or the simulation ends.
        }
    }

    private static IEnumerable<Emission> Pace(Emission answer, bool first, BusTiming timing)
    {
        // A slave waits at least 11 bit times; half of what the standard allows is usual.
        var after = answer.After + (first ? timing.BitTimes(165) : TimeSpan.Zero);
        var piece = Math.Max(1, (int)(PieceTime / timing.WireTime(1)));
        foreach (var bytes in answer.Bytes.Chunk(piece))
        {
            yield return new Emission(after + timing.WireTime(bytes.Length), bytes);
            after = TimeSpan.Zero;
        }
    }
}
