using MBus.Link;

namespace MBus.Master;

/// <summary>What the line brought in answer to one request.</summary>
/// <param name="Answer">The frame that was waited for.</param>
/// <param name="Other">The last frame that was something else: of another meter, doubled, or a confirmation.</param>
/// <param name="Junk">Whether bytes came that belong to no frame.</param>
public readonly record struct Reply(LinkFrame? Answer, LinkFrame? Other, bool Junk)
{
    /// <summary>
    /// How long the answer took to begin after the last character of the request, an echo left aside; without an answer that of the
    /// other frame. Null: no frame came. The way to the bus is in it.
    /// </summary>
    public TimeSpan? FirstByteTime { get; init; }

    /// <summary>Bytes that belong to no frame.</summary>
    public int JunkBytes { get; init; }

    /// <summary>Nothing came at all, an echo left aside.</summary>
    public bool IsSilence => Answer is null && Other is null && !Junk;

    /// <summary>Nothing but the single character E5h, where a telegram was waited for: nothing to send.</summary>
    public bool IsAckOnly => !Junk && Answer is null && Other is { Kind: LinkFrameKind.Ack };

    /// <summary>The clock's timestamp at which the request was out.</summary>
    internal long SentAt { get; init; }
}
