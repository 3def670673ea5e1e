using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Configuration;

namespace Gateway.CommandLine;

/// <summary><c>backup</c>: the gateway as one encrypted file, while it runs.</summary>
internal static class BackupCommand
{
    private const string Description = """
        Makes a backup: settings, keys, users, mappings, meters with their readings and events as one file, encrypted with a passphrase.
        The gateway works on meanwhile. With file and passphrase any machine becomes this gateway: keep them apart.
        """;

    private const string StandardOutput = "-";

    private static readonly Argument<string?> Target = new("FILE")
    {
        Description = "The file, or a folder in which it gets a name with gateway and time; this folder when it is not given; - for standard output.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> WithoutReadings = new("--without-readings") { Description = "Leaves the readings out: a small file, enough for a gateway to go on under its name and addresses." };

    public static Command Create() => ServiceVerb.Create("backup", Description, [Target, WithoutReadings, PassphraseOption.Option, ServiceVerb.Json], RunAsync);

    private static async Task<int> RunAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(Target) is { } wanted and not StandardOutput)
        {
            RefuseUnusable(wanted);
        }

        var body = new JsonObject { ["passphrase"] = PassphraseOption.Read(parsed, asksTwice: true), ["readings"] = !parsed.GetValue(WithoutReadings) };
        var (name, leftOut, content) = await client.DownloadAsync(HttpMethod.Post, "backup", body, cancellationToken);
        if (leftOut is not null)
        {
            await Console.Error.WriteLineAsync($"Left out, since no backup can hold them: {leftOut}");
        }

        await using (content)
        {
            if (parsed.GetValue(Target) == StandardOutput)
            {
                await PassOnAsync(content, cancellationToken);
                return ExitCode.Done;
            }

            var target = Path.GetFullPath(parsed.GetValue(Target) is not { } given ? name : Directory.Exists(given) ? Path.Combine(given, name) : given);
            var length = await WriteAsync(content, target, cancellationToken);
            Console.WriteLine(parsed.GetValue(ServiceVerb.Json) ? JsonSerializer.Serialize(new { file = target, length }) : $"{target}, {ShownValue.Bytes(length)}");
            return ExitCode.Done;
        }
    }

    private static async Task PassOnAsync(Stream content, CancellationToken cancellationToken)
    {
        try
        {
            await using var output = Console.OpenStandardOutput();
            await content.CopyToAsync(output, cancellationToken);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new FailedException($"The backup broke off and is cut: {e.Message}", e);
        }
    }

    /// <summary>Whole or not at all; an older backup is never written over.</summary>
    private static async Task<long> WriteAsync(Stream content, string target, CancellationToken cancellationToken)
    {
        RefuseUnusable(target);
        var unfinished = target + ".part";
        try
        {
            var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None);
            try
            {
                await using (file)
                {
                    await content.CopyToAsync(file, cancellationToken);
                    file.Flush(flushToDisk: true);
                }

                File.Move(unfinished, target);
                return new FileInfo(target).Length;
            }
            finally
            {
                Leftovers.Remove(unfinished);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or HttpRequestException)
        {
            // under sudo it is not the person who called it
            var account = e is UnauthorizedAccessException ? $" This runs as the account {Environment.UserName}; with backup - > FILE the shell writes it." : "";
            throw new FailedException($"{target} could not be written: {e.Message}{account}", e);
        }
    }

    private static void RefuseUnusable(string target)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(target)) is { } folder && !Directory.Exists(folder))
        {
            throw new RefusedException($"There is no folder {folder}.");
        }

        if (File.Exists(target))
        {
            throw new RefusedException($"{target} is there already; give another name.");
        }
    }
}
