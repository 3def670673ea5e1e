using MBus.LevelConverter;

namespace Simulation;

/// <summary>Carries a bus's answers to a master, at once or as slowly as a real line does.</summary>
internal sealed class BusLine(SimulatedBus bus, TimeProvider time, bool paced)
{
    /// <summary>The bit times after which a slave answers; EN 13757-2 wants 11 to 330 and 50 ms.</summary>
    private const int ResponseBits = 50;

    /// <summary>Answers what came.</summary>
    /// <param name="received">What the master sent, in any pieces.</param>
    /// <param name="baudRate">The line's baud rate; at one that no meter knows nobody hears.</param>
    /// <param name="send">Sends to the master.</param>
    /// <param name="cancellationToken">Ends the wait for the line's time.</param>
    public async Task AnswerAsync(
        ReadOnlyMemory<byte> received,
        int baudRate,
        Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> send,
        CancellationToken cancellationToken)
    {
        if (!BusTiming.BaudRates.Contains(baudRate))
        {
            return;
        }

        var asked = time.GetTimestamp();
        var timing = BusTiming.Serial(baudRate);
        foreach (var answer in bus.Receive(received.Span, baudRate))
        {
            if (!paced)
            {
                await UntilAsync(asked, answer.Delay, cancellationToken);
                await send(answer.Bytes, cancellationToken);
                continue;
            }

            var begin = timing.WireTime(received.Length) + timing.BitTimes(ResponseBits) + answer.Delay;
            for (var character = 0; character < answer.Bytes.Length; character++)
            {
                await UntilAsync(asked, begin + timing.WireTime(character + 1), cancellationToken);
                await send(answer.Bytes.Slice(character, 1), cancellationToken);
            }
        }
    }

    private async Task UntilAsync(long asked, TimeSpan moment, CancellationToken cancellationToken)
    {
        var left = moment - time.GetElapsedTime(asked);
        if (left > TimeSpan.Zero)
        {
            // A delay is cut to milliseconds, and a line is never early.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), time, cancellationToken);
        }
    }
}
