using Gateway.Tests.Harness;
using Testing;

namespace Gateway.Tests;

/// <summary>One service with all types of simulated meters, read once, for the tests that change nothing.</summary>
public sealed class SimulatedGateway : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();

    internal RunningGateway Running { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Running = await RunningGateway.StartAsync(_data, "Gateway:SimulatedMeters=30", "Gateway:MaxAge=1.00:00:00", "Gateway:TimeZone=Europe/Stockholm");
        await Running.AllAreReadAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Running.DisposeAsync();
        _data.Dispose();
    }
}
