using MBus.Link;

namespace Gateway.Diagnosis;

/// <summary>An exchange that is going on.</summary>
internal sealed class OpenExchange
{
    /// <summary>Two longest frames: an answer with its echo, or two meters at once. Of noise without end the beginning tells enough.</summary>
    private const int KeptBytes = 2 * LinkFrame.MaximumLength;

    private readonly TimeProvider _time;
    private readonly DateTimeOffset _at;
    private readonly int _baudRate;
    private readonly byte[] _request;
    private readonly List<byte> _answer = [];
    private readonly long _start;
    private long _sent;
    private TimeSpan? _firstByteAfter;
    private TimeSpan _duration;

    /// <summary>Begins now, with a request that is about to be sent.</summary>
    public OpenExchange(TimeProvider time, int baudRate, ReadOnlySpan<byte> request)
    {
        (_time, _baudRate, _request) = (time, baudRate, request.ToArray());
        (_at, _start) = (time.GetUtcNow(), time.GetTimestamp());
        _sent = _start;
    }

    /// <summary>The request is sent.</summary>
    public void Sent()
    {
        _sent = _time.GetTimestamp();
        _duration = _time.GetElapsedTime(_start);
    }

    /// <summary>Bytes came; none, when the time was over.</summary>
    public void Received(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        _firstByteAfter ??= _time.GetElapsedTime(_sent);
        _duration = _time.GetElapsedTime(_start);
        _answer.AddRange(bytes[..Math.Min(bytes.Length, KeptBytes - _answer.Count)]);
    }

    /// <summary>As it stands now.</summary>
    public LineExchange ToExchange() => new(_at, _baudRate, _request, _answer.ToArray(), _firstByteAfter, _duration);
}
