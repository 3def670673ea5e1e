namespace Simulation;

/// <summary>What goes wrong with a meter's answers, each as a probability from 0 to 1 for every answer.</summary>
public sealed record AnswerFaults
{
    /// <summary>Nothing goes wrong.</summary>
    public static readonly AnswerFaults None = new();

    /// <summary>It does not answer.</summary>
    public double Silence { get; init; }

    /// <summary>It answers late, by <see cref="Delay"/>.</summary>
    public double Late { get; init; }

    /// <summary>How late; 1.1 s as the slowest meters on record.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(1_100);

    /// <summary>One to eight random bytes come before the answer.</summary>
    public double Noise { get; init; }

    /// <summary>One byte of the answer is lost.</summary>
    public double LostByte { get; init; }

    /// <summary>The checksum of the answer is wrong.</summary>
    public double WrongChecksum { get; init; }
}
