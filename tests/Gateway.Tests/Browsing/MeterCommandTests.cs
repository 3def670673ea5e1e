namespace Gateway.Tests.Browsing;

/// <summary>Commands to a meter: each is asked about first, and what came of it is told.</summary>
[Collection(BrowsingCollection.Name)]
public class MeterCommandTests(Person person)
{
    [Fact]
    public async Task A_command_is_sent_when_somebody_agrees_and_only_then()
    {
        var page = (await person.VisitAsync()).Page;
        page.Open("/meters/1/commands");
        page.Press("Reset");
        Assert.Equal("Reset the application layer of Flat 1?", page.Question);
        page.Refuse();
        Assert.Equal(0, Sent(page));
        page.Press("Reset");
        page.Agree();
        await page.SeesAsync("Its application layer is reset, and it answers.");
        Assert.Equal((1, "done outcome"), (Sent(page), KindOf(page, "reset-title")));
    }

    [Fact]
    public async Task One_that_cannot_be_done_and_one_that_nobody_can_prove_are_told_beside_it()
    {
        var page = (await person.VisitAsync()).Page;
        page.Open("/meters/3/commands");
        page.Fill("Primary address", "2");
        page.Press("Give it the address");
        Assert.Equal("Give Flat 3 another primary address?", page.Question);
        page.Agree();
        await page.SeesAsync("has address 2; nothing was sent.");
        Assert.Equal("wrong outcome", KindOf(page, "address-title"));

        page.Press("Set the clock");
        page.Agree();
        await page.SeesAsync("It has confirmed the time, but sends no time of its own");
        Assert.Equal("notice warning outcome", KindOf(page, "clock-title"));

        page.Fill("Primary address", "251");
        page.Press("Give it the address");
        Assert.Equal(2, Sent(page)); // the browser itself says that there is no such address
        PageLooks.CheckNow(page, "commands with what came of them");
    }

    private static long Sent(Page page) => page.Browser.Ask<long>("return performance.getEntriesByType('resource').filter((one) => one.name.endsWith('/commands')).length");

    private static string KindOf(Page page, string title) => page.Browser.Ask<string>($"return document.querySelector('[aria-labelledby={title}] .outcome').className");
}
