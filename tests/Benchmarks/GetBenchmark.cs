using System.Globalization;
using Dlms.Wrapper;

namespace Benchmarks;

/// <summary>
/// GETs of a register per second over the loopback address, plain and ciphered, beside a Kestrel that only echoes: as many octets in and out, and
/// no more. All run in processes of their own, so that their CPU time can be told from the clients'. The clients of the ciphered server cipher
/// and decipher, those of the echo do not.
/// </summary>
internal static class GetBenchmark
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);
    private static readonly int[] Connections = [1, 8];

    public static async Task RunAsync()
    {
        await using var gateway = await ServerProcess.StartAsync(ServerVerb.Gateway);
        var request = GetRequests.Register(gateway.Peer);
        var titles = 0;
        foreach (var isCiphered in new[] { false, true })
        {
            foreach (var count in Connections)
            {
                using var load = await Load.OpenAsync(gateway.Peer, count, isCiphered, firstTitle: titles);
                titles += count;
                var lengths = load.Lengths(request);
                await using var echo = await ServerProcess.StartAsync(ServerVerb.Echo, Text(lengths.Request), Text(lengths.Answer));
                using var echoed = await Load.ConnectAsync(echo.Peer, count);
                var octets = new byte[lengths.Request - WrapperFrame.HeaderLength];
                Console.WriteLine($"{count} connections, {(isCiphered ? "HLS with GMAC, ciphered" : "LLS, plain")}: {lengths.Request} octets, answer {lengths.Answer} octets, wrapper included");
                await LoadCandidate.CompareAsync(
                    new LoadCandidate("bare Kestrel echo", echo.Peer, () => echoed.RunAsync(octets, Round)),
                    new LoadCandidate("gateway GET", gateway.Peer, () => load.RunAsync(request, Round)));
            }
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
