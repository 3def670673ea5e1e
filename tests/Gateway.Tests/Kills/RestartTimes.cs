using System.Globalization;

namespace Gateway.Tests.Kills;

/// <summary>How long it took from the start of the process until the DLMS port took a connection.</summary>
internal sealed class RestartTimes
{
    private readonly List<TimeSpan> _times = [];

    /// <summary>Before anything is known: 1 s.</summary>
    public TimeSpan Median => _times.Count == 0 ? TimeSpan.FromSeconds(1) : At(0.5);

    /// <summary>The longest.</summary>
    public TimeSpan Worst => At(1);

    /// <summary>Another one.</summary>
    public void Add(TimeSpan time) => _times.Add(time);

    /// <summary>Number, median, 95th percentile and worst.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{_times.Count} restarts listened after {Median.TotalSeconds:0.00} s (median), {At(0.95).TotalSeconds:0.00} s (95 %), {Worst.TotalSeconds:0.00} s (worst)");

    private TimeSpan At(double share) => _times.Order().ElementAt((int)Math.Round((_times.Count - 1) * share));
}
