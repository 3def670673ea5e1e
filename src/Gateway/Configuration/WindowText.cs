using System.Globalization;
using Cosem;
using Cosem.InterfaceClasses;

namespace Gateway.Configuration;

/// <summary>Communication windows as people write them.</summary>
internal static class WindowText
{
    /// <summary>What can be written.</summary>
    public const string Allowed = "22:00-06:00 for every day, or two date-times of 24 hexadecimal digits with a dash between them";

    private const string TimeOfDay = "HH:mm";
    private const int HexDigits = 2 * CosemDateTime.Length;

    /// <summary>Reads a window.</summary>
    public static bool TryParse(string text, out PushWindow window)
    {
        window = default;
        if (text.Split('-') is not [var first, var last] || Read(first) is not { } start || Read(last) is not { } end)
        {
            return false;
        }

        window = new PushWindow(start, end);
        return window.IsPossible;
    }

    /// <summary>Writes it, a daily one in short.</summary>
    public static string Of(PushWindow window) => $"{Of(window.Start)}-{Of(window.End)}";

    private static string Of(CosemDateTime time) => time == Daily(time.Hour, time.Minute) && time.Hour < 24 && time.Minute < 60
        ? string.Create(CultureInfo.InvariantCulture, $"{time.Hour:D2}:{time.Minute:D2}")
        : time.ToOctets().ToString();

    private static CosemDateTime? Read(string text)
    {
        if (TimeOnly.TryParseExact(text.Trim(), TimeOfDay, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return Daily((byte)time.Hour, (byte)time.Minute);
        }

        return text.Trim() is { Length: HexDigits } hex && hex.All(char.IsAsciiHexDigit) && CosemDateTime.TryParse(Convert.FromHexString(hex), out var moment) ? moment : null;
    }

    private static CosemDateTime Daily(byte hour, byte minute) => CosemDateTime.NotSpecified with { Hour = hour, Minute = minute, Second = 0, Hundredths = 0 };
}
