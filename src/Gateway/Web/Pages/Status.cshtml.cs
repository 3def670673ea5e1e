using Gateway.Figures;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Web.Pages;

/// <summary>The figures that programs get at <c>/metrics</c>, and whether the service is ready.</summary>
internal sealed class StatusModel(FigureCatalogue catalogue, HealthCheckService health, FigureWords words) : PageModel
{
    /// <summary>Of each meter's figures so many rows are shown: those that were read longest ago.</summary>
    public const int MostRows = 20;

    /// <summary>With more rows than this a group's rows stand below each other.</summary>
    private const int MostColumns = 8;

    /// <summary>Last read, by which the rows of meters are chosen.</summary>
    private const int LastRead = 1;

    /// <summary>The figures.</summary>
    public IReadOnlyList<ShownGroup> Groups { get; private set; } = [];

    /// <summary>Values in words.</summary>
    public FigureWords Words => words;

    /// <summary>How the checks went.</summary>
    public HealthReport Health { get; private set; } = new(new Dictionary<string, HealthReportEntry>(StringComparer.Ordinal), TimeSpan.Zero);

    /// <summary>What is not as it should be, in words.</summary>
    public IEnumerable<(HealthStatus Status, string Says)> Troubles =>
        Health.Entries.Values.Where(entry => entry.Status != HealthStatus.Healthy).Select(entry => (entry.Status, entry.Description ?? ""));

    /// <summary>Whether the rows of a group stand below each other.</summary>
    public static bool IsLong(ShownGroup group) => group.Group.Labels is ["meter"] || group.Rows.Count > MostColumns;

    /// <summary>The rows of a group that are shown.</summary>
    public static IReadOnlyList<string> RowsOf(ShownGroup group) => group.Group.Labels is ["meter"] ? group.Least(LastRead, MostRows) : group.Rows;

    /// <summary>The head of a row: a bus or a receiver is called as people have called it.</summary>
    public static string HeadOf(ShownGroup group, string row) => group.Group.Labels is ["report"] ? row.Replace('_', ' ') : row;

    /// <summary>An id for the elements of a group.</summary>
    public static string IdOf(ShownGroup group) => group.Group.Title.ToLowerInvariant().Replace(' ', '-');

    /// <summary>Takes them.</summary>
    public async Task OnGetAsync()
    {
        // cards beside each other first, tables below
        Groups = [.. ShownFigures.Of(catalogue).OrderBy(group => group.Group.Labels.Count).ThenBy(group => IsLong(group))];
        Health = await health.CheckHealthAsync(HttpContext.RequestAborted);
    }
}
