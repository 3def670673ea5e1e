namespace Gateway.Diagnosis;

/// <summary>One request and all that came until the next one.</summary>
/// <param name="At">When the request was sent, UTC.</param>
/// <param name="BaudRate">At which rate, in baud.</param>
/// <param name="Request">What was sent.</param>
/// <param name="Answer">What came, as it came; empty: nothing.</param>
/// <param name="FirstByteAfter">From the end of sending to the first bytes; null: nothing came.</param>
/// <param name="Duration">From the beginning of sending to the last bytes.</param>
internal sealed record LineExchange(
    DateTimeOffset At, int BaudRate, ReadOnlyMemory<byte> Request, ReadOnlyMemory<byte> Answer, TimeSpan? FirstByteAfter, TimeSpan Duration);
