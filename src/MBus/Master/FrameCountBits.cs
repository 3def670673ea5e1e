using System.Collections;
using MBus.Link;

namespace MBus.Master;

/// <summary>
/// The master's side of the frame count bit for REQ_UD2 (EN 13757-2, 5.7.4): one bit for each primary address and one for the
/// selected slave.
/// </summary>
internal sealed class FrameCountBits
{
    private readonly BitArray _next = new(256, defaultValue: true);

    /// <summary>The request with the bit that is next.</summary>
    public ControlField Request(PrimaryAddress address) => ControlField.ReqUd2.WithFrameCountBit(_next[address.Value]);

    /// <summary>After SND_NKE or a selection: the next bit is 1.</summary>
    public void Restart(PrimaryAddress address) => _next[address.Value] = true;

    /// <summary>After a good answer, and only then: a repeated request keeps its bit.</summary>
    public void Toggle(PrimaryAddress address) => _next[address.Value] ^= true;
}
