namespace Gateway.Tests.Browsing;

/// <summary>Settings, and the gateway that starts anew with them.</summary>
[Collection(BrowsingCollection.Name)]
public class SettingsChangeTests(Person person)
{
    private const string Section = "Readout, profiles and retention";
    private const string Elsewhere = "The disk is short below";
    private const string Wait = "Longest wait for such a readout";

    [Fact]
    public async Task A_setting_that_is_wrong_is_told_beside_its_field_and_a_good_one_holds_after_the_restart()
    {
        var house = await person.VisitAsync();
        var page = house.Page;
        page.Open("/settings");
        page.Fill(Wait, "soon");
        page.Press("Save and restart", Section);
        await page.HoldsAsync("the field is marked", "return document.querySelector('[name=onDemandTimeout]').getAttribute('aria-invalid') === 'true'");
        PageLooks.CheckNow(page, "settings with a fault");

        page.Fill(Wait, "00:00:20");
        page.Fill(Elsewhere, "77");
        page.Press("Save and restart", Section);
        await page.SeesAsync("Saved. The gateway restarts");
        await page.HoldsAsync("the gateway is back", "return document.readyState === 'complete' && !document.body.innerText.includes('The gateway restarts, which')");
        await page.SeesAsync("What you typed in other sections is still there");
        Assert.Equal("77", page.Field(Elsewhere).GetAttribute("value"));
        await person.VisitAsync();
        page.Open("/settings");
        Assert.Equal("00:00:20", page.Field(Wait).GetAttribute("value"));
        Assert.NotEqual("77", page.Field(Elsewhere).GetAttribute("value"));
        page.Open("/users");
        await page.SeesAsync("00:00:20");
        await house.ReadAllAsync(); // what is known of the meters' lines begins with the start
    }
}
