using System.Globalization;

namespace Gateway.Configuration;

/// <summary>A date or a time as a person or a program writes it. Nothing is guessed: 03.04. is a day in April here and in March there.</summary>
internal static class MomentText
{
    private static readonly string[] Forms =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mm zzz", "yyyy-MM-dd HH:mm:ss zzz",
    ];

    /// <summary>Reads one that is in the machine's zone where it has no offset.</summary>
    public static bool TryParseLocal(string text, out DateTimeOffset at) => TryParse(text, DateTimeStyles.AssumeLocal, out at);

    /// <summary>Reads one that is in UTC where it has no offset.</summary>
    public static bool TryParseUtc(string text, out DateTimeOffset at) => TryParse(text, DateTimeStyles.AssumeUniversal, out at);

    private static bool TryParse(string text, DateTimeStyles zone, out DateTimeOffset at) =>
        DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, zone, out at);
}
