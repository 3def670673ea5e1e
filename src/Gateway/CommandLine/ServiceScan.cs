using System.Text.Json.Nodes;
using Gateway.Api;
using Gateway.Readout;

namespace Gateway.CommandLine;

/// <summary>A scan of a bus by the service that has it: begun, followed, and stopped with this verb.</summary>
/// <param name="client">The service.</param>
/// <param name="bus">The bus's name.</param>
/// <param name="progress">Is shown how far it is.</param>
internal sealed class ServiceScan(ServiceClient client, string bus, ScanProgress progress)
{
    /// <summary>How often is asked how far it is: as fast as a person reads.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);

    private string Path => $"{BusCommand.PathOf(bus)}/search";

    /// <summary>Begins a search as it is asked for; one that runs already is followed.</summary>
    public async Task<SearchResource> StartAsync(JsonObject search, CancellationToken cancellationToken)
    {
        try
        {
            // begun is begun: whoever stops it now stops the search
            return await FollowAsync(await client.SendAsync<SearchResource>(HttpMethod.Post, Path, search, CancellationToken.None), cancellationToken);
        }
        catch (RefusedException e) when (e.IsConflict)
        {
            return await FollowRunningAsync(e, cancellationToken);
        }
    }

    /// <summary>Goes on with the search that was stopped; what is over is shown as it was.</summary>
    public async Task<SearchResource> ResumeAsync(CancellationToken cancellationToken)
    {
        var last = await client.GetAsync<SearchResource>(Path, cancellationToken);
        if (last.Status is SearchStatus.Finished or SearchStatus.Flooded)
        {
            await Console.Error.WriteLineAsync($"The last search of bus {bus} is over; this is what it found. Without --resume a new one begins.");
            progress.End(last);
            return last;
        }

        return await StartAsync(new JsonObject { ["resume"] = true }, cancellationToken);
    }

    /// <summary>Stores what it has found and says so.</summary>
    public async Task StoreAsync(TextWriter output)
    {
        var stored = await client.SendAsync<SearchedMeters>(HttpMethod.Post, $"{Path}/meters", body: null, CancellationToken.None);
        foreach (var meter in stored.Added)
        {
            await output.WriteLineAsync($"Stored {meter.Identity ?? $"primary {meter.PrimaryAddress}"} as logical device {meter.LogicalDevice}.");
        }

        foreach (var refused in stored.Refused)
        {
            await output.WriteLineAsync($"Not stored {refused}");
        }

        var others = stored.Refused.Count == 0 ? "" : $", {stored.Refused.Count} not stored";
        await output.WriteLineAsync($"{stored.Added.Count} added, {stored.Known} were there already{others}.");
    }

    private async Task<SearchResource> FollowRunningAsync(RefusedException refusal, CancellationToken cancellationToken)
    {
        var running = await client.GetAsync<SearchResource>(Path, cancellationToken);
        if (running.Status != SearchStatus.Running)
        {
            throw refusal;
        }

        await Console.Error.WriteLineAsync($"A search of bus {bus} runs already, with its own options: this follows it. Ctrl+C stops it.");
        return await FollowAsync(running, cancellationToken);
    }

    private async Task<SearchResource> FollowAsync(SearchResource search, CancellationToken cancellationToken)
    {
        try
        {
            while (search.Status == SearchStatus.Running)
            {
                progress.Show(search);
                if (search.LineFault is { } fault && !client.IsService)
                {
                    await client.DeleteAsync(Path, CancellationToken.None);
                    throw new FailedException($"{fault} When the line works again, scan {bus} --resume goes on.");
                }

                await Task.Delay(Step, cancellationToken);
                search = await client.GetAsync<SearchResource>(Path, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await client.DeleteAsync(Path, CancellationToken.None);
            search = await client.GetAsync<SearchResource>(Path, CancellationToken.None);
            progress.Stopped(canResume: true);
        }

        progress.Show(search);
        progress.End(search);
        return search;
    }
}
