using Simulation.Script;
using Testing;

namespace Gateway.Tests.Harness;

/// <summary>Bad days of a bus with 250 meters, drawn from seeds; each is played once for all tests of a class.</summary>
public sealed class PlayedDays
{
    public const int Meters = 250;

    public static readonly int Cycles = Rounds.Of(quick: 4, ci: 96, full: 96);

    private readonly Dictionary<int, BusDay> _days = [];

    /// <summary>The day of a seed; it is over.</summary>
    internal BusDay Of(int seed)
    {
        if (!_days.TryGetValue(seed, out var day))
        {
            _days[seed] = day = Play(seed);
        }

        return day;
    }

    /// <summary>Plays the day of a seed to its end.</summary>
    internal static BusDay Play(int seed)
    {
        using var day = new BusDay(seed, Meters, FaultScript.Drawn(seed, Meters, Cycles * BusDay.Interval));
        day.Play(Cycles);
        return day;
    }
}
