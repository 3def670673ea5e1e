namespace Gateway.Diagnosis;

/// <summary>One thing that happened on a line.</summary>
/// <param name="Number">Its number, one higher than the one before; a gap says how many a follower has lost.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Elapsed">The same on a clock that nobody sets; the difference of two is the time between them.</param>
/// <param name="Kind">What.</param>
internal sealed record LineEntry(long Number, DateTimeOffset At, TimeSpan Elapsed, LineEntryKind Kind)
{
    /// <summary>The bytes that were sent or came, in hexadecimal digits.</summary>
    public string Hex { get; init; } = "";

    /// <summary>The rate of the line in baud.</summary>
    public int BaudRate { get; init; }

    /// <summary>How many bytes were thrown away.</summary>
    public int Count { get; init; }

    /// <summary>How the line failed, in words.</summary>
    public string Text { get; init; } = "";
}
