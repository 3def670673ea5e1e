using System.Buffers.Binary;
using System.Security.Cryptography;
using MBus.LevelConverter;
using MBus.Master;

namespace Simulation;

/// <summary>
/// A span of a bus's life: every interval all meters are read one after another, by whoever can read one. On a clock that a test moves a
/// day takes seconds, and with the same seed it is the same day to the bit.
/// </summary>
/// <param name="bus">The bus, with its script begun.</param>
/// <param name="time">Its clock.</param>
/// <param name="read">Reads the meter at a place of the bus, counted from 0, now.</param>
public sealed class BusDay(SimulatedBus bus, TimeProvider time, Func<int, Task<ReadoutResult>> read)
{
    /// <summary>How long a lost line is left alone before the next meter is tried; between the first and the longest <see cref="ReopenDelay"/>.</summary>
    private static readonly TimeSpan LostLinePause = TimeSpan.FromSeconds(10);

    private readonly Dictionary<ReadoutFault, int> _readouts = [];
    private int _lineLosses;

    /// <summary>Plays it.</summary>
    /// <param name="interval">From the beginning of one cycle to that of the next; a cycle that takes longer makes the next one late.</param>
    /// <param name="duration">How long.</param>
    public async Task<BusDayFigures> RunAsync(TimeSpan interval, TimeSpan duration)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var start = time.GetTimestamp();
        var (cycles, late, longest) = (0, 0, TimeSpan.Zero);
        for (var due = TimeSpan.Zero; due < duration; due += interval)
        {
            var left = due - time.GetElapsedTime(start);
            late += left < TimeSpan.Zero ? 1 : 0;
            await WaitAsync(left);
            var begin = time.GetTimestamp();
            for (var place = 0; place < bus.Meters.Count; place++)
            {
                await ReadAsync(place, hash);
            }

            cycles++;
            longest = time.GetElapsedTime(begin) is var took && took > longest ? took : longest;
        }

        await WaitAsync(duration - time.GetElapsedTime(start));
        return new BusDayFigures
        {
            Cycles = cycles,
            LateCycles = late,
            Readouts = _readouts,
            LineLosses = _lineLosses,
            Faults = bus.Struck,
            LongestCycle = longest,
            Duration = time.GetElapsedTime(start),
            Hash = Convert.ToHexString(hash.GetHashAndReset()),
        };
    }

    private async Task ReadAsync(int place, IncrementalHash hash)
    {
        try
        {
            var result = await read(place);
            _readouts[result.Fault] = _readouts.GetValueOrDefault(result.Fault) + 1;
            Append(hash, place, result.StartedAt.UtcTicks, (byte)result.Fault);
            foreach (var telegram in result.Telegrams)
            {
                hash.AppendData(telegram.Bytes.Span);
            }
        }
        catch (LevelConverterException lost)
        {
            _lineLosses++;
            Append(hash, place, time.GetUtcNow().UtcTicks, (byte)(byte.MaxValue - lost.Error));
            await WaitAsync(LostLinePause);
        }
    }

    private static void Append(IncrementalHash hash, int place, long ticks, byte outcome)
    {
        Span<byte> line = stackalloc byte[13];
        BinaryPrimitives.WriteInt32LittleEndian(line, place);
        BinaryPrimitives.WriteInt64LittleEndian(line[4..], ticks);
        line[^1] = outcome;
        hash.AppendData(line);
    }

    private Task WaitAsync(TimeSpan wait) => wait > TimeSpan.Zero ? Task.Delay(wait, time) : Task.CompletedTask;
}
