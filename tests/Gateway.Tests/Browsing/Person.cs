using Gateway.Tests.Harness;

namespace Gateway.Tests.Browsing;

/// <summary>Whoever sits before the browser: one for all tests, who does one thing after the other.</summary>
public sealed class Person : IAsyncDisposable
{
    private readonly Chromium _browser = new();
    private House? _house;
    private string? _signedIn;

    /// <summary>Unpacks a gateway: nobody has used it yet.</summary>
    /// <param name="meters">Meters on its bus; none is installed.</param>
    internal async Task<BrowsedGateway> UnpackAsync(int meters)
    {
        Forget();
        return await BrowsedGateway.StartAsync(_browser, meters);
    }

    /// <summary>Comes to a house where a gateway has run for a while, and signs in.</summary>
    /// <param name="user">As whom; null: as nobody.</param>
    internal async Task<House> VisitAsync(string? user = BrowsedGateway.Administrator)
    {
        if (_house is null || user is null || user != _signedIn)
        {
            Forget();
        }

        _house ??= await House.SettleAsync(_browser);
        _house.Page.Open("/");
        if (user is not null && _house.Page.Path != "/")
        {
            await _house.Page.SignInAsync(user, BrowsedGateway.Password);
        }

        _signedIn = user;
        _ = _browser.Complaints();
        return _house;
    }

    /// <summary>Comes to a gateway that a test has started itself, as nobody.</summary>
    internal Page Elsewhere(Uri gateway)
    {
        Forget();
        return new Page(_browser, gateway);
    }

    /// <summary>Comes to it and signs in.</summary>
    internal async Task<Page> ElsewhereAsync(RunningGateway gateway, string user, string password)
    {
        var page = Elsewhere(new Uri($"http://127.0.0.1:{gateway.HttpPort}"));
        page.Open("/");
        await page.SignInAsync(user, password);
        return page;
    }

    /// <summary>A page of somebody else.</summary>
    internal Page Foreign(string html)
    {
        return new Page(_browser, new Uri($"data:text/html;charset=utf-8,{Uri.EscapeDataString(html)}"));
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        if (_house is not null)
        {
            await _house.DisposeAsync();
        }
    }

    private void Forget()
    {
        _signedIn = null;
        _browser.Forget();
    }
}
