using MBus.Link;

namespace MBus.Master;

/// <summary>Who an answer says it is from. Answers without a header, or with an unknown CI field, do not say.</summary>
internal static class AnswerIdentity
{
    private const int FixedLength = 16;

    /// <summary>The sender, wildcards for what the answer does not say; null when it says nothing.</summary>
    public static SecondaryAddress? Of(LinkFrame answer)
    {
        var data = answer.UserData.Span;
        if (data.Length < SecondaryAddress.Length)
        {
            return null;
        }

        switch (answer.ControlInformation)
        {
            case 0x73 or 0x77 when data.Length == FixedLength:
                return (answer.ControlInformation == 0x73 ? SecondaryAddress.FromHeader(data) : MostSignificantFirst(data)) with
                {
                    Manufacturer = ushort.MaxValue,
                    Version = byte.MaxValue,
                    Medium = byte.MaxValue,
                };
            case 0x72 or 0x73 or 0x75 or 0x6F:
                return SecondaryAddress.FromHeader(data);
            case 0x76:
                return MostSignificantFirst(data);
            default:
                return null;
        }
    }

    /// <summary>Whether an answer can be from the meter that is wanted: nothing in it says otherwise.</summary>
    public static bool Fits(LinkFrame answer, SecondaryAddress wanted)
    {
        var isFixed = answer.ControlInformation is 0x73 or 0x77 && answer.UserData.Length == FixedLength;
        return Of(answer) is not { } sender
            || (isFixed ? SecondaryAddress.Any with { Identification = wanted.Identification } : wanted).Matches(sender);
    }

    /// <summary>Whether two answers say the same, the access number left aside that counts them.</summary>
    public static bool SameTelegram(LinkFrame one, LinkFrame other)
    {
        int? access = one.ControlInformation switch { 0x72 or 0x76 => 8, 0x73 or 0x77 => 4, 0x7A => 0, _ => null };
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

    private static SecondaryAddress MostSignificantFirst(ReadOnlySpan<byte> header) =>
        SecondaryAddress.FromHeader([header[3], header[2], header[1], header[0], header[5], header[4], header[6], header[7]]);
}
