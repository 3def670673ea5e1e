using System.Text.RegularExpressions;
using Gateway.Access;
using Gateway.Figures;
using Gateway.Tests.Access;
using Testing;

namespace Gateway.Tests.Figures;

/// <summary>The endpoint, the page and docs/metrics.md have the same figures, named as Prometheus wants it.</summary>
public partial class FigureCatalogueTests(AccessGateway fixture) : IClassFixture<AccessGateway>
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "metrics.md"));

    private IReadOnlyList<(FigureGroup Group, Figure Figure)> All =>
        [.. fixture.Running.Get<FigureCatalogue>().Groups.SelectMany(group => group.Figures.Select(figure => (group, figure)))];

    [Fact]
    public void Names_are_unique_and_end_in_their_unit()
    {
        Assert.Equal(All.Count, All.DistinctBy(one => one.Figure.Name).Count());
        foreach (var (_, figure) in All)
        {
            Assert.Matches("^(gateway|process|dotnet)_[a-z0-9_]+$", figure.Name);
            Assert.True(figure.Kind == FigureKind.Counter == figure.Name.EndsWith("_total", StringComparison.Ordinal), figure.Name);
            var name = figure.Name.Replace("_total", "", StringComparison.Ordinal);
            Assert.True(
                figure.Unit switch
                {
                    FigureUnit.Seconds => name.EndsWith("_seconds", StringComparison.Ordinal),
                    FigureUnit.Bytes => name.EndsWith("_bytes", StringComparison.Ordinal),
                    FigureUnit.Ratio => name.EndsWith("_ratio", StringComparison.Ordinal),
                    FigureUnit.Moment => name.EndsWith("_timestamp_seconds", StringComparison.Ordinal) || name.EndsWith("_start_time_seconds", StringComparison.Ordinal),
                    FigureUnit.Text => name.EndsWith("_info", StringComparison.Ordinal),
                    _ => !UnitAtEnd().IsMatch(name),
                },
                $"{figure.Name} and its unit {figure.Unit}");
            Assert.EndsWith(".", figure.Help, StringComparison.Ordinal);
            Assert.NotEqual("", figure.Words);
        }
    }

    [Fact]
    public async Task The_endpoint_and_the_page_have_the_same_figures()
    {
        using var browser = new Browser(fixture.Running);
        await browser.SignInAsync(AccessGateway.NameOf(Role.Viewer), AccessGateway.Password);
        var read = Exposition.Parse((await browser.PageAsync(MetricsEndpoint.Path)).Text);
        var page = (await browser.PageAsync("/status")).Text;
        var shown = Code().Matches(page).Select(match => match.Groups["name"].Value).ToList();
        Assert.Equal(All.Select(one => one.Figure.Name).Order(StringComparer.Ordinal), read.Types.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(read.Types.Keys.Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
        Assert.All(All, one => Assert.Equal(one.Figure.Help, read.Helps[one.Figure.Name]));
    }

    [Fact]
    public void The_document_has_a_row_for_each_figure_and_no_other()
    {
        var rows = Row().Matches(Document).Select(match => match.Value).ToList();
        var expected = All.Select(one => RowOf(one.Group, one.Figure)).ToList();
        Assert.Equal(expected, rows);
        Assert.All(fixture.Running.Get<FigureCatalogue>().Groups, group => Assert.Contains($"### {group.Title}\n", Document, StringComparison.Ordinal));
    }

    [Fact]
    public void The_example_for_Prometheus_asks_where_the_figures_are()
    {
        Assert.Contains($"metrics_path: {MetricsEndpoint.Path}\n", Document, StringComparison.Ordinal);
        Assert.Contains("credentials_file:", Document, StringComparison.Ordinal);
        var names = All.Select(one => one.Figure.Name).ToHashSet(StringComparer.Ordinal);
        var named = Named().Matches(Document).Select(match => match.Value).ToList();
        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(Suffix().Replace(name, ""), names));
    }

    private static string RowOf(FigureGroup group, Figure figure) =>
        $"| `{figure.Name}` | {figure.Kind.ToString().ToLowerInvariant()} | {string.Join(", ", group.Labels.Concat(figure.Splits))} | {figure.Help} |";

    [GeneratedRegex("_(seconds|bytes|ratio|timestamp)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnitAtEnd();

    [GeneratedRegex("<code>(?<name>[a-z0-9_]+)</code>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    [GeneratedRegex("^\\| `[a-z0-9_]+` \\|.*\\|$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();

    [GeneratedRegex("\\b(gateway|process|dotnet)_[a-z0-9_]+\\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();

    [GeneratedRegex("(?<=_response_seconds)_(bucket|sum|count)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Suffix();
}
