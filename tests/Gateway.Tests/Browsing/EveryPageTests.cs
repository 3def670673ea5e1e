using System.Text.RegularExpressions;
using Testing;

namespace Gateway.Tests.Browsing;

/// <summary>Every page, with real data on it, on a phone and on a desktop, in light and in dark, by keyboard alone.</summary>
[Collection(BrowsingCollection.Name)]
public partial class EveryPageTests(Person person)
{
    /// <summary>Those that are checked where somebody comes to them: at the first start, and when one has signed out.</summary>
    private static readonly string[] Elsewhere = ["/setup", "/sign-in", "/sign-out"];

    public static TheoryData<string> Paths { get; } =
    [
        "/", "/meters", "/meters/search", "/meters/install", "/meters/1", "/meters/4", "/meters/1/edit", "/meters/1/profile", "/meters/1/telegram", "/meters/1/line", "/meters/1/commands",
        "/mappings", "/mappings/water.all.0.json", "/push", "/push/LoadProfile1", "/events", "/status", "/settings", "/settings/backup", "/users", "/account",
    ];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task It_is_for_everybody(string path) => PageLooks.Check((await person.VisitAsync()).Page, path);

    [Fact]
    public async Task So_is_a_readout()
    {
        var house = await person.VisitAsync();
        PageLooks.Check(house.Page, $"/meters/readouts/{await house.ReadAllAsync()}");
    }

    [Fact]
    public async Task So_is_what_is_not_there_or_not_allowed()
    {
        var house = await person.VisitAsync();
        PageLooks.Check(house.Page, "/nothing", status: "404");
        PageLooks.Check(house.Page, "/no-right", status: "403");
    }

    [Fact]
    public void No_page_is_left_out()
    {
        var routes = Directory.EnumerateFiles(Repository.File("src", "Gateway", "Web", "Pages"), "*.cshtml", SearchOption.AllDirectories)
            .Select(file => Route().Match(File.ReadAllText(file))).Where(match => match.Success).Select(match => match.Groups["route"].Value).ToList();
        Assert.InRange(routes.Count, 20, 100);
        var seen = Paths.Select(row => (string)row.Data).Concat(Elsewhere).Concat(["/problem", "/no-right", "/meters/readouts/1"]).ToList();
        Assert.All(routes, route => Assert.Contains(seen, path => Regex.IsMatch(path, $"^{Field().Replace(route, "[^/]+")}$", RegexOptions.NonBacktracking)));
    }

    [GeneratedRegex("^@page \"(?<route>.+)\"", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Route();

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Field();
}
