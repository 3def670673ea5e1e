using System.Globalization;
using System.Text.RegularExpressions;
using Cosem;

namespace Gateway.CommandLine;

/// <summary>An object as a person names it: <c>1.0.1.8.0.255</c> or <c>1-0:1.8.0</c>, each perhaps with <c>:2</c> for an attribute or a method.</summary>
internal static partial class ObisText
{
    /// <summary>Reads it; without an index it is null.</summary>
    public static bool TryParse(string text, out LogicalName name, out sbyte? index)
    {
        index = null;
        var match = Form().Match(text);
        if (!match.Success || !LogicalName.TryParse(Dotted(match), out name))
        {
            name = default;
            return false;
        }

        if (match.Groups["index"] is { Success: true, Value: var digits })
        {
            index = sbyte.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
            return index is not null;
        }

        return true;
    }

    /// <summary>Value group F is 255 where a code does not say it.</summary>
    private static string Dotted(Match match) => match.Groups["dotted"] is { Success: true, Value: var dotted }
        ? dotted
        : $"{match.Groups["ab"].Value.Replace('-', '.')}.{match.Groups["cde"].Value}.{(match.Groups["f"].Success ? match.Groups["f"].Value : "255")}";

    [GeneratedRegex(@"^((?<dotted>\d+(\.\d+){5})|(?<ab>\d+-\d+):(?<cde>\d+\.\d+\.\d+)([*&](?<f>\d+))?)(:(?<index>\d+))?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Form();
}
