using OpenQA.Selenium;

namespace Gateway.Tests.Browsing;

/// <summary>Two who change the same.</summary>
[Collection(BrowsingCollection.Name)]
public class EditConflictTests(Person person)
{
    [Fact]
    public async Task Whoever_comes_second_is_told_so_and_what_he_typed_is_still_there()
    {
        var house = await person.VisitAsync();
        var page = house.Page;
        page.Open("/meters/2/edit");
        page.Fill("Name", "Flat 2, left");

        var first = page.Browser.Web.CurrentWindowHandle;
        page.Browser.Web.SwitchTo().NewWindow(WindowType.Tab);
        try
        {
            page.Open("/meters/2/edit");
            page.Fill("Name", "Flat 2, right");
            await page.PressAndLoadAsync("Save");
            await page.SeesAsync("Last values");
        }
        finally
        {
            page.Browser.Web.Close();
            page.Browser.Web.SwitchTo().Window(first);
        }

        page.Press("Save");
        await page.SeesAsync("Somebody else has changed this since it was shown here, and nothing was saved. Load the page again, then make your change anew.");
        Assert.Equal(("/meters/2/edit", "Flat 2, left"), (page.Path, page.Field("Name").GetDomProperty("value")));
        Assert.Equal("Flat 2, right", (await house.AskAsync("meters/2")).GetProperty("name").GetString());
        PageLooks.CheckNow(page, "a change that came second");

        page.Open("/meters/2/edit");
        Assert.Equal("Flat 2, right", page.Field("Name").GetDomProperty("value"));
        page.Fill("Name", "Flat 2");
        await page.PressAndLoadAsync("Save");
        Assert.Equal("Flat 2", (await house.AskAsync("meters/2")).GetProperty("name").GetString());
    }
}
