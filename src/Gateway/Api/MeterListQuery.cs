using System.Globalization;
using Metering;
using Microsoft.AspNetCore.Http.Extensions;

namespace Gateway.Api;

/// <summary>Which meters a list holds, in which order, and how many of them at a time.</summary>
internal sealed class MeterListQuery
{
    /// <summary>Meters of a page at most.</summary>
    private const int MostOfPage = 1000;

    /// <summary>Letters that are looked for.</summary>
    public const int LongestSearch = 100;

    /// <summary>Flat 2 stands before flat 12.</summary>
    private static readonly StringComparer Names = StringComparer.Create(CultureInfo.InvariantCulture, CompareOptions.NumericOrdering | CompareOptions.IgnoreCase);

    private static readonly Dictionary<string, Comparison<MeterResource>> Orders = new(StringComparer.Ordinal)
    {
        ["id"] = (one, other) => one.Id.CompareTo(other.Id),
        ["name"] = (one, other) => Names.Compare(one.Name, other.Name),
        ["bus"] = (one, other) => string.Compare(one.Bus, other.Bus, StringComparison.OrdinalIgnoreCase),
        ["group"] = (one, other) => string.Compare(one.Group, other.Group, StringComparison.OrdinalIgnoreCase),
        ["identity"] = (one, other) => string.CompareOrdinal(one.Identity, other.Identity),
        ["medium"] = (one, other) => string.CompareOrdinal(one.Medium, other.Medium),
        ["logicalDevice"] = (one, other) => one.LogicalDevice.CompareTo(other.LogicalDevice),
        ["state"] = (one, other) => one.State.CompareTo(other.State),
        ["lastReadAt"] = (one, other) => Nullable.Compare(one.LastReadAt, other.LastReadAt),
    };

    /// <summary>Orders that change with each readout: between two pages meters would be left out or come twice.</summary>
    private static readonly string[] Moving = ["state", "lastReadAt"];

    /// <summary>By what a list can be sorted.</summary>
    public static IEnumerable<string> Sorts => Orders.Keys;

    private readonly string _search;
    private readonly string? _bus;
    private readonly string? _group;
    private readonly bool? _active;
    private readonly LastReadoutState? _state;
    private readonly string _sort;
    private readonly int? _limit;
    private readonly int? _after;

    private MeterListQuery(QueryFields fields)
    {
        _search = fields.Text("search") ?? "";
        if (_search.Length > LongestSearch)
        {
            fields.Wrong<int>("search", $"give at most {LongestSearch} letters.");
        }

        (_bus, _group, _active) = (fields.Text("bus"), fields.Text("group"), fields.Flag("active"));
        _state = fields.Text("state") is not { } state ? null
            : Enum.TryParse<LastReadoutState>(state, ignoreCase: true, out var known) && Enum.IsDefined(known) && !char.IsAsciiDigit(state[0]) ? known
            : fields.Wrong<LastReadoutState?>("state", $"give {string.Join(", ", Enum.GetNames<LastReadoutState>().Select(name => char.ToLowerInvariant(name[0]) + name[1..]))}.");
        _sort = fields.Text("sort") ?? "id";
        if (!Orders.ContainsKey(_sort.TrimStart('-')))
        {
            fields.Wrong<int>("sort", $"give {string.Join(", ", Orders.Keys)}, with - before it for the other way round.");
        }

        _limit = (int?)fields.Number("limit", 1, MostOfPage);
        _after = (int?)fields.Number("after", 0, int.MaxValue);
        if (_after is not null && IsMoving)
        {
            fields.Wrong<int>("after", $"a list sorted by {string.Join(" or ", Moving)} has no pages, since meters move in it meanwhile: take all, or another order.");
        }
    }

    private bool IsMoving => Moving.Contains(_sort.TrimStart('-'), StringComparer.Ordinal);

    private IComparer<MeterResource> Order => Comparer<MeterResource>.Create((one, other) =>
        Orders[_sort.TrimStart('-')](one, other) is not 0 and var order ? _sort[0] == '-' ? -order : order : one.Id.CompareTo(other.Id));

    /// <summary><c>?search=flat&amp;bus=cellar&amp;state=ok&amp;group=tenants&amp;active=true&amp;sort=-lastReadAt&amp;limit=50&amp;after=17</c>.</summary>
    /// <exception cref="ApiException">Something is wrong.</exception>
    public static MeterListQuery Read(IQueryCollection query)
    {
        var fields = new QueryFields(query);
        var read = new MeterListQuery(fields);
        fields.Refuse();
        return read;
    }

    /// <summary>The meters of the page. How many there are in all, and where the next page is, stand in fields of the answer.</summary>
    /// <exception cref="ApiException">The meter after which the page begins was removed.</exception>
    public IReadOnlyList<MeterResource> Page(IReadOnlyList<MeterResource> meters, HttpContext context)
    {
        var sorted = All(meters);
        context.Response.Headers["X-Total-Count"] = sorted.Count.ToString(CultureInfo.InvariantCulture);
        var left = _after is { } after ? sorted.FindAll(After(meters, after)) : sorted;
        var page = left.Take(_limit ?? int.MaxValue).ToList();
        if (page.Count < left.Count && !IsMoving)
        {
            context.Response.Headers.Link = $"<{Next(context.Request, page[^1].Id)}>; rel=\"next\"";
        }

        return page;
    }

    /// <summary>All that the filters let through, in order.</summary>
    public List<MeterResource> All(IEnumerable<MeterResource> meters)
    {
        var found = meters.Where(Holds).ToList();
        found.Sort(Order);
        return found;
    }

    /// <summary>What stands after a meter, which may be none of those that are looked for any more.</summary>
    private Predicate<MeterResource> After(IReadOnlyList<MeterResource> meters, int id)
    {
        if (meters.FirstOrDefault(meter => meter.Id == id) is not { } last)
        {
            throw ApiException.Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["after"] = [$"the meter {id} was removed; begin with the first page."] });
        }

        var order = Order;
        return meter => order.Compare(meter, last) > 0;
    }

    private bool Holds(MeterResource meter) =>
        (_bus is null || meter.Bus.Equals(_bus, StringComparison.OrdinalIgnoreCase))
        && (_group is null || meter.Group.Equals(_group, StringComparison.OrdinalIgnoreCase))
        && (_active is null || meter.Active == _active)
        && (_state is null || meter.State == _state)
        && (_search.Length == 0 || new[] { meter.Name, meter.Identity, meter.Manufacturer, meter.Medium, meter.FabricationNumber, meter.PrimaryAddress?.ToString(CultureInfo.InvariantCulture) }
            .Any(text => text?.Contains(_search, StringComparison.OrdinalIgnoreCase) == true));

    private static string Next(HttpRequest request, int after)
    {
        var query = new QueryBuilder(request.Query.Where(field => field.Key != "after").Select(field => KeyValuePair.Create(field.Key, field.Value.ToString())))
        {
            { "after", after.ToString(CultureInfo.InvariantCulture) },
        };
        return request.Path + query.ToQueryString();
    }
}
