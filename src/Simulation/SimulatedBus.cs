using MBus.Link;
using MBus.Master;
using Simulation.Meters;

namespace Simulation;

/// <summary>
/// A bus with meters that exist only here. It hears frames and answers as a bus does: where several slaves answer at once,
/// their bits fall together. The same seed gives the same bus, and the same questions at the same times the same bytes.
/// </summary>
public sealed class SimulatedBus
{
    private readonly Lock _gate = new();

    /// <summary>A bus with meters of one's own choice.</summary>
    public SimulatedBus(IReadOnlyList<SimulatedMeter> meters) => Meters = meters;

    /// <summary>The meters.</summary>
    public IReadOnlyList<SimulatedMeter> Meters { get; }

    /// <summary>Whether the level converter sends back what it is sent.</summary>
    public bool Echo { get; set; }

    /// <summary>
    /// A bus with meters of many makes and media. Their secondary addresses differ; up to 250 have primary addresses 1-250 in
    /// their order, the others 0, as delivered.
    /// </summary>
    /// <param name="seed">What everything follows from.</param>
    /// <param name="meterCount">1 to 500 meters.</param>
    public static SimulatedBus Create(int seed, int meterCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(meterCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(meterCount, 500);
        var taken = new HashSet<SecondaryAddress>();
        var meters = new SimulatedMeter[meterCount];
        for (var number = 0; number < meterCount; number++)
        {
            meters[number] = CreateMeter((ulong)seed, number, shift: 0);
            for (var shift = 1_000; !taken.Add(meters[number].Address); shift += 1_000)
            {
                meters[number] = CreateMeter((ulong)seed, number, shift);
            }
        }

        return new SimulatedBus(meters);
    }

    /// <summary>What a line brings after the master sent a frame.</summary>
    /// <param name="request">The frame.</param>
    /// <param name="baudRate">The baud rate of the line.</param>
    /// <param name="time">Now.</param>
    /// <returns>The bytes one after the other; none when all keep silent.</returns>
    public IReadOnlyList<Emission> Ask(LinkFrame request, int baudRate, DateTimeOffset time)
    {
        lock (_gate)
        {
            var standardTime = time.UtcDateTime.AddHours(1);
            List<Emission> answers = [];
            foreach (var meter in Meters)
            {
                if (meter.Slave.Answer(request, baudRate, standardTime) is { } answer)
                {
                    answers.Add(answer);
                }
            }

            return OneAfterTheOther(answers);
        }
    }

    /// <summary>Answers that start together fall together; late ones follow.</summary>
    private static List<Emission> OneAfterTheOther(List<Emission> answers)
    {
        List<Emission> line = [];
        var last = TimeSpan.Zero;
        foreach (var together in answers.GroupBy(answer => answer.After).OrderBy(group => group.Key))
        {
            line.Add(new Emission(together.Key - last, Superpose([.. together])));
            last = together.Key;
        }

        return line;
    }

    /// <summary>
    /// Slaves send a 0 by drawing current, so where several send at once a 0 wins: equal bytes look clean, others do not.
    /// </summary>
    private static byte[] Superpose(IReadOnlyList<Emission> answers)
    {
        var line = new byte[answers.Max(answer => answer.Bytes.Length)];
        Array.Fill(line, byte.MaxValue);
        foreach (var answer in answers)
        {
            for (var i = 0; i < answer.Bytes.Length; i++)
            {
                line[i] &= answer.Bytes[i];
            }
        }

        return line;
    }

    private static SimulatedMeter CreateMeter(ulong seed, int number, int shift)
    {
        var types = MeterTypes.All.Count;
        var primaryAddress = number < 250 ? new PrimaryAddress((byte)(number + 1)) : PrimaryAddress.Unconfigured;

        // Meters of one type come from one of two batches, as they do in a house.
        var batch = Seed.Between(seed, 10_000 + (2 * (number % types)) + (number / types % 2), 10_000_000, 89_000_000);
        var digits = batch + (number / types * 10) + Seed.Between(seed, 20_000 + number, 0, 9) + shift;
        return new SimulatedMeter(MeterTypes.All[number % types], Convert.ToUInt32($"{digits}", 16), primaryAddress, Seed.Of(seed, number));
    }
}
