using System.Buffers;

namespace Dlms.Tests;

/// <summary>A sequence that grows as chunks arrive, as a pipe's does.</summary>
internal sealed class Segments
{
    private Segment? _first;
    private Segment? _last;

    public ReadOnlySequence<byte> Append(byte[] chunk)
    {
        _last = new Segment(chunk, _last);
        _first ??= _last;
        return new(_first, 0, _last, _last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] chunk, Segment? before)
        {
            Memory = chunk;
            if (before is not null)
            {
                RunningIndex = before.RunningIndex + before.Memory.Length;
                before.Next = this;
            }
        }
    }
}
