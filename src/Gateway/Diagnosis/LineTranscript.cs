using System.Runtime.InteropServices;
using MBus.Link;

namespace Gateway.Diagnosis;

/// <summary>
/// Makes a conversation of what happened on a line: requests, whole frames, echoes, silence, and bytes that are no frame, each run of
/// them in one piece so that a person sees what it was meant to be.
/// </summary>
internal sealed class LineTranscript
{
    /// <summary>Noise without end is shown in pieces of this length.</summary>
    private const int LongestPending = 4 * LinkFrame.MaximumLength;

    private readonly List<byte> _pending = [];
    private LineEntry? _pendingSince;
    private LineEntry? _request;
    private bool _isAwaited;
    private long _next;

    /// <summary>Whom the last request was for; while an event is looked at, the one that it belongs to.</summary>
    public Addressee Asked { get; } = new();

    /// <summary>Takes an exchange that is over; to be enumerated at once.</summary>
    public IEnumerable<LineEvent> Add(LineExchange exchange)
    {
        var first = exchange.FirstByteAfter ?? exchange.Duration;
        var (request, answer) = (Convert.ToHexString(exchange.Request.Span), Convert.ToHexString(exchange.Answer.Span));
        LineEntry[] entries =
        [
            new(_next, exchange.At, TimeSpan.Zero, LineEntryKind.Sent) { Hex = request, BaudRate = exchange.BaudRate },
            new(_next + 1, exchange.At + first, first, LineEntryKind.Received) { Hex = answer },
            new(_next + 2, exchange.At + exchange.Duration, exchange.Duration, LineEntryKind.Silence),
        ];
        return entries.SelectMany(Add);
    }

    /// <summary>Takes what happened next, and says what can be said now; to be enumerated at once.</summary>
    public IEnumerable<LineEvent> Add(LineEntry entry)
    {
        if (_next > 0 && entry.Number > _next)
        {
            _pending.Clear();
            _isAwaited = false;
            yield return new LineEvent(entry.At, LineEventKind.Missed, default) { Count = entry.Number - _next };
        }

        _next = entry.Number + 1;
        var bytes = Convert.FromHexString(entry.Hex);
        if (entry.Kind == LineEntryKind.Received)
        {
            _pendingSince = _pending.Count == 0 ? entry : _pendingSince;
            _pending.AddRange(bytes);
        }

        foreach (var found in TakePending(isOver: entry.Kind != LineEntryKind.Received))
        {
            yield return found;
        }

        // the next request or the end of waiting: nothing came
        if (_isAwaited && entry.Kind is LineEntryKind.Silence or LineEntryKind.Sent)
        {
            _isAwaited = false;
            yield return Event(entry, LineEventKind.NoAnswer, default);
        }

        switch (entry.Kind)
        {
            case LineEntryKind.Sent:
                Asked.Note(bytes);
                (_request, _isAwaited) = (entry, true);
                yield return new LineEvent(entry.At, LineEventKind.Request, bytes) { BaudRate = entry.BaudRate };
                break;
            case LineEntryKind.Discarded:
                yield return new LineEvent(entry.At, LineEventKind.Unrequested, default) { Count = entry.Count };
                break;
            case LineEntryKind.Lost:
                _isAwaited = false;
                yield return new LineEvent(entry.At, LineEventKind.Lost, default) { Text = entry.Text };
                break;
        }
    }

    private IEnumerable<LineEvent> TakePending(bool isOver)
    {
        while (_pending.Count > 0 && Next(isOver) is (var length and > 0, var error))
        {
            byte[] bytes = [.. _pending.Take(length)];
            _pending.RemoveRange(0, length);
            var isEcho = error == LinkError.None && _request is { } request && Convert.ToHexString(bytes) == request.Hex;
            _isAwaited &= isEcho;
            yield return Event(_pendingSince!, isEcho ? LineEventKind.Echo : error == LinkError.None ? LineEventKind.Answer : LineEventKind.Broken, bytes) with { Error = error };
        }
    }

    /// <summary>The length of the frame, or of what is none, that comes next; 0: more bytes are needed to say it.</summary>
    private (int Length, LinkError Error) Next(bool isOver)
    {
        var pending = CollectionsMarshal.AsSpan(_pending);
        var error = LinkFrame.Check(pending, out _, out var length);
        if (error == LinkError.None)
        {
            return (length, error);
        }

        var isWhole = error is LinkError.Checksum or LinkError.Stop;
        var end = isWhole ? length : pending.Length;
        for (var at = 1; at < end && (isOver || error != LinkError.Truncated); at++)
        {
            if (pending[at] is LinkFrame.ShortStart or LinkFrame.LongStart && LinkFrame.Check(pending[at..], out _, out _) == LinkError.None)
            {
                return (at, error);
            }
        }

        return isWhole || isOver || pending.Length >= LongestPending ? (end, error) : (0, error);
    }

    private LineEvent Event(LineEntry at, LineEventKind kind, ReadOnlyMemory<byte> bytes) =>
        new(at.At, kind, bytes) { After = _request is { } request ? at.Elapsed - request.Elapsed : null };
}
