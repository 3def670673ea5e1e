using Gateway.Backups;
using Gateway.Tests.Backups;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Browsing;

/// <summary>A backup is made, looked at and brought back by the page.</summary>
[Collection(BrowsingCollection.Name)]
public class BackupPageTests(Person person)
{
    private const string Passphrase = "a passphrase of a test";
    private const string Make = "Make a backup";
    private const string Bring = "Bring a backup back";

    [Fact]
    public async Task It_is_saved_by_the_browser_and_a_file_is_looked_at_before_it_replaces_anything()
    {
        await using var restarting = await RestartingGateway.StartAsync();
        var page = person.Elsewhere(new Uri($"http://localhost:{restarting.HttpPort}"));
        page.Open("/");
        await page.SignInAsync(BrowsedGateway.Administrator, BrowsedGateway.Password);
        page.Open("/settings/backup");
        page.Fill("Passphrase", Passphrase);
        page.Fill("Once more", "another passphrase");
        page.Fill("Your own password, once more", "not this one");
        page.Press("Make the backup", Make);
        Assert.Equal("These are two different passphrases.", page.Field("Once more").GetDomProperty("validationMessage"));
        page.Fill("Once more", Passphrase);
        page.Press("Make the backup", Make);
        await page.SeesAsync("This is not your present password");
        page.Fill("Your own password, once more", BrowsedGateway.Password);
        page.Press("Make the backup", Make);
        await page.SeesAsync($"Done: gateway-{restarting.Name}-");

        var file = restarting.Folder.File("of-this-gateway.backup");
        (await CommandLineRun.RunAsync("backup", file, "--passphrase", restarting.Folder.Write("passphrase", Passphrase), "--data-directory", restarting.Data)).Returns(0);
        page.Upload("File", file);
        Fill("another passphrase");
        await page.SeesAsync("The passphrase is not the one of this backup");
        Fill(Passphrase);
        await page.SeesAsync("Bring it back and restart");
        page.Fill("Your own password, once more", BrowsedGateway.Password, Bring);
        Assert.Contains(restarting.Name, page.Text[page.Text.IndexOf(Bring, StringComparison.Ordinal)..], StringComparison.Ordinal);
        PageLooks.CheckNow(page, "a backup that was looked at");
        page.Press("Bring it back and restart");
        page.Agree();
        await restarting.HasStartedAgainAsync();
        await page.HoldsAsync("the page asks who comes, since keys and users are those of the backup", "return location.pathname === '/sign-in' || document.body.innerText.includes('Make a backup')");
        Assert.True(Directory.Exists(PendingRestore.ReplacedIn(restarting.Data)));

        void Fill(string passphrase)
        {
            page.Browser.Ask<bool>("document.querySelector('#bring-back [name=passphrase]').value = ''; return true");
            page.Browser.Web.FindElement(OpenQA.Selenium.By.CssSelector("#bring-back [name=passphrase]")).SendKeys(passphrase);
            page.Press("Look what is in it", Bring);
        }
    }
}
