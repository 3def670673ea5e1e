namespace Simulation;

/// <summary>Carries a bus's answers to a master, at once or as slowly as a real line does.</summary>
internal sealed class BusLine(SimulatedBus bus, TimeProvider time, bool paced)
{
    private const int CharacterBits = 11;

    /// <summary>The bit times after which a slave answers; EN 13757-2 wants 11 to 330 and 50 ms.</summary>
    private const int ResponseBits = 50;

    /// <summary>Answers what came.</summary>
    /// <param name="received">What the master sent, in any pieces.</param>
    /// <param name="baudRate">The line's baud rate.</param>
    /// <param name="send">Sends to the master.</param>
    /// <param name="cancellationToken">Ends the wait for the line's time.</param>
    public async Task AnswerAsync(
        ReadOnlyMemory<byte> received,
        int baudRate,
        Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> send,
        CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        foreach (var answer in bus.Receive(received.Span, baudRate))
        {
            var begin = answer.Delay + (paced ? Bits((received.Length * CharacterBits) + ResponseBits, baudRate) : TimeSpan.Zero);
            if (!paced)
            {
                await UntilAsync(asked, begin, cancellationToken);
                await send(answer.Bytes, cancellationToken);
                continue;
            }

            for (var character = 0; character < answer.Bytes.Length; character++)
            {
                await UntilAsync(asked, begin + Bits((character + 1) * CharacterBits, baudRate), cancellationToken);
                await send(answer.Bytes.Slice(character, 1), cancellationToken);
            }
        }
    }

    private static TimeSpan Bits(int bits, int baudRate) => TimeSpan.FromTicks(bits * TimeSpan.TicksPerSecond / baudRate);

    private async Task UntilAsync(long asked, TimeSpan moment, CancellationToken cancellationToken)
    {
        var left = moment - time.GetElapsedTime(asked);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, time, cancellationToken);
        }
    }
}
