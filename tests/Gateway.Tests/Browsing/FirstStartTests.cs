namespace Gateway.Tests.Browsing;

/// <summary>From the box to meters that are read, with nothing but a browser.</summary>
[Collection(BrowsingCollection.Name)]
public class FirstStartTests(Person person)
{
    [Fact]
    public async Task The_first_administrator_signs_in_searches_the_bus_and_installs_what_was_found()
    {
        await using var gateway = await person.UnpackAsync(meters: 3);
        var page = gateway.Page;
        PageLooks.Check(page, "/setup");

        // a slip of the finger is told before the code is sent, and the code is not typed again
        page.Fill("One-time code", "ABCD-EFGH-JKLM");
        page.Fill("Password", BrowsedGateway.Password);
        page.Fill("The password again", "another one, surely");
        page.Press("Make the administrator");
        Assert.Equal("The two passwords are not the same.", page.Field("The password again").GetAttribute("validationMessage"));
        Assert.Equal("ABCD-EFGH-JKLM", page.Field("One-time code").GetAttribute("value"));
        await gateway.MakeAdministratorAsync();
        page.Press("Sign out");
        await page.SeesAsync("Sign in");
        PageLooks.Check(page, "/sign-in");
        page.Open("/");
        page.Fill("Name", BrowsedGateway.Administrator);
        page.Fill("Password", "a wrong one, surely");
        page.Press("Sign in");
        await page.SeesAsync("Name or password");
        Assert.All(page.Browser.Complaints(), complaint => Assert.Contains("status of 403", complaint, StringComparison.Ordinal));
        await page.SignInAsync(BrowsedGateway.Administrator, BrowsedGateway.Password);

        // the overview says what is next
        await page.SeesAsync("Bus cellar has no meters yet");
        page.Press("Search the bus");
        await page.SeesAsync("Search bus cellar");
        page.Press("Start the search");

        // it is told while it goes on, and without loading the page anew: what is typed stays
        await page.SeesAsync("Search of bus cellar");
        await page.HoldsAsync("a first meter is found", "return document.querySelector('[data-found]') !== null");
        page.Browser.Ask<object?>("window.isSame = true");
        page.Fill($"Name of {gateway.Addresses[0]}", "Flat 7");
        await page.SeesAsync("3 meters found");
        await page.SeesAsync("The search is over");
        Assert.True(page.Browser.Ask<bool>("return window.isSame"));
        Assert.Equal("Flat 7", page.Field($"Name of {gateway.Addresses[0]}").GetAttribute("value"));
        page.Tick(gateway.Addresses[2]);
        page.Press("Install the chosen meters");
        await page.SeesAsync("Installed: 2. They are read now for the first time.");
        PageLooks.CheckNow(page, "a search that has found meters");

        await page.SeesAsync("Flat 7"); // the list is shown anew behind the answer
        page.Press("Flat 7");
        await page.SeesAsync("Last values");
        page.Open("/meters");
        await page.SeesAsync("2 meters");
        Assert.DoesNotContain(gateway.Addresses[2], page.Text, StringComparison.Ordinal);
        page.Open("/");
        await page.SeesAsync("Nothing: every meter is read, and nothing is wrong.");
        Assert.Empty(page.Browser.Complaints());
    }
}
