using MBus.Link;

namespace MBus.Master;

/// <summary>What the line brought in answer to one request.</summary>
/// <param name="Answer">The frame that was waited for.</param>
/// <param name="Other">The last frame that was something else: of another meter, doubled, or a confirmation.</param>
/// <param name="Junk">Whether bytes came that belong to no frame.</param>
public readonly record struct Reply(LinkFrame? Answer, LinkFrame? Other, bool Junk)
{
    /// <summary>Nothing came at all, an echo left aside.</summary>
    public bool IsSilence => Answer is null && Other is null && !Junk;

    /// <summary>Nothing but the single character E5h, where a telegram was waited for: nothing to send.</summary>
    public bool IsAckOnly => !Junk && Answer is null && Other is { Kind: LinkFrameKind.Ack };
}
