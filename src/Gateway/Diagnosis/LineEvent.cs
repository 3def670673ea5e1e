using MBus.Link;

namespace Gateway.Diagnosis;

/// <summary>One line of a conversation.</summary>
/// <param name="At">When its first byte was there, UTC.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Bytes">The frame, or what is none.</param>
internal sealed record LineEvent(DateTimeOffset At, LineEventKind Kind, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The time since the last request began; null when there was none.</summary>
    public TimeSpan? After { get; init; }

    /// <summary>What is wrong with bytes that are no frame.</summary>
    public LinkError Error { get; init; }

    /// <summary>How many bytes came unasked, or how many entries were missed.</summary>
    public long Count { get; init; }

    /// <summary>How the line failed, in words.</summary>
    public string Text { get; init; } = "";

    /// <summary>The rate of the line in baud; 0 where it says nothing.</summary>
    public int BaudRate { get; init; }
}
