using System.Globalization;
using Gateway.Configuration;

namespace Gateway.Api;

/// <summary>
/// The parameters of a request. Each is asked for by name and kind; what is wrong is collected.
/// </summary>
internal sealed class QueryFields(IQueryCollection query)
{
    private readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    /// <summary>A text, given once; null when it is not given.</summary>
    public string? Text(string name) => query.TryGetValue(name, out var values) ? values.Count == 1 ? values[0] : Wrong<string?>(name, "is given twice.") : null;

    /// <summary>A whole number; null when it is not given.</summary>
    public long? Number(string name, long least, long most) => Text(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : Wrong<long?>(name, $"give a whole number from {least} to {most}.");

    /// <summary>A moment; without an offset it is UTC. Null when it is not given.</summary>
    public DateTimeOffset? Moment(string name) => Text(name) is not { } text ? null
        : MomentText.TryParseUtc(text, out var at) ? at
        : Wrong<DateTimeOffset?>(name, "give a date or a time such as 2026-11-01T12:00:00Z; without an offset it is UTC.");

    /// <summary>From when to when; a period that ends before it begins is a slip, not one without anything in it.</summary>
    public (DateTimeOffset? From, DateTimeOffset? To) Period()
    {
        var (from, to) = (Moment("from"), Moment("to"));
        return from > to ? Wrong<(DateTimeOffset?, DateTimeOffset?)>("to", "is before from.") : (from, to);
    }

    /// <summary>True or false; null when it is not given.</summary>
    public bool? Flag(string name) => Text(name) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        _ => Wrong<bool?>(name, "give true or false."),
    };

    /// <summary>One of some words; the first when it is not given.</summary>
    public string Word(string name, params ReadOnlySpan<string> words)
    {
        var text = Text(name);
        return text is null ? words[0] : words.Contains(text) ? text : Wrong<string?>(name, $"give {string.Join(", ", words)}.") ?? words[0];
    }

    /// <summary>Notes that one is needed, unless it is wrong already.</summary>
    public T? Missing<T>(string name, string message) => _errors.ContainsKey(name) ? default : Wrong<T>(name, message);

    /// <summary>Notes that one is wrong.</summary>
    public T? Wrong<T>(string name, string message)
    {
        _errors[name] = [message];
        return default;
    }

    /// <summary>Refuses the request when it has others than those that there are.</summary>
    /// <exception cref="ApiException">It has.</exception>
    public void RefuseOthers(IReadOnlyCollection<string> known)
    {
        foreach (var other in query.Keys.Where(key => !known.Contains(key, StringComparer.OrdinalIgnoreCase)))
        {
            Wrong<string>(other, known.Count == 0 ? "there are no parameters." : $"there is no such parameter; there are {string.Join(", ", known)}.");
        }

        Refuse();
    }

    /// <summary>Refuses the request when anything is wrong.</summary>
    /// <exception cref="ApiException">Something is.</exception>
    public void Refuse()
    {
        if (_errors.Count > 0)
        {
            throw ApiException.Invalid(_errors);
        }
    }
}
