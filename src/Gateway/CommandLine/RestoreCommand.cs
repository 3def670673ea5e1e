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
        counters are raised, so that none is used twice; head-ends read the counter anew and go on. A running service starts anew with it, and
        the verb waits for that. What was here before is kept in the folder replaced of the data directory. The other gateway must not run any more.
        """;

    private const string Checked = "The file is whole, and the passphrase opens it. Nothing was changed.";
    private const string Replaced = "What was here before is in the folder replaced of the data directory: delete it when all is well. Head-ends read the invocation counter (0.0.43.1.0.255) anew.";
    private const string Serving = $"The service has started with it. {Replaced}";
    private const string Placed = $"It is in place: start the service. If it does not start with it, what was here before comes back by itself. {Replaced}";

    private const string StandardInput = "-";

    private static readonly Argument<string> Source = new("FILE") { Description = "The backup; - for standard input." };
    private static readonly Option<bool> OnlyCheck = new("--check") { Description = "Only reads the file to its end and says what is in it." };

    public static Command Create()
    {
        var command = new Command("restore", Description) { Source, OnlyCheck, PassphraseOption.Option, Consent.Yes, ServiceVerb.Json, CommonOptions.DataDirectory };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(Source) == StandardInput && parsed.GetValue(PassphraseOption.Option) == StandardInput)
        {
            throw new RefusedException("Standard input holds the backup or the passphrase, not both: give --passphrase as a file or env:NAME.");
        }

        await using var file = Open(parsed.GetRequiredValue(Source));
        var folder = Path.GetFullPath(Settings.FolderOf(CommonOptions.Arguments(parsed)));
        if (!parsed.GetValue(OnlyCheck))
        {
            Consent.Ask(parsed, $"The gateway in {folder} is replaced by the backup {parsed.GetRequiredValue(Source)}.");
        }

        var passphrase = PassphraseOption.Read(parsed, asksTwice: false);
        try
        {
            if (parsed.GetValue(OnlyCheck))
            {
                Print(parsed, RestoreResource.Of(await RestoreStaging.CheckAsync(file, BackupPassphrase.Of(passphrase), cancellationToken), isStored: false, []), Checked);
            }
            else if (DataDirectory.HeldBy(folder) is not null)
            {
                await RestoreInServiceAsync(parsed, folder, file, passphrase, cancellationToken);
            }
            else
            {
                Print(parsed, await RestoreAsync(parsed, folder, file, passphrase, cancellationToken), Placed);
            }

            return ExitCode.Done;
        }
        catch (Exception e) when (e is BackupException or StoreException or IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(e.Message, e);
        }
    }

    private static Stream Open(string file)
    {
        if (Directory.Exists(file))
        {
            throw new RefusedException($"{file} is a folder; give the backup in it.");
        }

        try
        {
            return file == StandardInput ? Console.OpenStandardInput() : File.OpenRead(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new RefusedException($"{file} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The running service does it, and starts anew; what is told is what it serves with then.</summary>
    private static async Task RestoreInServiceAsync(ParseResult parsed, string folder, Stream file, string passphrase, CancellationToken cancellationToken)
    {
        await using var client = await ServiceClient.ConnectAsync(CommonOptions.Settings(parsed), cancellationToken);
        using var form = new MultipartFormDataContent { { new StringContent(passphrase), "passphrase" }, { new StreamContent(file), "file", "backup" } };
        var result = await client.UploadAsync<RestoreResource>("restore", form, cancellationToken);
        await RestoredService.StartsAsync(folder, cancellationToken);
        Print(parsed, result, ServiceToken.Read(folder) is var (address, _) ? $"{Serving} The page is at {address}" : Serving);
    }

    private static async Task<RestoreResource> RestoreAsync(ParseResult parsed, string folder, Stream file, string passphrase, CancellationToken cancellationToken)
    {
        using var directory = await DataDirectory.TakeAsync(folder, "restore", cancellationToken: cancellationToken);
        var by = new Actor($"the command line of user {Environment.UserName}", Actor.ThisMachine);
        using var staging = new RestoreStaging(folder, () => Settings.LayersOf(CommonOptions.Arguments(parsed)));
        var staged = await staging.RunAsync(file, BackupPassphrase.Of(passphrase), by, cancellationToken);

        // it comes into place, and the next start of the service proves it, or brings back what was there
        await PendingRestore.GoOnAsync(folder);
        return RestoreResource.Of(staged.Manifest, isStored: true, staged.Notes);
    }

    private static void Print(ParseResult parsed, RestoreResource result, string words)
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

        Console.WriteLine(words);
    }
}
