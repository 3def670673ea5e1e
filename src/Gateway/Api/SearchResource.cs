using Gateway.Readout;
using MBus.Master;
using Metering;

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
/// <param name="Remarks">What else was met that a person should know of, in words, in the order in which it was met.</param>
/// <param name="LineFault">How the line to the bus failed: the search waits for it; null: it works.</param>
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
    IReadOnlyList<string> Unresolved,
    IReadOnlyList<string> Remarks,
    string? LineFault)
{
    /// <summary>The same as the searches say it.</summary>
    public static SearchResource Of(SearchProgress progress, string? lineFault = null, IMeterStore? meters = null) => new(
        progress.Status,
        progress.Options,
        progress.BaudRate,
        progress.RatesToCome,
        progress.Tried,
        progress.Remaining,
        progress.TimeLeft,
        progress.Address,
        [.. progress.Found.Select(found => FoundResource.Of(found, progress.Bus, meters))],
        progress.Unresolved,
        [.. progress.Remarks.Select(Words)],
        lineFault);

    private static string Words(SearchRemark remark) => $"{remark.Address}: " + remark.Finding switch
    {
        SearchFinding.SameIdentification => "several meters with one identification; what tells them apart is tried in the end",
        SearchFinding.Mute => "somebody confirmed and gave no telegram; a slow meter may need more time: --extra-timeout, or the setting ExtraTimeout of the bus",
        _ => "whatever is asked brings bytes that are no answer: look for a damaged meter or a short circuit. Given up",
    };
}
