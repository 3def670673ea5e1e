using System.Buffers;
using Dlms.Security;
using Dlms.Wrapper;
using Dlms.Xdlms;

namespace Dlms.Push;

/// <summary>
/// Reads pushes, plain or in general-glo- or general-ded-ciphering (IEC 62056-5-3), and remembers the highest invocation counter of each sender. One
/// for all connections, since a sender's counter goes over all of them; for several threads at once.
/// </summary>
/// <param name="ciphering">The keys; null: only plain pushes can be read. It is used by this receiver alone and disposed by whoever made it.</param>
public sealed class PushReceiver(Ciphering? ciphering)
{
    /// <summary>Whose counters are remembered; more senders than a receiver of this kind has.</summary>
    private const int MaxTitles = 65_536;

    private readonly Lock _gate = new();
    private readonly Dictionary<SystemTitle, uint> _counters = [];

    /// <summary>Reads a push.</summary>
    /// <exception cref="PushException">It is none, it was damaged or protected with other keys, or in a way that is not read.</exception>
    public ReceivedPush Read(WrapperFrame frame)
    {
        var apdu = frame.Apdu.ToArray();
        try
        {
            return (ApduTag)apdu.FirstOrDefault() switch
            {
                ApduTag.DataNotification => new(frame.Source, frame.Destination, DataNotification.Read(apdu), Protection: null),
                ApduTag.GeneralGloCiphering or ApduTag.GeneralDedCiphering => ReadProtected(frame, apdu),
                ApduTag.GeneralBlockTransfer => throw new PushException("The push comes in general-block-transfer (E0), which is not read."),
                ApduTag.GeneralCiphering or ApduTag.GeneralSigning => throw new PushException($"{apdu[0]:X2} is protected with keys of its own kind, which is not read."),
                var tag => throw new PushException(
                    Enum.IsDefined(tag) ? $"{tag} ({apdu[0]:X2}) is no push." : $"An APDU that begins with {(byte)tag:X2} is no push."),
            };
        }
        catch (ApduException e)
        {
            throw new PushException(e.Message, e);
        }
    }

    private ReceivedPush ReadProtected(WrapperFrame frame, byte[] apdu)
    {
        var message = CipheredApdu.Read(apdu);
        var control = new SecurityControl(message.SecurityControl);
        if (!SystemTitle.TryParse(message.SystemTitle, out var title))
        {
            throw new PushException($"A system title has 8 octets, not {message.SystemTitle.Length}.");
        }

        if (control != SecurityControl.Authenticated && control != SecurityControl.AuthenticatedAndEncrypted)
        {
            throw new PushException($"Security control {control} is not read: it must be 10 or 30, authentication or authentication and encryption in suite 0.");
        }

        if (ciphering is null)
        {
            throw new PushException($"It is protected (security control {control}, system title {title}), and there are no keys.");
        }

        lock (_gate)
        {
            var plain = new ArrayBufferWriter<byte>(apdu.Length);
            if (!ciphering.TryUnprotect(title, control, message.InvocationCounter, message.Protected, plain))
            {
                throw new PushException($"The authentication tag does not verify: it was damaged, or the keys of {title} are others.");
            }

            // whose tag is good counts, also when what it protects cannot be read
            var before = Remember(title, message.InvocationCounter);
            var inside = (ApduTag)(plain.WrittenCount > 0 ? plain.WrittenSpan[0] : 0);
            return inside == ApduTag.DataNotification
                ? new(frame.Source, frame.Destination, DataNotification.Read(plain.WrittenSpan), new(title, control, message.InvocationCounter, before))
                : throw new PushException(inside == ApduTag.GeneralBlockTransfer
                    ? "It protects a general-block-transfer (E0), which is not read."
                    : $"It protects an APDU that begins with {(byte)inside:X2}, which is no push.");
        }
    }

    private uint? Remember(SystemTitle title, uint counter)
    {
        uint? before = _counters.TryGetValue(title, out var known) ? known : null;
        if (before is not null || _counters.Count < MaxTitles)
        {
            _counters[title] = Math.Max(known, counter);
        }

        return before;
    }
}
