using MBus.Application;
using MBus.Link;

namespace MBus.Master;

/// <summary>Who an answer says it is from. Answers without a header, or with an unknown CI field, do not say.</summary>
internal static class AnswerIdentity
{
    /// <summary>The sender, wildcards for what the fixed data structure does not say; null when nothing is said.</summary>
    public static SecondaryAddress? Of(LinkFrame answer) => Of(Telegram.Decode(answer).Header);

    /// <summary>Whether an answer can be from the meter that is wanted: nothing in it says otherwise.</summary>
    public static bool Fits(LinkFrame answer, SecondaryAddress wanted)
    {
        var header = Telegram.Decode(answer).Header;
        var comparable = header.Kind == TelegramHeaderKind.Fixed
            ? SecondaryAddress.Any with { Identification = wanted.Identification }
            : wanted;
        return Of(header) is not { } sender || comparable.Matches(sender);
    }

    /// <summary>Whether two answers say the same, the access number left aside that counts them.</summary>
    public static bool SameTelegram(LinkFrame one, LinkFrame other)
    {
        var a = one.UserData.Span;
        var b = other.UserData.Span;
        if (one.Address != other.Address || one.ControlInformation != other.ControlInformation || a.Length != b.Length)
        {
            return false;
        }

        return AccessNumberAt(one) is { } at
            ? a[..at].SequenceEqual(b[..at]) && a[(at + 1)..].SequenceEqual(b[(at + 1)..])
            : a.SequenceEqual(b);
    }

    private static SecondaryAddress? Of(in TelegramHeader header) => header.Kind switch
    {
        TelegramHeaderKind.Long => new SecondaryAddress(header.Identification, header.Manufacturer, header.Version, header.Medium),
        TelegramHeaderKind.Fixed => SecondaryAddress.Any with { Identification = header.Identification },
        _ => null,
    };

    /// <summary>Where the access number stands in the user data; null where there is none, or a message counter that counts beside it.</summary>
    private static int? AccessNumberAt(LinkFrame answer) => Telegram.Decode(answer) is not { Authentication: null, Header.Kind: var kind } ? null : kind switch
    {
        TelegramHeaderKind.Long => 8,
        TelegramHeaderKind.Fixed => 4,
        TelegramHeaderKind.Short => 0,
        _ => null,
    };
}
