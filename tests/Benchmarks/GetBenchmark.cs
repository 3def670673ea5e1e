using System.Globalization;

namespace Benchmarks;

/// <summary>
/// GETs of a register per second over the loopback address, beside a Kestrel that only echoes: as many octets in and out, and no more.
/// Both run in processes of their own, so that their CPU time can be told from the clients'.
/// </summary>
internal static class GetBenchmark
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);
    private static readonly int[] Connections = [1, 8];

    public static async Task RunAsync()
    {
        await using var gateway = await ServerProcess.StartAsync(ServerVerb.Gateway);
        var (aarq, get, answer) = (Octets(gateway.Facts[1]), Octets(gateway.Facts[2]), Octets(gateway.Facts[3]));
        await using var echo = await ServerProcess.StartAsync(ServerVerb.Echo, Text(get.Length), Text(answer.Length));
        Console.WriteLine($"GET of a register's value (LLS, plain): {get.Length} octets, answer {answer.Length} octets, wrapper included");
        foreach (var count in Connections)
        {
            using var echoClients = Clients.Connect(echo.Port, count);
            using var gatewayClients = Clients.Connect(gateway.Port, count);
            gatewayClients.Exchange(aarq);
            await Measurement.CompareAsync(
                "requests",
                "CPU us each",
                Of("bare Kestrel echo", echo, echoClients, new byte[answer.Length]),
                Of("gateway GET", gateway, gatewayClients, answer));

            Candidate Of(string name, ServerProcess server, Clients clients, byte[] expected) =>
                new($"{name}, {Text(count)} connections", () => clients.RepeatAsync(get, expected, Round)) { Cost = () => server.CpuTime.TotalMicroseconds };
        }
    }

    private static byte[] Octets(string text) => Convert.FromHexString(text);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
