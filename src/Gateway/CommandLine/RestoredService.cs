using Gateway.Api;
using Gateway.Backups;

namespace Gateway.CommandLine;

/// <summary>The service after it was given a backup: it starts anew, with the backup or with what it had.</summary>
internal static class RestoredService
{
    /// <summary>How long it may take: 60 s, twenty times a usual start.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits until it answers again.</summary>
    /// <param name="folder">The data directory.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="FailedException">It does not start with the backup, or has not answered yet.</exception>
    public static async Task StartsAsync(string folder, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(Patience);
        try
        {
            SettingsResource? answer;
            do
            {
                await Task.Delay(Again, bounded.Token);
                answer = PendingRestore.IsUnderWay(folder) ? null : await AskAsync(folder, bounded.Token);
            }
            while (answer is null);
            if (answer.LastFault is { IsRestore: true } fault)
            {
                throw new FailedException($"The service did not start with the backup, and what was here before holds again: {fault.Reason}");
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FailedException($"The backup is whole and lies ready, but the service has not answered for {Patience.TotalSeconds:0} s; its log and gateway doctor say how it stands.");
        }
    }

    /// <summary>Its settings, which say what did not start; null: it does not answer yet.</summary>
    private static async Task<SettingsResource?> AskAsync(string folder, CancellationToken cancellationToken)
    {
        if (ServiceToken.Read(folder) is not var (address, token))
        {
            return null;
        }

        await using var client = new ServiceClient(address, token, ServiceToken.FingerprintIn(folder), local: null);
        try
        {
            return await client.GetAsync<SettingsResource>("settings", cancellationToken);
        }
        catch (Exception e) when (e is RefusedException or FailedException)
        {
            return null;
        }
    }
}
