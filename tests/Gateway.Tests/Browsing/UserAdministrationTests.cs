using OpenQA.Selenium;

namespace Gateway.Tests.Browsing;

/// <summary>Users, and what each sees.</summary>
[Collection(BrowsingCollection.Name)]
public class UserAdministrationTests(Person person)
{
    [Fact]
    public async Task An_installer_and_a_viewer_are_added_and_each_sees_what_is_theirs()
    {
        var page = (await person.VisitAsync()).Page;
        foreach (var (name, role) in new[] { ("ina", "Installer"), ("vic", "Viewer") })
        {
            page.Open("/users");
            page.Fill("Name", name);
            page.Choose("Role", role);
            page.Fill("Password", BrowsedGateway.Password);
            page.Fill("Your own password, once more", BrowsedGateway.Password);
            await page.PressAndLoadAsync("Add");
            await page.SeesAsync($"Change or remove {name}");
        }

        page = (await person.VisitAsync("vic")).Page;
        Assert.Equal(["Overview", "Meters", "Mappings", "Push", "Events"], Places(page));
        await NowhereAsync(page, "/settings", "/users", "/meters/search", "/meters/1/edit");
        page.Open("/meters/1");
        await page.SeesAsync("Last values");
        Assert.DoesNotContain("Read now", page.Text, StringComparison.Ordinal);
        page.Open("/push/LoadProfile1");
        Assert.DoesNotContain("Save", page.Text, StringComparison.Ordinal);

        page = (await person.VisitAsync("ina")).Page;
        Assert.Equal(["Overview", "Meters", "Mappings", "Push", "Events"], Places(page));
        await NowhereAsync(page, "/settings", "/users");
        page.Open("/meters/2");
        await page.PressAndLoadAsync("Read now");
        page.Open("/meters/search");
        await page.SeesAsync("Start the search");

        page = (await person.VisitAsync()).Page;
        foreach (var name in new[] { "ina", "vic" })
        {
            page.Open("/users");
            page.Press($"Change or remove {name}");
            await page.PressAndLoadAsync($"Remove {name}", agree: true);
            await page.SeesAsync("Who may sign in");
            Assert.DoesNotContain($"Change or remove {name}", page.Text, StringComparison.Ordinal);
        }

        Assert.Contains("Settings", Places(page));
        Assert.Contains(BrowsedGateway.Administrator, page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_shown_once()
    {
        var page = (await person.VisitAsync()).Page;
        page.Open("/users");
        page.Fill("For which program", "billing");
        page.Fill("Your own password, once more", BrowsedGateway.Password, section: "Tokens of programs");
        page.Press("Make the token");
        await page.HoldsAsync("the token is shown", "return document.getElementById('made').open");
        PageLooks.CheckNow(page, "a token that is shown");
        var token = page.Field("Token").GetAttribute("value")!;
        Assert.StartsWith("gw_", token, StringComparison.Ordinal);
        page.Press("Copy");
        await page.SeesAsync("Copied.");
        await page.PressAndLoadAsync("Close");
        page.Field("For which program").SendKeys(Keys.Control + "v");
        Assert.Equal(token[..60], page.Field("For which program").GetAttribute("value")); // no name is longer
        await page.SeesAsync("billing");
        Assert.DoesNotContain(token, page.Browser.Web.PageSource, StringComparison.Ordinal);
        await page.PressAndLoadAsync("Remove the token for billing", agree: true);
        await page.SeesAsync("No program has a token.");
    }

    private static IEnumerable<string> Places(Page page) =>
        page.Browser.Ask<IReadOnlyCollection<object>>("return [...document.querySelectorAll('header nav a')].map((one) => one.innerText)").Cast<string>();

    private static async Task NowhereAsync(Page page, params string[] paths)
    {
        foreach (var path in paths)
        {
            page.Open(path);
            await page.SeesAsync("Your role does not allow this.");
        }
    }
}
