using MBus.LevelConverter;

namespace Gateway.Diagnosis;

/// <summary>What went over the line of one bus since the start.</summary>
internal sealed record LineFigures
{
    /// <summary>Frames sent to the level converter, those of searches and commands included.</summary>
    public long FramesSent { get; init; }

    /// <summary>Bytes sent to the level converter.</summary>
    public required long BytesSent { get; init; }

    /// <summary>Bytes received from it, echoes and noise included.</summary>
    public required long BytesReceived { get; init; }

    /// <summary>Bytes that came while nothing was asked: a damaged meter, a second master, or answers that were too late.</summary>
    public required long UnrequestedBytes { get; init; }

    /// <summary>Faults of characters, as the serial port counts them; none behind TCP.</summary>
    public LineErrors Characters { get; init; } = LineErrors.None;

    /// <summary>Times the line failed.</summary>
    public required long Failures { get; init; }

    /// <summary>Times it worked again after that.</summary>
    public required long Reconnects { get; init; }

    /// <summary>The part of the last hour (0 to 1) for which somebody sent or listened.</summary>
    public required double UtilisationOfHour { get; init; }

    /// <summary>The same over the last 24 h, or since the start.</summary>
    public required double UtilisationOfDay { get; init; }
}
