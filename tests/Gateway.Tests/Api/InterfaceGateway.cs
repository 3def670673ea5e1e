using Gateway.Tests.Harness;
using Testing;

namespace Gateway.Tests.Api;

/// <summary>One service with three simulated meters, read once, for the tests of its interface.</summary>
public sealed class InterfaceGateway : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();

    internal RunningGateway Running { get; private set; } = null!;

    internal string Folder => _data.Path;

    public async ValueTask InitializeAsync()
    {
        Running = await RunningGateway.StartAsync(_data, "Gateway:SimulatedMeters=3");
        await Running.AllAreReadAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Running.DisposeAsync();
        _data.Dispose();
    }
}
