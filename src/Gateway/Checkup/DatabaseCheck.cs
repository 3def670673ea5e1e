using System.Runtime.CompilerServices;
using Gateway.Configuration;
using Metering;
using Metering.Storage;

namespace Gateway.Checkup;

/// <summary>Whether the database can be used by this program, and the keys beside it open its secrets.</summary>
internal sealed class DatabaseCheck : ICheck
{
    /// <inheritdoc />
    public string Subject => "database";

    /// <inheritdoc />
    public async IAsyncEnumerable<Finding> LookAsync(CheckedGateway gateway, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (gateway.StoreFault is StoreException { Fault: StoreFault.Busy } busy)
        {
            yield return Finding.Look(Subject, $"It was not looked at: {busy.Message}", "Call doctor again when that program has ended.");
        }
        else if (gateway.StoreFault is { } fault)
        {
            yield return Finding.Bad(Subject, fault.Message, "If the disk is sound and the account has the right to it, restore the last backup: gateway restore FILE.");
        }
        else if (gateway.Store is { } store)
        {
            yield return WriteFault(gateway) is { } denied
                ? Finding.Bad(Subject, $"It cannot be written: {denied}", "Give the account of the service the right to the file and its folder.")
                : Finding.Ok(Subject, $"It opens and is of this program's version, {SqliteDatabase.NewestVersion}.");

            // what they hold is of no interest: that they can be read is
            if (Secrets.ToRead(gateway.Folder, store.State) is { } secrets)
            {
                _ = (await secrets.KeysAsync(), await secrets.LlsPasswordAsync());
                yield return Finding.Ok("keys", "The keys in the data directory open the secrets in the database.");
            }
        }
        else if (gateway.StoreVersion is { } version)
        {
            yield return version > SqliteDatabase.NewestVersion
                ? Finding.Bad(
                    Subject,
                    $"It is of version {version}; this program knows up to {SqliteDatabase.NewestVersion}.",
                    "Use the program that the service is of, or a newer one: gateway service status says which.")
                : Finding.Look(
                    Subject,
                    $"It is of version {version}, and this program brings it to {SqliteDatabase.NewestVersion} with the next start; what is in it was not looked at.",
                    "Make a backup with the former version before: gateway backup FOLDER.");
        }
        else if (gateway.IsUnreadable)
        {
            yield return Finding.Look(Subject, "It was not looked at: the data directory is not yours to read.", "See to the data directory first.");
        }
        else
        {
            yield return Finding.Look(Subject, $"There is no {DataDirectory.DatabaseIn(gateway.Folder)} yet; the first start makes it.", "Start the service once.");
        }
    }

    /// <summary>Opens the file as one that writes it would, and writes nothing; what a service does that runs tells its health.</summary>
    private static string? WriteFault(CheckedGateway gateway)
    {
        try
        {
            if (gateway.Holder is null)
            {
                File.OpenHandle(DataDirectory.DatabaseIn(gateway.Folder), FileMode.Open, FileAccess.Write, FileShare.ReadWrite).Dispose();
            }

            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
