namespace Gateway.Tests.Browsing;

/// <summary>From the first start to pushed values, with nothing but a browser.</summary>
public class FirstStartTests
{
    [Fact]
    public async Task The_first_administrator_is_made_by_the_one_time_code_and_signs_in_again()
    {
        await using var gateway = await BrowsedGateway.StartAsync();
        await gateway.MakeAdministratorAsync();
        gateway.Page.Press("Sign out");
        await gateway.Page.SeesAsync("Sign in");
        gateway.Page.Open("/");
        gateway.Page.Fill("Name", BrowsedGateway.Administrator);
        gateway.Page.Fill("Password", "a wrong one, surely");
        gateway.Page.Press("Sign in");
        await gateway.Page.SeesAsync("Name or password");
        gateway.Page.Fill("Password", BrowsedGateway.Password);
        gateway.Page.Press("Sign in");
        await gateway.Page.SeesAsync("Overview");
        foreach (var path in new[] { "/", "/settings", "/users", "/account" })
        {
            PageLooks.Check(gateway.Page, path);
        }
    }
}
