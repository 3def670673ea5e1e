using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Configuration;

namespace Gateway.CommandLine;

/// <summary>The settings of a report as options of <c>push set</c>; <c>default</c> takes one back.</summary>
internal sealed class ReportSettingOptions
{
    private const string Default = "default";

    private readonly Option<string?> _enabled = new("--enabled") { Description = "Whether it is sent; what is stored from then on.", HelpName = "true|false" };
    private readonly Option<string?> _schedule = new("--schedule") { Description = "When: \"15 min\", \"1 day\" ..., or a cron expression such as \"0 30 6 * * ?\".", HelpName = "TEXT" };
    private readonly Option<string?> _period = new("--value-period") { Description = "What: unsent, all that was not yet delivered; or how many of the latest rows.", HelpName = "unsent|N" };
    private readonly Option<string?> _receiver = new("--receiver") { Description = "To whom, host:port; \"\" nobody.", HelpName = "HOST:PORT" };
    private readonly Option<string?> _clientSap = new("--client-sap") { Description = "The wrapper's destination (1).", HelpName = "N" };
    private readonly Option<string?> _serverSap = new("--server-sap") { Description = "The wrapper's source, instead of the logical device whose data it is.", HelpName = "N" };
    private readonly Option<string?> _security = new("--security") { Description = "The least protection: none, authenticated, authenticated-encrypted; the security policy is added to it.", HelpName = "NAME" };
    private readonly Option<string?> _randomisation = new("--randomisation") { Description = "Sending begins at a random moment within it: 90s, 5min.", HelpName = "TIME" };
    private readonly Option<string?> _retries = new("--retries") { Description = "How often a failed sending is tried again before the next mark, 0 to 255.", HelpName = "N" };
    private readonly Option<string?> _delay = new("--repetition-delay") { Description = "Before the first repetition, at least 1s; doubled each time up to 1 h.", HelpName = "TIME" };
    private readonly Option<string?> _window = new("--window") { Description = "When may be sent: 22:00-06:00, several with commas between them; or always.", HelpName = "TEXT" };

    /// <summary>The options, for the verb.</summary>
    public Symbol[] Symbols => [_enabled, _schedule, _period, _receiver, _clientSap, _serverSap, _security, _randomisation, _retries, _delay, _window];

    /// <summary>The option that sets a field of the interface; null: none does.</summary>
    public string? OptionOf(string field) => field switch
    {
        "enabled" => _enabled.Name,
        "schedule" => _schedule.Name,
        "valuePeriod" => _period.Name,
        "receiver.address" => _receiver.Name,
        "receiver.clientSap" => _clientSap.Name,
        "receiver.serverSap" => _serverSap.Name,
        "receiver.security" => _security.Name,
        "randomisation" => _randomisation.Name,
        "retries" => _retries.Name,
        "repetitionDelay" => _delay.Name,
        "communicationWindow" => _window.Name,
        _ => null,
    };

    /// <summary>What was given, as the interface takes it.</summary>
    /// <exception cref="RefusedException">A value is not of its kind.</exception>
    public JsonObject Read(ParseResult parsed)
    {
        var (report, receiver) = (new JsonObject(), new JsonObject());
        Add(report, "enabled", _enabled, text => bool.TryParse(text, out var flag) ? flag : throw new RefusedException($"--enabled takes true, false or {Default}, not '{text}'."));
        Add(report, "schedule", _schedule, text => text);
        Add(report, "valuePeriod", _period, text => text);
        Add(receiver, "address", _receiver, text => text);
        Add(receiver, "clientSap", _clientSap, text => Number(_clientSap, text));
        Add(receiver, "serverSap", _serverSap, text => Number(_serverSap, text));
        Add(receiver, "security", _security, text => text);
        Add(report, "randomisation", _randomisation, text => Time(_randomisation, text));
        Add(report, "retries", _retries, text => Number(_retries, text));
        Add(report, "repetitionDelay", _delay, text => Time(_delay, text));
        Add(report, "communicationWindow", _window, Windows);
        if (receiver.Count > 0)
        {
            report["receiver"] = receiver;
        }

        return report;

        void Add(JsonObject into, string field, Option<string?> option, Func<string, JsonNode?> read)
        {
            if (parsed.GetValue(option) is { } text)
            {
                into[field] = text.Equals(Default, StringComparison.OrdinalIgnoreCase) ? null : read(text);
            }
        }
    }

    private static JsonArray Windows(string text) => text.Equals("always", StringComparison.OrdinalIgnoreCase)
        ? []
        : [.. text.Split(',', StringSplitOptions.TrimEntries).Select(window => JsonValue.Create(window))];

    private static int Number(Option<string?> option, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new RefusedException($"{option.Name} takes {option.HelpName} or {Default}, not '{text}'.");

    private static string Time(Option<string?> option, string text) =>
        DurationText.TryParse(text, out var time) ? time.ToString("c", CultureInfo.InvariantCulture) : throw new RefusedException($"{option.Name} takes {DurationText.Allowed}, or {Default}, not '{text}'.");
}
