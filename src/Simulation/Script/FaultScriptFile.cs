using System.Text.Json;

namespace Simulation.Script;

/// <summary>
/// Reads a script: a JSON list with an object for each fault.
/// <code>
/// [
///   { "fault": "silence", "meter": 3, "from": "00:10:00", "until": "01:00:00" },
///   { "fault": "late", "delay": "00:00:02.500", "chance": 0.01 },
///   { "fault": "break-off", "meter": 5, "byte": 20, "firstRequest": 3, "lastRequest": 3 },
///   { "fault": "cut-off", "how": "closed", "from": "02:00:00", "until": "02:00:30" }
/// ]
/// </code>
/// Everything that is wrong is found in one go, with line and column.
/// </summary>
public static class FaultScriptFile
{
    /// <summary>The largest file, in bytes: some hundred for each of the most lines.</summary>
    public const int MaximumLength = 1 << 21;

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="content">What it holds: JSON in UTF-8.</param>
    /// <param name="meters">How many meters the bus has.</param>
    /// <param name="issues">What is wrong; empty when there is a script.</param>
    /// <returns>The script; null when something is wrong.</returns>
    public static FaultScript? Read(string file, ReadOnlySpan<byte> content, int meters, out IReadOnlyList<FaultScriptIssue> issues)
    {
        var place = new FaultScriptPlace(file, content);
        if (content.Length > MaximumLength)
        {
            issues = [place.Issue(0, $"the file has {content.Length} bytes; a script has at most {MaximumLength}.")];
            return null;
        }

        var found = new List<FaultScriptIssue>();
        issues = found;
        var faults = new List<ScriptedFault>();
        var reader = new Utf8JsonReader(place.Json, new JsonReaderOptions { MaxDepth = 8, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                found.Add(place.Issue(reader.TokenStartIndex, "a script is a list: [ { \"fault\": ... }, ... ]."));
                return null;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                faults.Add(ReadFault(ref reader, place, meters, found));
                if (faults.Count > FaultScript.MaximumFaults)
                {
                    found.Add(place.Issue(reader.TokenStartIndex, $"a script has at most {FaultScript.MaximumFaults} faults."));
                    return null;
                }
            }

            reader.Read();
        }
        catch (JsonException e)
        {
            found.Add(place.Issue(e));
        }
        catch (InvalidOperationException)
        {
            found.Add(place.Issue(reader.TokenStartIndex, "this is no text: bytes or escapes that are not UTF-8."));
        }

        return found.Count == 0 ? new FaultScript(faults) : null;
    }

    private static ScriptedFault ReadFault(ref Utf8JsonReader reader, FaultScriptPlace place, int meters, List<FaultScriptIssue> issues)
    {
        var start = reader.TokenStartIndex;
        var known = issues.Count;
        var fault = new ScriptedFault(FaultKind.Silence);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            issues.Add(place.Issue(start, "a fault is an object: { \"fault\": \"late\", \"delay\": \"00:00:02\" }."));
            reader.Skip();
            return fault;
        }

        if (RuleOf(reader, place, start, issues) is { } rule)
        {
            fault = new ScriptedFault(rule.Kind);
            ReadParameters(ref reader, rule, place, issues, ref fault);
        }
        else
        {
            reader.Skip();
        }

        if (issues.Count == known && FaultRule.Problem(fault) is { } problem)
        {
            issues.Add(place.Issue(start, problem));
        }
        else if (issues.Count == known && fault.Meter > meters)
        {
            issues.Add(place.Issue(start, $"there is no meter {fault.Meter}; the bus has {meters}."));
        }

        return fault;
    }

    /// <summary>The rule that the name stands for, wherever in the object the name is; the reader is a copy.</summary>
    private static FaultRule? RuleOf(Utf8JsonReader reader, FaultScriptPlace place, long start, List<FaultScriptIssue> issues)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isName = reader.ValueTextEquals("fault"u8);
            reader.Read();
            if (isName)
            {
                var rule = reader.TokenType == JsonTokenType.String ? FaultRule.Of(reader.GetString()!) : null;
                if (rule is null)
                {
                    issues.Add(place.Issue(reader.TokenStartIndex, $"\"fault\" is one of {string.Join(", ", FaultRule.All.Select(known => known.Name))}."));
                }

                return rule;
            }

            reader.Skip();
        }

        issues.Add(place.Issue(start, "the name is missing: \"fault\"."));
        return null;
    }

    private static void ReadParameters(
        ref Utf8JsonReader reader, FaultRule rule, FaultScriptPlace place, List<FaultScriptIssue> issues, ref ScriptedFault fault)
    {
        var given = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (at, name) = (reader.TokenStartIndex, reader.GetString()!);
            var parameter = rule.Parameters.FirstOrDefault(parameter => parameter.Name == name);
            reader.Read();
            if (!given.Add(name))
            {
                issues.Add(place.Issue(at, $"\"{name}\" is given twice."));
            }
            else if (parameter is not null)
            {
                var text = TextOf(reader, place);
                if (parameter.Read(fault, text) is { } read)
                {
                    fault = read;
                }
                else
                {
                    issues.Add(place.Issue(reader.TokenStartIndex, $"\"{name}\" is {parameter.Form}."));
                }
            }
            else if (name != "fault")
            {
                issues.Add(place.Issue(at, $"{rule.Name} has no \"{name}\"; it has {string.Join(", ", rule.Parameters.Select(known => known.Name))}."));
            }

            reader.Skip();
        }
    }

    private static string TextOf(Utf8JsonReader reader, FaultScriptPlace place) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.Number => place.TextAt(reader.TokenStartIndex, reader.ValueSpan.Length),
        _ => "",
    };
}
