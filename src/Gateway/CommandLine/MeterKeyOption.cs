using System.CommandLine;

namespace Gateway.CommandLine;

/// <summary>The option for a meter's key, which is never an argument: every user of the machine can see those.</summary>
internal sealed class MeterKeyOption
{
    private const string None = "none";

    /// <summary>The option.</summary>
    public Option<string?> Option { get; } = new("--key")
    {
        Description = $"Where the meter's AES-128 key stands, {KeyPlace.Digits} hexadecimal digits: {KeyPlace.Allowed}; none takes it back.",
        HelpName = "FILE|-|env:NAME|none",
    };

    /// <summary>Reads the key; null takes it back.</summary>
    /// <exception cref="RefusedException">It cannot be read; the message does not show what was read.</exception>
    public bool TryRead(ParseResult parsed, TextReader input, out string? key)
    {
        var place = parsed.GetValue(Option);
        key = place is null || place.Equals(None, StringComparison.OrdinalIgnoreCase) ? null : KeyPlace.Read(place, input);
        return place is not null;
    }
}
