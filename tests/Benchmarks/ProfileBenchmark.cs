using System.Globalization;
using Dlms.Association;
using Dlms.Connection;

namespace Benchmarks;

/// <summary>
/// A profile of 8 columns read whole by GET and its blocks, plain and ciphered: without a socket, with a tenth and ten times the rows, to see
/// that time grows with them and memory does not; and over the loopback address.
/// </summary>
internal static class ProfileBenchmark
{
    /// <summary>The rows of the profile unless told otherwise.</summary>
    public const int Rows = 10_000;

    /// <summary>Walks of a round, so that a round is long enough to be timed.</summary>
    private const int RowsPerRound = 100_000;

    private static readonly int[] Sizes = [Rows / 10, Rows, Rows * 10];

    public static async Task RunAsync()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var peer = await gateway.PeerAsync() with { Profile = SyntheticProfile.Name };
        var security = new SecurityInMemory(gateway.Server.Security);
        var title = 0;
        foreach (var isCiphered in new[] { false, true })
        {
            var candidates = new List<Candidate>();
            foreach (var rows in Sizes)
            {
                var server = new DlmsServer(new ProfileDirectory(gateway.Server.Directory, peer.Sap, rows), security);
                var association = new ApplicationAssociation(server, peer.Client, peer.Sap);
                var client = new ClientAssociation(peer, isCiphered ? ClientTitle.Of(title++) : null);
                await client.OpenAsync(apdu => association.AnswerAsync(apdu));
                candidates.Add(Walks(
                    string.Create(CultureInfo.InvariantCulture, $"{(isCiphered ? "ciphered" : "plain")}, {rows:N0} rows"),
                    rows,
                    async apdu => client.Open(await association.AnswerAsync(client.Protect(apdu))),
                    peer));
                await PrintMemoryAsync(candidates[^1].Name, rows, async apdu => client.Open(await association.AnswerAsync(client.Protect(apdu))), peer);
            }

            await Measurement.CompareAsync("rows", "bytes each", [.. candidates]);
        }

        await RunOverLoopbackAsync();
    }

    /// <summary>Walks that read about as many rows in a round, however long the profile is.</summary>
    public static Candidate Walks(string name, int rows, Func<byte[], ValueTask<ReadOnlyMemory<byte>>> ask, Peer peer) => new(name, async () =>
    {
        var request = GetRequests.Profile(peer);
        var walks = RowsPerRound / rows;
        for (var walk = 0; walk < walks; walk++)
        {
            await ProfileWalk.ReadAsync(request, ask);
        }

        return (long)walks * rows;
    });

    private static async Task RunOverLoopbackAsync()
    {
        await using var server = await ServerProcess.StartAsync(ServerVerb.Profile);
        using var plain = await LoadConnection.OpenAsync(server.Peer, null);
        using var ciphered = await LoadConnection.OpenAsync(server.Peer, ClientTitle.Of(0));
        var cost = LoadCandidate.CostOf(server.Peer);
        await Measurement.CompareAsync(
            "rows",
            LoadCandidate.Cost,
            Walks("loopback, plain", Rows, apdu => ValueTask.FromResult(plain.Ask(apdu)), server.Peer) with { Cost = cost },
            Walks("loopback, ciphered", Rows, apdu => ValueTask.FromResult(ciphered.Ask(apdu)), server.Peer) with { Cost = cost });
    }

    /// <summary>Collects now and then in the middle of a walk: what lives then is what a transfer holds.</summary>
    private static async Task PrintMemoryAsync(string name, int rows, Func<byte[], ValueTask<ReadOnlyMemory<byte>>> ask, Peer peer)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (asked, most) = (0, 0L);
        var between = Math.Max(1, rows / Rows * 3);
        var octets = await ProfileWalk.ReadAsync(GetRequests.Profile(peer), apdu =>
        {
            if (asked++ % between == 1 % between)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }

            return ask(apdu);
        });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {octets:N0} octets in {asked} blocks, {most:N0} octets of managed memory in between at most"));
    }
}
