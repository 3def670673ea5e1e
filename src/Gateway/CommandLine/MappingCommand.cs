using System.CommandLine;
using System.Text.Json;
using Metering.Mapping;

namespace Gateway.CommandLine;

/// <summary><c>mapping check FILE...</c>: what the service would say of mapping files.</summary>
internal static class MappingCommand
{
    private static readonly Argument<string[]> Files = new("FILE|FOLDER")
    {
        Description = "Mapping files, or folders of them.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object an issue and line." };

    public static Command Create()
    {
        var check = new Command("check", "Checks mapping files; names file, line and column of every error.") { Files, Json };
        check.SetAction(parsed => Check(parsed.GetRequiredValue(Files), parsed.GetValue(Json), Console.Out));
        return new Command("mapping", "Works with OBIS mapping files.") { check };
    }

    private static int Check(string[] paths, bool json, TextWriter output)
    {
        var files = paths.SelectMany(FilesOf).ToList();
        if (files.Count == 0)
        {
            throw new RefusedException($"{string.Join(", ", paths)} holds no mapping file (*.json).");
        }

        var checks = files.ConvertAll(MappingFile.Check);
        foreach (var check in checks)
        {
            Write(check, json, output);
        }

        return files.Any(file => !File.Exists(file)) ? ExitCode.Refused
            : checks.All(check => check.Mapping is not null) ? ExitCode.Done
            : ExitCode.Failed;
    }

    private static IEnumerable<string> FilesOf(string path) =>
        Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*.json").Where(file => !file.EndsWith(".schema.json", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)
            : [path];

    private static void Write(MappingFileCheck check, bool json, TextWriter output)
    {
        foreach (var issue in check.Issues)
        {
            output.WriteLine(json
                ? JsonSerializer.Serialize(new { file = issue.File, line = issue.Line, column = issue.Column, severity = issue.Severity.ToString(), message = issue.Message })
                : issue.ToString());
        }

        if (!json)
        {
            output.WriteLine(check.Mapping is { } mapping
                ? $"{check.File}: good: {mapping.Type}, {mapping.Manufacturer}, version {(mapping.Version == MeterMapping.AllVersions ? "all" : mapping.Version)}, {mapping.Entries.Length} OBIS codes"
                : $"{check.File}: refused");
        }
    }
}
