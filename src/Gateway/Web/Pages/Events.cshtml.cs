using Gateway.Access;
using Gateway.Api;
using Gateway.Configuration;
using Gateway.Events;
using Gateway.Readout;
using Metering;
using Metering.Events;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Gateway.Web.Pages;

/// <summary>The event logs of the gateway and of its meters.</summary>
internal sealed class EventsModel(IEventStore store, EventLog log, IMeterStore meters, ZoneTime time, Installation installation) : PageModel
{
    private const int EventsOfPage = 50;

    /// <summary>How moments are shown.</summary>
    public ZoneTime Time => time;

    /// <summary>What is looked for.</summary>
    public EventSearch Search { get; private set; } = null!;

    /// <summary>The page of events.</summary>
    public IReadOnlyList<EventResource> Events { get; private set; } = [];

    /// <summary>What the next page is asked for with; null: there are no older ones.</summary>
    public long? Older { get; private set; }

    /// <summary>Whether the store could not be read.</summary>
    public bool IsUnreadable { get; private set; }

    /// <summary>Whether whoever looks may clear a log.</summary>
    public bool MayClear => User.RoleOf() == Role.Administrator;

    /// <summary>The meters that can be chosen, as an installer knows them; one that was removed while it is looked at.</summary>
    public IEnumerable<(string Number, string Words)> Meters =>
        meters.Meters.Values.Select(meter => ($"{meter.Id}", meter.Words())).Concat(Search.Filter.Meter is { IsGateway: false } id && meters.Find(id) is null ? [($"{id}", $"removed meter {id}")] : []);

    /// <summary>The logs of what is looked at that an administrator may clear.</summary>
    public IEnumerable<EventLogKind> Clearable =>
        Search.Filter.Meter is { } meter ? Enum.GetValues<EventLogKind>().Where(kind => (Search.Filter.Log ?? kind) == kind && store.Last(new EventLogName(meter, kind)) is not null) : [];

    /// <summary>Shows a page of them.</summary>
    public async Task OnGetAsync(string? meter, string? code, string? from, string? to, long? before)
    {
        Search = EventSearch.Of(meter, Request.Query["log"], code, from, to, before, installation.Zone);
        if (Search.Wrong.Count > 0)
        {
            return;
        }

        try
        {
            await log.SettleAsync();
            var found = store.Latest(Search.Filter, EventsOfPage + 1);
            Events = [.. found.Take(EventsOfPage).Select(entry => EventResource.Of(entry, meters))];
            Older = found.Count > EventsOfPage ? Events[^1].Number : null;
        }
        catch (StoreException)
        {
            IsUnreadable = true;
        }
    }

    /// <summary>The address of a page with the same search.</summary>
    /// <param name="before">Events before this number; null: the newest.</param>
    public string With(long? before)
    {
        var query = new QueryBuilder(Search.Fields);
        if (before is { } number)
        {
            query.Add("before", FormattableString.Invariant($"{number}"));
        }

        return $"/events{query}";
    }
}
