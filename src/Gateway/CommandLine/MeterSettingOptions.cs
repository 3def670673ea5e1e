using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Configuration;

namespace Gateway.CommandLine;

/// <summary>The settings of a meter as options of <c>meter add</c> and <c>meter set</c>; <c>none</c> takes one back.</summary>
internal sealed class MeterSettingOptions
{
    private const string None = "none";

    private readonly Option<string?> _name = new("--name") { Description = "Its free name.", HelpName = "TEXT" };
    private readonly Option<string?> _group = new("--group") { Description = "Its group, whose schedule it follows.", HelpName = "TEXT" };
    private readonly Option<string?> _interval = new("--interval") { Description = "How often it is read, such as \"15 min\" or \"1 day\".", HelpName = "INTERVAL" };
    private readonly Option<string?> _minimumInterval = new("--minimum-interval") { Description = "The least time between two readouts, whoever asks: 6h, 1d, or hours:minutes:seconds.", HelpName = "TIME" };
    private readonly Option<string?> _quota = new("--quota") { Description = "How many readouts its battery grants in how much time: 4/1d.", HelpName = "N/TIME" };
    private readonly Option<string?> _extra = new("--extra-response-time") { Description = "Milliseconds that it needs beyond the standard's response time.", HelpName = "MS" };
    private readonly Option<string?> _firstBit = new("--first-bit") { Description = "The frame count bit of the first request, 1 or 0.", HelpName = "0|1" };
    private readonly Option<string?> _reset = new("--application-reset") { Description = "Sub-code of an application reset before each readout, two hexadecimal digits.", HelpName = "HEX" };
    private readonly Option<string?> _baudRate = new("--baud") { Description = "Its baud rate, when it is another than its bus's.", HelpName = "BAUD" };
    private readonly Option<string?> _active = new("--active") { Description = "Whether it is read.", HelpName = "true|false" };
    private readonly MeterKeyOption _key = new();

    /// <summary>The options, for a verb.</summary>
    public Symbol[] Symbols => [_name, _group, _interval, _minimumInterval, _quota, _extra, _firstBit, _reset, _baudRate, _active, _key.Option];

    /// <summary>The option that sets a field of the interface; null: none does.</summary>
    public string? OptionOf(string field) => field switch
    {
        "name" => _name.Name,
        "group" => _group.Name,
        "baudRate" => _baudRate.Name,
        "active" => _active.Name,
        "key" => _key.Option.Name,
        "readout.interval" => _interval.Name,
        "readout.minimumInterval" => _minimumInterval.Name,
        "readout.quota" or "readout.quota.readouts" or "readout.quota.period" => _quota.Name,
        "readout.extraResponseTime" => _extra.Name,
        "readout.firstFrameCountBit" => _firstBit.Name,
        "readout.applicationReset" => _reset.Name,
        _ => null,
    };

    /// <summary>What was given, as the interface takes it.</summary>
    /// <exception cref="RefusedException">A value is not of its kind.</exception>
    public JsonObject Read(ParseResult parsed)
    {
        var (meter, readout) = (new JsonObject(), new JsonObject());
        Add(meter, "name", _name, text => text);
        Add(meter, "group", _group, text => text);
        Add(meter, "baudRate", _baudRate, text => Number(_baudRate, text, NumberStyles.None));
        Add(readout, "interval", _interval, text => text);
        Add(readout, "minimumInterval", _minimumInterval, text => Time(_minimumInterval, text));
        Add(readout, "quota", _quota, Quota);
        Add(readout, "extraResponseTime", _extra, text => TimeSpan.FromMilliseconds(Number(_extra, text, NumberStyles.None)).ToString("c", CultureInfo.InvariantCulture));
        Add(readout, "firstFrameCountBit", _firstBit, text => text is "0" or "1" ? text == "1" : throw new RefusedException("--first-bit takes 0, 1 or none."));
        Add(readout, "applicationReset", _reset, text => Number(_reset, text, NumberStyles.AllowHexSpecifier));
        if (parsed.GetValue(_active) is { } active)
        {
            meter["active"] = bool.TryParse(active, out var isActive) ? isActive : throw new RefusedException($"--active takes true or false, not '{active}'.");
        }

        if (_key.TryRead(parsed, Console.In, out var key))
        {
            meter["key"] = key;
        }

        if (readout.Count > 0)
        {
            meter["readout"] = readout;
        }

        return meter;

        void Add(JsonObject into, string field, Option<string?> option, Func<string, JsonNode?> read)
        {
            if (parsed.GetValue(option) is { } text)
            {
                into[field] = text.Equals(None, StringComparison.OrdinalIgnoreCase) ? null : read(text);
            }
        }
    }

    private static int Number(Option<string?> option, string text, NumberStyles style) =>
        int.TryParse(text, style, CultureInfo.InvariantCulture, out var number) ? number : throw new RefusedException($"{option.Name} takes {option.HelpName} or none, not '{text}'.");

    private static string Time(Option<string?> option, string text) =>
        DurationText.TryParse(text, out var time) ? time.ToString("c", CultureInfo.InvariantCulture) : throw new RefusedException($"{option.Name} takes {DurationText.Allowed}, or none, not '{text}'.");

    private JsonObject Quota(string text) =>
        text.Split('/') is [var count, var time] && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var readouts)
            ? new JsonObject { ["readouts"] = readouts, ["period"] = Time(_quota, time) }
            : throw new RefusedException($"--quota takes N/TIME such as 4/1d, or none, not '{text}'.");
}
