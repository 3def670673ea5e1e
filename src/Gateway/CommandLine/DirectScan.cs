using Gateway.Api;
using Gateway.Readout;
using MBus.LevelConverter;
using Metering;

namespace Gateway.CommandLine;

/// <summary>A scan of a bus that this process has opened by its address.</summary>
/// <param name="bus">The bus.</param>
/// <param name="state">Where the search is kept; null: nowhere.</param>
/// <param name="progress">Is shown how far it is.</param>
internal sealed class DirectScan(IBusAccess bus, IStateStore? state, ScanProgress progress)
{
    /// <summary>Searches to the end, or until it is stopped.</summary>
    /// <exception cref="FailedException">The line failed.</exception>
    /// <exception cref="RefusedException">There is nothing to resume.</exception>
    public async Task<SearchResource> RunAsync(SearchOptions wanted, bool resumes, CancellationToken cancellationToken)
    {
        var search = new SearchRun(bus, resumes ? Saved() : SearchRun.Begin(wanted), state, TimeProvider.System) { Stepped = step => progress.Show(SearchResource.Of(step)) };
        try
        {
            await search.RunAsync(cancellationToken);
        }
        catch (Exception e) when (e is LevelConverterException or StoreException)
        {
            throw new FailedException(e.Message, e);
        }
        catch (OperationCanceledException)
        {
            await search.MarkStoppedAsync();
            progress.Stopped(canResume: state is not null);
        }

        var end = SearchResource.Of(search.Progress);
        progress.End(end);
        return end;
    }

    private SavedSearch Saved() => SavedSearch.Read(state?.State.GetValueOrDefault(SavedSearch.Name(bus.Bus))) is { } saved
        ? saved
        : throw new RefusedException($"No search of {bus.Bus} is kept; searches are kept only where there is a data directory.");
}
