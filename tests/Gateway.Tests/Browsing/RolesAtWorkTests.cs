using Dlms.Client;
using Gateway.Access;
using Gateway.Tests.Access;
using Gateway.Tests.Harness;
using MBus.Master;
using Metering;
using Testing;

namespace Gateway.Tests.Browsing;

/// <summary>What cannot be taken back: keys of head-ends, events, passwords.</summary>
[Collection(BrowsingCollection.Name)]
public class RolesAtWorkTests(Person person, AccessGateway gateway) : IClassFixture<AccessGateway>
{
    private static readonly string[] Keys = ["blockCipherKey", "authenticationKey", "masterKey", "llsPassword"];

    [Fact]
    public async Task Keys_are_changed_those_that_were_shown_vanish_and_head_ends_need_the_new_ones()
    {
        var page = await SignedInAsync(Role.Administrator);
        page.Open("/settings");
        var old = await KeysAsync(page);
        await ConnectAsync(old[3]);

        page.Choose("LLS password", "draw a new one");
        page.Choose("Block cipher key (GUEK)", "draw a new one");
        page.Browser.Web.FindElement(OpenQA.Selenium.By.CssSelector("[data-change-keys] [name=password]")).SendKeys(AccessGateway.Password);
        page.Press("Change the keys");
        Assert.Equal("Head-ends that have the old ones cannot connect any more. Go on?", page.Question);
        page.Refuse();
        Assert.Contains(old[0], page.Text, StringComparison.Ordinal);
        page.Press("Change the keys");
        page.Agree();
        await page.SeesAsync("Changed. Head-ends need the new ones from now on.");
        Assert.All(old, key => Assert.DoesNotContain(key, page.Browser.Web.PageSource, StringComparison.Ordinal));
        Assert.Equal("", page.Field("LLS password").GetDomProperty("value")); // who presses again changes nothing

        var now = await KeysAsync(page);
        Assert.Equal([false, true, true, false], old.Zip(now, (a, b) => a == b));
        await Assert.ThrowsAsync<AssociationRefusedException>(() => ConnectAsync(old[3]));
        await ConnectAsync(now[3]);
    }

    [Fact]
    public async Task A_log_is_cleared_by_an_administrator_who_is_asked_first()
    {
        const string Log = "/events?meter=gateway&log=standard";
        var page = await SignedInAsync(Role.Viewer);
        page.Open(Log);
        var before = EventsOn(page);
        Assert.NotEmpty(before);
        Assert.DoesNotContain("Clear", page.Text, StringComparison.Ordinal);

        page = await SignedInAsync(Role.Administrator);
        page.Open(Log);
        page.Press("Clear the standard log");
        Assert.Equal("Clear the standard log for good?", page.Question);
        page.Refuse();
        page.Open(Log);
        Assert.Empty(before.Except(EventsOn(page)));
        await page.PressAndLoadAsync("Clear the standard log", agree: true);
        await page.SeesAsync($"cleared by user {AccessGateway.NameOf(Role.Administrator)}");
        Assert.Empty(before.Intersect(EventsOn(page)));
    }

    [Fact]
    public async Task A_new_password_that_is_typed_two_ways_is_not_sent_and_one_that_is_the_same_holds()
    {
        const string New = "another horse, battery and staple";
        var page = await SignedInAsync(Role.Installer);
        page.Open("/account");
        page.Fill("Present password", AccessGateway.Password);
        page.Fill("New password", New);
        page.Fill("The new password again", New + "s");
        page.Press("Change the password");
        Assert.Equal("The two passwords are not the same.", page.Field("The new password again").GetDomProperty("validationMessage"));
        Assert.Equal(0, page.Browser.Ask<long>("return performance.getEntriesByType('resource').filter((one) => one.name.endsWith('/password')).length"));

        page.Fill("New password", New + "s");
        await page.PressAndLoadAsync("Change the password");
        await page.SeesAsync("Your password is changed.");
        page.Press("Sign out");
        await page.SeesAsync("Sign in");
        page.Open("/");
        await page.SignInAsync(AccessGateway.NameOf(Role.Installer), New + "s");
    }

    [Fact]
    public async Task A_meter_that_does_not_answer_is_told_beside_the_button_that_asked_it()
    {
        Assert.SkipUnless(Rounds.Of(quick: 0, ci: 1, full: 1) == 1, "Waiting for a silent meter is for longer rounds.");
        var silent = await gateway.Running.Meters.AddAsync(new Meter { Bus = "SIMULATED", Identity = SecondaryAddress.Parse("2000000196150107"), Simulated = true });
        var page = await SignedInAsync(Role.Administrator);
        page.Open($"/meters/{silent.Id}");
        page.Press("Read now");
        await page.HoldsAsync("it is told", "return document.getElementById('read-says').className === 'wrong'");
        Assert.Contains("answer", page.Browser.Ask<string>("return document.getElementById('read-says').innerText"), StringComparison.Ordinal);
        Assert.True(page.Browser.Ask<bool>("return !document.getElementById('read-now').disabled"));
    }

    private Task<Page> SignedInAsync(Role role) => person.ElsewhereAsync(gateway.Running, AccessGateway.NameOf(role), AccessGateway.Password);

    private async Task ConnectAsync(string password) => await (await HeadEndClient.ManagementAsync(gateway.Running.DlmsPort, 16, password)).DisposeAsync();

    private static async Task<string[]> KeysAsync(Page page)
    {
        page.Fill("Your own password, once more", AccessGateway.Password);
        page.Press("Show the keys");
        await page.HoldsAsync("the keys are shown", "return document.querySelector('[data-key=masterKey]').innerText !== ''");
        return [.. Keys.Select(key => page.Browser.Ask<string>($"return document.querySelector('[data-key={key}]').innerText"))];
    }

    private static string[] EventsOn(Page page) =>
        page.Browser.Ask<string>("return [...document.querySelectorAll('table.events tbody tr')].map((row) => row.innerText).join('\\n')").Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
