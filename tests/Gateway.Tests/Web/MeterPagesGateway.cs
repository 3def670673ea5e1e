using Gateway.Access;
using Gateway.Tests.Access;
using Gateway.Tests.Harness;
using Metering;
using Testing;

namespace Gateway.Tests.Web;

/// <summary>A service with two buses whose lines are not there, 120 meters, and a user of each role.</summary>
public sealed class MeterPagesGateway : IAsyncLifetime
{
    internal const string Script = "<script>alert('it''s me')</script>";

    private readonly TemporaryFolder _data = new();

    internal RunningGateway Running { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Running = await RunningGateway.StartAsync(
            _data,
            "Gateway:Buses:cellar:Address=/dev/no-such-port",
            "Gateway:Buses:attic:Address=/dev/no-such-port2",
            "Gateway:Groups:tenants:ReadoutInterval=1 h");
        foreach (var role in Enum.GetValues<Role>())
        {
            await Running.Get<Users>().AddAsync(AccessGateway.NameOf(role), role, AccessGateway.Password);
        }

        for (var i = 1; i <= 120; i++)
        {
            await Running.Meters.AddAsync(new Meter
            {
                Bus = i % 10 == 0 ? "attic" : "cellar",
                Name = i == 1 ? Script : $"Flat {i}",
                Identity = MBus.Master.SecondaryAddress.Parse($"{i:D8}96150107"),
                Group = i % 20 == 0 ? "tenants" : "",
                Active = i != 3,
            });
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Running.DisposeAsync();
        _data.Dispose();
    }

    /// <summary>Somebody with a role, signed in.</summary>
    internal async Task<Browser> SignedInAsync(Role role)
    {
        var browser = new Browser(Running);
        await browser.SignInAsync(AccessGateway.NameOf(role), AccessGateway.Password);
        return browser;
    }
}
