using MBus.Application;
using MBus.Link;

namespace MBus.Master;

/// <summary>Who an answer says it is from. Answers without a header, or with an unknown CI field, do not say.</summary>
internal static class AnswerIdentity
{
    /// <summary>Two meters that have counted differ in more bits.</summary>
    private const int MissingInMixture = 4;

    /// <summary>The sender, wildcards for what the fixed data structure does not say; null when nothing is said.</summary>
    public static SecondaryAddress? Of(LinkFrame answer)
    {
        var header = Telegram.Decode(answer).Header;
        return header.Kind switch
        {
            TelegramHeaderKind.Long => new SecondaryAddress(header.Identification, header.Manufacturer, header.Version, header.Medium),
            TelegramHeaderKind.Fixed => SecondaryAddress.Any with { Identification = header.Identification },
            _ => null,
        };
    }

    /// <summary>Whether an answer can be from the meter that is wanted: nothing in it says otherwise.</summary>
    public static bool Fits(LinkFrame answer, SecondaryAddress wanted)
    {
        var comparable = Telegram.Decode(answer).Header.Kind == TelegramHeaderKind.Fixed
            ? SecondaryAddress.Any with { Identification = wanted.Identification }
            : wanted;
        return Of(answer) is not { } sender || comparable.Matches(sender);
    }

    /// <summary>
    /// Whether an answer may be the sum of several, one of which has come alone since: a line shows a 0 wherever a slave sends one, and of
    /// some hundred sums one has a good checksum. What counts on between two readings seldom only gains bits, and few of them.
    /// </summary>
    public static bool MayBeMixture(LinkFrame sum, LinkFrame alone)
    {
        if (SameTelegram(sum, alone) || sum.UserData.Length != alone.UserData.Length || sum.UserData.Length <= TelegramHeader.LongLength)
        {
            return false;
        }

        var all = sum.UserData.Span;
        var one = alone.UserData.Span;
        var missing = 0;
        for (var i = TelegramHeader.LongLength; i < all.Length; i++)
        {
            if ((all[i] & ~one[i]) != 0)
            {
                return false;
            }

            missing += byte.PopCount((byte)(one[i] ^ all[i]));
        }

        return missing >= MissingInMixture;
    }

    /// <summary>Whether two answers say the same, the access number left aside that counts them.</summary>
    public static bool SameTelegram(LinkFrame one, LinkFrame other)
    {
        int? access = one.ControlInformation switch { 0x72 or 0x76 => 8, 0x73 or 0x77 when one.UserData.Length == FixedData.Length => 4, 0x73 => 8, 0x7A or 0x7B => 0, _ => null };
        var a = one.UserData.Span;
        var b = other.UserData.Span;
        if (one.Address != other.Address || one.ControlInformation != other.ControlInformation || a.Length != b.Length)
        {
            return false;
        }

        return access is { } at && at < a.Length
            ? a[..at].SequenceEqual(b[..at]) && a[(at + 1)..].SequenceEqual(b[(at + 1)..])
            : a.SequenceEqual(b);
    }
}
