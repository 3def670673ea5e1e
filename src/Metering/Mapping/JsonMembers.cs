using System.Globalization;
using System.Numerics;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Metering.Mapping;

/// <summary>The members of one JSON object, taken by name ignoring case; what nobody took is unknown.</summary>
internal sealed class JsonMembers
{
    private readonly Dictionary<string, JProperty> _members = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);
    private readonly MappingIssues _issues;

    public JsonMembers(JObject json, MappingIssues issues)
    {
        _issues = issues;
        Place = json;
        foreach (var member in json.Properties())
        {
            if (!_members.TryAdd(member.Name, member))
            {
                issues.Error($"\"{member.Name}\" is given twice.", member);
            }
        }
    }

    /// <summary>Where the object stands.</summary>
    public IJsonLineInfo Place { get; }

    /// <summary>The value of a member; null when it is missing or null.</summary>
    public JToken? Take(string name)
    {
        _taken.Add(name);
        return _members.TryGetValue(name, out var member) && member.Value.Type is not JTokenType.Null ? member.Value : null;
    }

    /// <summary>A text, trimmed; null when it is missing, null, or reported as something else.</summary>
    public string? Text(string name, out IJsonLineInfo place)
    {
        var token = Take(name);
        place = token ?? Place;
        switch (token?.Type)
        {
            case null:
                return null;
            case JTokenType.String:
                return ((string)token!).Trim();
            default:
                _issues.Error($"\"{name}\" has to be a text in quotes.", token);
                return null;
        }
    }

    /// <summary>A whole number in a range, also in quotes; the default when it is missing or null.</summary>
    public int Number(string name, int least, int most, int otherwise, out IJsonLineInfo place)
    {
        var token = Take(name);
        place = token ?? Place;
        if (token is null || (token.Type == JTokenType.String && string.IsNullOrWhiteSpace((string?)token)))
        {
            return otherwise;
        }

        if (TryNumber(token) is { } number && number >= least && number <= most)
        {
            return (int)number;
        }

        _issues.Error($"\"{name}\" has to be a whole number from {least} to {most}.", token);
        return otherwise;
    }

    /// <summary>Reports what nobody took.</summary>
    public void WarnOfUnknown()
    {
        foreach (var member in _members.Values.Where(member => !_taken.Contains(member.Name) && !member.Name.StartsWith('$')))
        {
            _issues.Warning($"\"{member.Name}\" is not known here; it is kept and has no effect.", member);
        }
    }

    private static BigInteger? TryNumber(JToken token) => token.Type switch
    {
        JTokenType.Integer => ((JValue)token).Value is BigInteger big ? big : (BigInteger)(long)token,
        JTokenType.String when long.TryParse((string)token!, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };
}
