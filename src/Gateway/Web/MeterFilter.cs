using System.Globalization;
using Gateway.Api;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Primitives;

namespace Gateway.Web;

/// <summary>Which meters the list shows and in which order, as the address of the page says it; what is none is passed over.</summary>
internal sealed class MeterFilter
{
    /// <summary>Meters on a page: what a browser draws at once, and a person looks through.</summary>
    public const int PageLength = 100;

    private const string ByState = "state";

    private MeterFilter(IQueryCollection query)
    {
        string Given(string name) => query[name].FirstOrDefault()?.Trim() ?? "";
        Search = Given("search") is { Length: > MeterListQuery.LongestSearch } longer ? longer[..MeterListQuery.LongestSearch] : Given("search");
        (Bus, Group) = (Given("bus"), Given("group"));
        State = Enum.TryParse<StandingKind>(Given("state"), ignoreCase: true, out var state) && Enum.IsDefined(state) && !char.IsAsciiDigit(Given("state")[0]) ? state : null;
        Sort = MeterListQuery.Sorts.Contains(Given("sort").TrimStart('-'), StringComparer.Ordinal) ? Given("sort") : "name";
        Page = int.TryParse(Given("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page > 0 ? page : 1;
    }

    /// <summary>Part of a name, an address, a manufacturer or a medium.</summary>
    public string Search { get; }

    /// <summary>Only those of this bus; empty: of all.</summary>
    public string Bus { get; }

    /// <summary>Only those of this group; empty: of all.</summary>
    public string Group { get; }

    /// <summary>Only those that stand so; null: all.</summary>
    public StandingKind? State { get; }

    /// <summary>By what they are sorted; with - before it the other way round.</summary>
    public string Sort { get; }

    /// <summary>Which page, from 1.</summary>
    public int Page { get; }

    /// <summary>Whether some are left out.</summary>
    public bool IsNarrowed => Search.Length > 0 || Bus.Length > 0 || Group.Length > 0 || State is not null;

    /// <summary>Reads the address of the page.</summary>
    public static MeterFilter Of(IQueryCollection query) => new(query);

    /// <summary>All that are let through, in order.</summary>
    public IReadOnlyList<ShownMeter> Apply(IEnumerable<ShownMeter> meters)
    {
        var standings = meters.Where(meter => State is null || meter.Standing.Kind == State).ToDictionary(meter => meter.Meter.Id);
        var sorted = Query().All(standings.Values.Select(meter => meter.Meter)).Select(meter => standings[meter.Id]);
        return Sort.TrimStart('-') != ByState ? [.. sorted]
            : Sort[0] == '-' ? [.. sorted.OrderByDescending(meter => meter.Standing.Kind)]
            : [.. sorted.OrderBy(meter => meter.Standing.Kind)];
    }

    /// <summary>The address of the list sorted by a column: the other way round where it is sorted so already.</summary>
    public string SortedBy(string column) => Address(Sort == column ? $"-{column}" : column, 1);

    /// <summary>How a column is sorted, in the words of ARIA; null: it is not.</summary>
    public string? OrderOf(string column) => Sort.TrimStart('-') != column ? null : Sort[0] == '-' ? "descending" : "ascending";

    /// <summary>The address of a page.</summary>
    public string AddressOf(int page) => Address(Sort, page);

    private string Address(string sort, int page)
    {
        (string Name, string Value)[] fields =
        [
            ("search", Search), ("state", State?.ToString().ToLowerInvariant() ?? ""), ("bus", Bus), ("group", Group), ("sort", sort == "name" ? "" : sort), ("page", page == 1 ? "" : $"{page}"),
        ];
        return "/meters" + new QueryBuilder(fields.Where(field => field.Value.Length > 0).Select(field => KeyValuePair.Create(field.Name, field.Value))).ToQueryString();
    }

    private MeterListQuery Query()
    {
        (string Name, string Value)[] fields = [("search", Search), ("bus", Bus), ("group", Group), ("sort", Sort.TrimStart('-') == ByState ? "name" : Sort)];
        return MeterListQuery.Read(new QueryCollection(fields.Where(field => field.Value.Length > 0).ToDictionary(field => field.Name, field => new StringValues(field.Value), StringComparer.Ordinal)));
    }
}
