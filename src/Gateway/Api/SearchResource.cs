using Gateway.Readout;

namespace Gateway.Api;

/// <summary>A search of a bus as the interface shows it.</summary>
/// <param name="Status">Whether it goes on.</param>
/// <param name="Options">What is searched.</param>
/// <param name="BaudRate">The rate that is being searched.</param>
/// <param name="RatesToCome">Those after it.</param>
/// <param name="Tried">Addresses tried.</param>
/// <param name="Remaining">Addresses to be tried at this rate, as far as is known.</param>
/// <param name="TimeLeft">How long it will take; null: not known yet.</param>
/// <param name="Address">What was tried last.</param>
/// <param name="Found">The meters found.</param>
/// <param name="Unresolved">What several meters share and could not be told apart by.</param>
internal sealed record SearchResource(
    SearchStatus Status,
    SearchOptions Options,
    int BaudRate,
    IReadOnlyList<int> RatesToCome,
    int Tried,
    int Remaining,
    TimeSpan? TimeLeft,
    string Address,
    IReadOnlyList<FoundResource> Found,
    IReadOnlyList<string> Unresolved)
{
    /// <summary>The same as the searches say it.</summary>
    public static SearchResource Of(SearchProgress progress) => new(
        progress.Status,
        progress.Options,
        progress.BaudRate,
        progress.RatesToCome,
        progress.Tried,
        progress.Remaining,
        progress.TimeLeft,
        progress.Address,
        [.. progress.Found.Select(FoundResource.Of)],
        progress.Unresolved);
}
