using Gateway.Access;
using Gateway.Tests.Harness;
using Testing;

namespace Gateway.Tests.Browsing;

/// <summary>A gateway with a certificate that it made itself.</summary>
[Collection(BrowsingCollection.Name)]
public class TlsTests(Person person)
{
    [Fact]
    public async Task A_browser_warns_of_it_and_whoever_goes_on_has_the_whole_page_and_cookies_that_never_travel_in_clear()
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1", "Gateway:Http:Tls=self-signed");
        await gateway.Get<Users>().AddAsync(BrowsedGateway.Administrator, Role.Administrator, BrowsedGateway.Password);
        await gateway.AllAreReadAsync();
        var page = person.Elsewhere(new Uri($"https://localhost:{gateway.HttpPort}"));
        page.Open("/");
        await page.SeesAsync("ERR_CERT_AUTHORITY_INVALID");

        page.Browser.TakeAnyCertificate(true);
        try
        {
            page.Open("/");
            await page.SignInAsync(BrowsedGateway.Administrator, BrowsedGateway.Password);
            _ = page.Browser.Complaints(); // of the certificate
            page.Open("/meters/1");
            await page.PressAndLoadAsync("Read now");
            Assert.Equal("https:", page.Browser.Ask<string>("return location.protocol"));
            var cookies = page.Browser.Web.Manage().Cookies.AllCookies;
            Assert.InRange(cookies.Count, 2, 3);
            Assert.All(cookies, cookie => Assert.Equal((true, true, "Strict"), (cookie.Secure, cookie.IsHttpOnly, cookie.SameSite)));
            Assert.Empty(page.Browser.Complaints());
        }
        finally
        {
            page.Browser.TakeAnyCertificate(false);
        }
    }
}
