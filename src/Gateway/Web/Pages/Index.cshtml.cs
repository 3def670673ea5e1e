using Gateway.Access;
using Gateway.Api;
using Gateway.CommandLine;
using Gateway.HeadEnd;
using Gateway.Push;
using Gateway.Upkeep;
using Metering;
using Metering.Events;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Gateway.Web.Pages;

/// <summary>How everything stands, and what is to be done next.</summary>
internal sealed class OverviewModel(
    ShownMeters meters, BusCards buses, NextSteps next, StoreStatistics statistics, ConnectedClients clients, PushService push, PushServices reports, IEventStore events, IMeterStore store, ZoneTime time) : PageModel
{
    private const int LatestEvents = 6;

    /// <summary>How moments are shown.</summary>
    public ZoneTime Time => time;

    /// <summary>What is to be done.</summary>
    public IReadOnlyList<NextStep> Next { get; private set; } = [];

    /// <summary>How many meters stand how; those of which there are none left out.</summary>
    public IReadOnlyList<(StandingKind Kind, int Count)> States { get; private set; } = [];

    /// <summary>How many meters there are.</summary>
    public int Meters { get; private set; }

    /// <summary>The buses.</summary>
    public IReadOnlyList<BusCard> Buses { get; private set; } = [];

    /// <summary>The head-ends that are connected.</summary>
    public IReadOnlyList<ConnectedClient> Clients => clients.All;

    /// <summary>How many reports are on.</summary>
    public int ReportsOn => PushReports.All.Count(report => reports.Reports.Of(report).Enabled);

    /// <summary>To whom they go.</summary>
    public IReadOnlyList<ReceiverResource> Receivers => [.. reports.Reports.Receivers().Select(receiver => ReceiverResource.Of(receiver, push.Workers, reports.Sources.Zone))];

    /// <summary>The last events.</summary>
    public IReadOnlyList<EventResource> Events { get; private set; } = [];

    /// <summary>What the store holds; null: it could not be read.</summary>
    public (StoreFigures Figures, StoreForecast Forecast, long? Free)? Store { get; private set; }

    /// <summary>Whether whoever looks may do something.</summary>
    public bool May(Role role) => User.RoleOf() >= role;

    /// <summary>A length in the largest unit that it fills.</summary>
    public static string Bytes(long length) => ShownValue.Bytes(length);

    /// <summary>Takes all of it once.</summary>
    public void OnGet()
    {
        var shown = meters.All.ToList();
        Meters = shown.Count;
        States = [.. shown.GroupBy(meter => meter.Standing.Kind).OrderBy(kind => kind.Key).Select(kind => (kind.Key, kind.Count()))];
        Buses = buses.Of(shown);
        Store = statistics.TryKept;
        try
        {
            Events = [.. OnceEach(events.Latest(new EventFilter(), 2 * LatestEvents)).Take(LatestEvents).Select(entry => EventResource.Of(entry, store))];
        }
        catch (StoreException)
        {
            // what is next says that the store fails
        }

        Next = next.Of(shown, Store?.Forecast, statistics.Longest);
    }

    /// <summary>What concerns a meter stands in its log and in the gateway's: it is shown once, as the meter's.</summary>
    private static IEnumerable<EventEntry> OnceEach(IReadOnlyList<EventEntry> entries)
    {
        var ofMeters = entries.Where(entry => !entry.Log.Meter.IsGateway).Select(entry => (entry.At, entry.Code)).ToHashSet();
        return entries.Where(entry => !entry.Log.Meter.IsGateway || !ofMeters.Contains((entry.At, entry.Code)));
    }
}
