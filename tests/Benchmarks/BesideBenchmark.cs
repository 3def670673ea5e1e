namespace Benchmarks;

/// <summary>
/// Another DLMS server and the gateway in turns, with the same clients: GETs of a register with 1 and 8 connections, and a profile of 10,000 rows
/// and 8 columns read whole; plain and ciphered. The other server runs already, on this machine if its CPU time (<c>pid=</c>) is to be measured:
/// <code>
/// beside --peer 127.0.0.1:24170 sap=1 register=1.0.1.8.0.255 profile=1.0.99.1.0.255 password=12345678 ek=... ak=... pid=4711
/// </code>
/// </summary>
internal static class BesideBenchmark
{
    private const int Titles = 20;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);
    private static readonly int[] Connections = [1, 8];

    public static async Task RunAsync(string[] options)
    {
        var peer = Options.Peer(options, "--peer") ?? throw new ArgumentException("--peer says which server.", nameof(options));
        await using var server = await ServerProcess.StartAsync(ServerVerb.Profile);
        foreach (var isCiphered in new[] { false, true })
        {
            foreach (var count in Connections)
            {
                using var theirs = await Load.OpenAsync(peer, count, isCiphered, firstTitle: count * Titles);
                using var ours = await Load.OpenAsync(server.Peer, count, isCiphered, firstTitle: count * Titles);
                await LoadCandidate.CompareAsync(
                    Of(peer, theirs, $"{Name(isCiphered)} GET, {count} connections: other"),
                    Of(server.Peer, ours, $"{Name(isCiphered)} GET, {count} connections: gateway"));
            }
        }

        foreach (var isCiphered in new[] { false, true })
        {
            using var theirs = await LoadConnection.OpenAsync(peer, isCiphered ? ClientTitle.Of(0) : null);
            using var ours = await LoadConnection.OpenAsync(server.Peer, isCiphered ? ClientTitle.Of(0) : null);
            await Measurement.CompareAsync(
                "rows",
                LoadCandidate.Cost,
                Walks(peer, theirs, $"{Name(isCiphered)} profile: other"),
                Walks(server.Peer, ours, $"{Name(isCiphered)} profile: gateway"));
        }
    }

    private static LoadCandidate Of(Peer peer, Load load, string name) => new(name, peer, () => load.RunAsync(GetRequests.Register(peer), Round));

    private static Candidate Walks(Peer peer, LoadConnection connection, string name) =>
        ProfileBenchmark.Walks(name, ProfileBenchmark.Rows, apdu => ValueTask.FromResult(connection.Ask(apdu)), peer) with { Cost = LoadCandidate.CostOf(peer) };

    private static string Name(bool isCiphered) => isCiphered ? "ciphered" : "plain";
}
