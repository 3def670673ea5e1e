using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests;

/// <summary>Where requests run: they read the store, and wait for its disk.</summary>
public class SocketThreadTests
{
    [Fact]
    public async Task A_request_that_waits_for_the_disk_holds_up_a_thread_of_the_pool_and_no_other_connection()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0").UseSockets(GatewayHost.Sockets);
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        using var open = new SemaphoreSlim(0);
        var threads = 0;
        app.MapGet("/wait", () =>
        {
            Interlocked.Add(ref threads, Thread.CurrentThread.IsThreadPoolThread ? 1 : 100);
            open.Wait(TestContext.Current.CancellationToken);
        });
        app.MapGet("/", () => Thread.CurrentThread.IsThreadPoolThread);
        await app.StartAsync(TestContext.Current.CancellationToken);

        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var waiting = Enumerable.Range(0, 4).Select(_ => client.GetAsync(new Uri("/wait", UriKind.Relative), TestContext.Current.CancellationToken)).ToList();
        await Testing.Eventually.HoldsAsync(() => Volatile.Read(ref threads) == waiting.Count, "all wait");
        Assert.Equal("true", await client.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken));
        open.Release(waiting.Count);
        await Task.WhenAll(waiting);
    }
}
