using System.Globalization;

namespace Benchmarks;

/// <summary>
/// Loads any server from a process of its own and says what it bore:
/// <code>
/// load --peer 127.0.0.1:24160 sap=17 register=1.0.1.8.0.255 ek=... ak=... --ciphered --connections 64 --rate 5000
/// </code>
/// A server keeps invocation counters: against one that was loaded before, <c>--counter</c> says where to go on.
/// </summary>
internal static class LoadBenchmark
{
    public static async Task RunAsync(string[] options)
    {
        var peer = Options.Peer(options, "--peer") ?? throw new ArgumentException("--peer says which server.", nameof(options));
        var connections = Options.Number(options, "--connections", 8);
        var seconds = Options.Number(options, "--seconds", 10);
        var rate = Options.Text(options, "--rate") is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : default(double?);
        var request = GetRequests.Register(peer);
        using var load = await Load.OpenAsync(peer, connections, options.Contains("--ciphered"), (uint)Options.Number(options, "--counter", 0));
        var cost = LoadCandidate.CostOf(peer);
        await load.RunAsync(request, TimeSpan.FromSeconds(1));
        var before = cost();
        var result = await load.RunAsync(request, TimeSpan.FromSeconds(seconds), Options.Number(options, "--busy", connections), rate);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result}, server's CPU {(cost() - before) / result.Latencies.Length:N1} us each"));
    }
}
