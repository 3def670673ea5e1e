using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Metering.Mapping;

namespace Gateway.CommandLine;

/// <summary><c>mapping check FILE...</c>: what the service would say of mapping files; <c>mapping template METER</c>: one to begin with.</summary>
internal static class MappingCommand
{
    private const string TemplateHelp = "Prints a mapping file to begin with, made of what a meter sent last: an entry for each record, under the code that a mapping in force gives it or one to be replaced.";

    private static readonly Argument<string[]> Files = new("FILE|FOLDER")
    {
        Description = "Mapping files, or folders of them.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object an issue and line." };
    private static readonly Argument<string> Meter = MeterArgument.One();

    public static Command Create()
    {
        var check = new Command("check", "Checks mapping files; names file, line and column of every error.") { Files, Json };
        check.SetAction(parsed => Check(parsed.GetRequiredValue(Files), parsed.GetValue(Json), Console.Out));
        return new Command("mapping", "Works with OBIS mapping files.") { check, ServiceVerb.Create("template", TemplateHelp, [Meter], TemplateAsync) };
    }

    private static async Task<int> TemplateAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        var meter = await MeterArgument.FindAsync(client, parsed.GetRequiredValue(Meter), cancellationToken);
        var (_, _, content) = await client.DownloadAsync(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"mappings/template?meter={meter.Id}"), body: null, cancellationToken);
        using var reader = new StreamReader(content);
        await Console.Out.WriteAsync(await reader.ReadToEndAsync(cancellationToken));
        return ExitCode.Done;
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
