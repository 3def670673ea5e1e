using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Gateway.Access;
using Gateway.Api;
using Gateway.Backups;
using Gateway.Configuration;
using Metering;

namespace Gateway.CommandLine;

/// <summary><c>restore</c>: this machine becomes the gateway of a backup.</summary>
internal static class RestoreCommand
{
    private const string Description = """
        Brings a backup back: this machine becomes that gateway, with its name, addresses, keys, users, meters and readings. All invocation
        counters are raised, so that none is used twice; head-ends read the counter anew and go on. A running service starts anew with it.
        What was here before is kept in the folder replaced of the data directory. The other gateway must not run any more.
        """;

    private const string StandardInput = "-";

    private static readonly Argument<string> Source = new("FILE") { Description = "The backup; - for standard input." };
    private static readonly Option<bool> OnlyCheck = new("--check") { Description = "Only reads the file to its end and says what is in it." };

    public static Command Create()
    {
        var command = new Command("restore", Description) { Source, OnlyCheck, PassphraseOption.Option, ServiceVerb.Json, CommonOptions.DataDirectory };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(Source) == StandardInput && parsed.GetValue(PassphraseOption.Option) == StandardInput)
        {
            throw new RefusedException("Standard input holds the backup or the passphrase, not both: give --passphrase as a file or env:NAME.");
        }

        var passphrase = PassphraseOption.Read(parsed, asksTwice: false);
        await using var file = Open(parsed.GetRequiredValue(Source));
        try
        {
            var result = parsed.GetValue(OnlyCheck)
                ? RestoreResource.Of(await RestoreStaging.CheckAsync(file, BackupPassphrase.Of(passphrase), cancellationToken), isStored: false, [])
                : await RestoreAsync(parsed, file, passphrase, cancellationToken);
            Print(parsed, result);
            return ExitCode.Done;
        }
        catch (Exception e) when (e is BackupException or StoreException or IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(e.Message, e);
        }
    }

    private static Stream Open(string file)
    {
        try
        {
            return file == StandardInput ? Console.OpenStandardInput() : File.OpenRead(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new RefusedException($"{file} cannot be read: {e.Message}", e);
        }
    }

    private static async Task<RestoreResource> RestoreAsync(ParseResult parsed, Stream file, string passphrase, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(Settings.FolderOf(CommonOptions.Arguments(parsed)));
        if (DataDirectory.HeldBy(folder) is not null)
        {
            // the running service does it, and starts anew
            await using var client = await ServiceClient.ConnectAsync(CommonOptions.Settings(parsed), cancellationToken);
            using var form = new MultipartFormDataContent { { new StringContent(passphrase), "passphrase" }, { new StreamContent(file), "file", "backup" } };
            return await client.UploadAsync<RestoreResource>("restore", form, cancellationToken);
        }

        using var directory = await DataDirectory.TakeAsync(folder, "restore", cancellationToken: cancellationToken);
        var by = new Actor($"the command line of user {Environment.UserName}", Actor.ThisMachine);
        using var staging = new RestoreStaging(folder, () => Settings.LayersOf(CommonOptions.Arguments(parsed)));
        var staged = await staging.RunAsync(file, BackupPassphrase.Of(passphrase), by, cancellationToken);

        // it comes into place, and the next start of the service proves it, or brings back what was there
        await PendingRestore.GoOnAsync(folder);
        return RestoreResource.Of(staged.Manifest, isStored: true, staged.Notes);
    }

    private static void Print(ParseResult parsed, RestoreResource result)
    {
        if (parsed.GetValue(ServiceVerb.Json))
        {
            Console.WriteLine(JsonSerializer.Serialize(result, ApiJson.Options));
            return;
        }

        FiguresText.Line(Console.Out, "Gateway", result.LogicalDeviceName);
        FiguresText.Line(Console.Out, "Made", $"{ShownValue.Moment(result.MadeAt)} by version {result.Program}");
        FiguresText.Line(Console.Out, "Meters", result.Meters.ToString(CultureInfo.InvariantCulture));
        FiguresText.Line(Console.Out, "Readings", result.Readings is { } readings ? readings.ToString("N0", CultureInfo.InvariantCulture) : "left out");
        foreach (var note in result.Notes)
        {
            Console.WriteLine(note);
        }

        Console.WriteLine(result.IsStored
            ? "The service starts with it; where it runs it starts anew by itself, else start it. If it does not start, what was here before comes back by itself; if it does, that is in the folder replaced of the data directory: delete it when all is well. Head-ends read the invocation counter (0.0.43.1.0.255) anew."
            : "The file is whole, and the passphrase opens it. Nothing was changed.");
    }
}
