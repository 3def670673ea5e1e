using System.Globalization;
using Dlms.Wrapper;

namespace Benchmarks;

/// <summary>
/// Many associations at once (GMAC, ciphered), each on a connection of its own: the memory of each, and how long answers take when some of them
/// are busy with half of what the server bears. A bare Kestrel echo under the same load shows what the machine adds.
/// </summary>
internal static class AssociationsBenchmark
{
    private const int WarmUp = 20;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(string[] options)
    {
        var (count, busy) = (Options.Number(options, "--count", 1000), Options.Number(options, "--busy", 64));
        await using var server = await ServerProcess.StartAsync(ServerVerb.Profile);
        var request = GetRequests.Register(server.Peer);
        using (var first = await Load.OpenAsync(server.Peer, WarmUp, isCiphered: true))
        {
            await first.RunAsync(request, Round);
        }

        await Task.Delay(Settle);
        var (managed, resident) = (await server.ManagedAsync(), server.Resident);
        using var load = await Load.OpenAsync(server.Peer, count, isCiphered: true, firstTitle: WarmUp);
        var grown = await server.ManagedAsync() - managed;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{load.Count} associations: {(double)grown / count:N0} octets of managed memory each, {(double)(server.Resident - resident) / count:N0} octets resident each"));

        var lengths = load.Lengths(request);
        await using var echo = await ServerProcess.StartAsync(ServerVerb.Echo, Text(lengths.Request), Text(lengths.Answer));
        using var echoed = await Load.ConnectAsync(echo.Peer, busy);
        var octets = new byte[lengths.Request - WrapperFrame.HeaderLength];
        List<LoadResult> full = [], half = [], bare = [];
        for (var round = -1; round < Measurement.Rounds; round++)
        {
            var most = await load.RunAsync(request, Round, busy);
            var paced = await load.RunAsync(request, Round, busy, most.Rate / 2);
            var machine = await echoed.RunAsync(octets, Round, busy, most.Rate / 2);
            if (round >= 0)
            {
                full.Add(most);
                half.Add(paced);
                bare.Add(machine);
            }
        }

        Print($"{busy} busy, as fast as the answers come", full);
        Print($"{busy} busy, half of that", half);
        Print("bare Kestrel echo, half of that", bare);
        var kept = await server.ManagedAsync() - managed;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"afterwards {(double)kept / count:N0} octets of managed memory each, {(double)(server.Resident - resident) / count:N0} octets resident each"));
    }

    private static void Print(string name, List<LoadResult> results) => Console.WriteLine(
        $"{name}: {Text(results, result => result.Rate, "N0")} requests/s, p50 {Text(results, result => result.Milliseconds(0.5), "N3")} ms, p99 {Text(results, result => result.Milliseconds(0.99), "N3")} ms");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(List<LoadResult> results, Func<LoadResult, double> of, string format)
    {
        var values = results.Select(of).ToList();
        return $"{Measurement.Median(values, format)} ({Measurement.Range(values, format)})";
    }
}
