using System.Runtime.CompilerServices;
using Gateway.Configuration;
using Gateway.LogicalDevices;
using Gateway.Tests.Harness;
using Gateway.Web;
using Testing;

namespace Gateway.Tests;

/// <summary>A restart is made in the same process, so whatever a service leaves behind would stay for as long as it runs.</summary>
public class EndedServiceTests
{
    [Fact]
    public async Task A_service_that_has_ended_leaves_nothing_in_memory()
    {
        using var data = new TemporaryFolder();
        var ended = new List<WeakReference>();
        for (var i = 0; i < 3; i++)
        {
            ended.AddRange(await RunAsync(data));
        }

        await Eventually.HoldsAsync(NoneIsAlive, "all parts are collected");

        bool NoneIsAlive()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return ended.TrueForAll(part => !part.IsAlive);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<List<WeakReference>> RunAsync(TemporaryFolder data)
    {
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=2", "Gateway:Http:Tls=self-signed");
        await gateway.AllAreReadAsync();
        object[] parts = [gateway.Get<Installation>(), gateway.Get<MappedObjects>(), gateway.Get<ShownMeters>()];
        return [.. parts.Select(part => new WeakReference(part))];
    }
}
