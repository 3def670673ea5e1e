using Gateway.Api;
using Metering.Events;

namespace Gateway.CommandLine;

/// <summary>The gateway's clock was set back, so times between came twice in its logs.</summary>
/// <param name="From">What it showed before.</param>
/// <param name="To">What it showed after.</param>
internal sealed record ClockSetBack(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The last one that matters for what is shown: rows are not in the order of their times, or a limit lies between both times. Else null.</summary>
    /// <param name="client">The service.</param>
    /// <param name="shown">What is shown, in the order of storing.</param>
    /// <param name="limits">From when and until when.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<ClockSetBack?> LastAsync(
        ServiceClient client, IReadOnlyList<EventResource> shown, DateTimeOffset?[] limits, CancellationToken cancellationToken)
    {
        var isUnordered = shown.Zip(shown.Skip(1)).Any(pair => pair.Second.At < pair.First.At);
        if (!isUnordered && limits.All(limit => limit is null))
        {
            return null;
        }

        // an adjustment is two rows of the gateway: with the old time, then with the new one
        var before = await AllAsync(EventCode.ClockAdjustedOldTime);
        var after = await AllAsync(EventCode.ClockAdjustedNewTime);
        return after
            .Select(to => before.FirstOrDefault(from => from.Number < to.Number) is { } from ? new ClockSetBack(from.At, to.At) : null)
            .FirstOrDefault(set => set is not null && set.To < set.From && (limits.Any(set.Holds) || (isUnordered && shown.Any(entry => set.Holds(entry.At)))));

        async Task<IReadOnlyList<EventResource>> AllAsync(EventCode code) =>
            (await client.GetAsync<EventPage>($"events?meter={EventQuery.Gateway}&code={code:d}&most={EventQuery.MostOfPage}", cancellationToken)).Events;
    }

    /// <inheritdoc />
    public override string ToString() =>
        $"The clock was set back from {ShownValue.Moment(From)} to {ShownValue.Moment(To)} (events 4 and 5): times between come twice, and events stand in the order in which they were written.";

    private bool Holds(DateTimeOffset? at) => at >= To && at <= From;
}
