using Gateway.Access;
using Gateway.Tests.Access;
using Gateway.Tests.Harness;
using Testing;

namespace Gateway.Tests.Web;

/// <summary>A gateway on which nothing is set up says what to do first, to each role what it can do.</summary>
public sealed class EmptyPagesTests
{
    [Theory]
    [InlineData("Administrator", "/settings#buses")]
    [InlineData("Installer", "An administrator can")]
    [InlineData("Viewer", "An administrator can")]
    public async Task Without_a_bus_it_says_what_to_do_first(string name, string expected)
    {
        var role = Enum.Parse<Role>(name);
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:Simulation=false");
        await gateway.Get<Users>().AddAsync("somebody", role, AccessGateway.Password);
        using var browser = new Browser(gateway);
        await browser.SignInAsync("somebody", AccessGateway.Password);

        foreach (var path in role == Role.Viewer ? ["/"] : new[] { "/", "/meters/search", "/meters/install" })
        {
            Assert.Contains(expected, (await browser.PageAsync(path)).Text, StringComparison.Ordinal);
        }

        Assert.Contains("No meter is installed", (await browser.PageAsync("/meters")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_bus_and_no_meter_it_says_to_search()
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:Buses:cellar:Address=/dev/no-such-port");
        await gateway.Get<Users>().AddAsync("somebody", Role.Installer, AccessGateway.Password);
        using var browser = new Browser(gateway);
        await browser.SignInAsync("somebody", AccessGateway.Password);

        Assert.Contains("Bus cellar has no meters yet.", (await browser.PageAsync("/")).Text, StringComparison.Ordinal);
        Assert.Contains("Search bus cellar", (await browser.PageAsync("/meters/search")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Meters_without_a_mapping_are_told_as_head_ends_see_nothing_of_them()
    {
        using var data = new TemporaryFolder();
        using var none = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=2", $"Gateway:Mappings={none.Path}");
        await gateway.AllAreReadAsync();
        await gateway.Get<Users>().AddAsync("somebody", Role.Installer, AccessGateway.Password);
        using var browser = new Browser(gateway);
        await browser.SignInAsync("somebody", AccessGateway.Password);
        var page = (await browser.PageAsync("/")).Text;
        Assert.Contains("2 meters are read and have no mapping", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/mappings\">Add a mapping", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invented_meters_are_shown_as_such_and_are_not_installed()
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=2");
        await gateway.AllAreReadAsync();
        await gateway.Get<Users>().AddAsync("somebody", Role.Administrator, AccessGateway.Password);
        using var browser = new Browser(gateway);
        await browser.SignInAsync("somebody", AccessGateway.Password);

        Assert.Contains("These meters are invented", (await browser.PageAsync("/")).Text, StringComparison.Ordinal);
        Assert.Contains("class=\"state good\"", (await browser.PageAsync("/meters?state=ok")).Text, StringComparison.Ordinal);
        Assert.Contains("No bus is set up", (await browser.PageAsync("/meters/install")).Text, StringComparison.Ordinal);
    }
}
