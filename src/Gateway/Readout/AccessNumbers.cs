using MBus.Application;
using MBus.Master;
using Metering;

namespace Gateway.Readout;

/// <summary>
/// Notices another master: a meter counts its answers in the access number (EN 13757-3, 5), and one that has counted more than were asked for
/// here is read by somebody else too. A number that stands still tells nothing; one that counts otherwise is told as well, and once.
/// </summary>
internal sealed class AccessNumbers
{
    private readonly Dictionary<MeterId, (byte Number, int Unseen)> _last = [];
    private readonly HashSet<MeterId> _told = [];

    /// <summary>Takes a readout.</summary>
    /// <returns>The number of the last answer before and that of the first one now, when that is to be told; once for each meter. Else null.</returns>
    public (byte Before, byte Now)? Note(MeterId meter, ReadoutResult result)
    {
        // a request whose answer was lost or late may have been counted
        var unseen = result.Tries.Requests - result.Telegrams.Count;
        var known = _last.TryGetValue(meter, out var before);
        if (result.Telegrams.Count == 0)
        {
            if (known)
            {
                _last[meter] = before with { Unseen = before.Unseen + unseen };
            }

            return null;
        }

        if (Of(result, 0) is not { } first || Of(result, ^1) is not { } last)
        {
            return null;
        }

        _last[meter] = (last, unseen);
        var counted = (byte)(first - before.Number);
        return known && counted > 1 + before.Unseen + unseen && _told.Add(meter) ? (before.Number, first) : null;
    }

    /// <summary>Meters of the bus were asked by a search or a command of the gateway itself, which is not counted here.</summary>
    public void OthersAsked() => _last.Clear();

    /// <summary>Forgets a meter.</summary>
    public void Forget(MeterId meter)
    {
        _last.Remove(meter);
        _told.Remove(meter);
    }

    private static byte? Of(ReadoutResult result, Index telegram)
    {
        var header = Telegram.Decode(result.Telegrams[telegram.GetOffset(result.Telegrams.Count)]).Header;
        return header.Kind == TelegramHeaderKind.None ? null : header.AccessNumber;
    }
}
