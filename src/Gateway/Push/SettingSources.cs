using System.Globalization;
using Gateway.Configuration;

namespace Gateway.Push;

/// <summary>The settings of a report by name: which layer has said each, and in words.</summary>
internal static class SettingSources
{
    private static readonly (string Name, Func<ReportOptions, object?> Of)[] Settings =
    [
        ("enabled", options => options.Enabled),
        ("schedule", options => options.Schedule),
        ("valuePeriod", options => options.ValuePeriod),
        ("receiver.address", options => options.Receiver?.Address),
        ("receiver.clientSap", options => options.Receiver?.ClientSap),
        ("receiver.serverSap", options => options.Receiver?.ServerSap),
        ("receiver.security", options => options.Receiver?.Security),
        ("randomisation", options => options.Randomisation),
        ("retries", options => options.Retries),
        ("repetitionDelay", options => options.RepetitionDelay),
        ("communicationWindow", options => options.CommunicationWindow),
    ];

    /// <summary>For each setting the highest layer that says something of it.</summary>
    /// <param name="layers">The lowest first.</param>
    public static IReadOnlyDictionary<string, SettingLayer> Of(IReadOnlyList<(SettingLayer Layer, ReportOptions Options)> layers) => Settings.ToDictionary(
        setting => setting.Name,
        setting => layers.LastOrDefault(layer => setting.Of(layer.Options) is not null).Layer,
        StringComparer.Ordinal);

    /// <summary>What is said, setting by setting.</summary>
    public static IEnumerable<(string Name, string Value)> Values(ReportOptions options) =>
        from setting in Settings
        let value = setting.Of(options)
        where value is not null
        select (setting.Name, Text(value));

    /// <summary>In which settings something differs from what was said before, in words.</summary>
    public static IEnumerable<string> Changes(ReportOptions before, ReportOptions after) =>
        from setting in Settings
        let then = setting.Of(before) is { } former ? Text(former) : null
        let now = setting.Of(after) is { } value ? Text(value) : null
        where then != now
        select $"{setting.Name} {now ?? "taken back"}";

    private static string Text(object value) => value switch
    {
        IReadOnlyList<string> list => list.Count == 0 ? "always" : string.Join(' ', list),
        "" => "none",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
