using System.Globalization;

namespace Benchmarks;

/// <summary>
/// The other side of <see cref="ServerProcess"/>: starts a server, writes it in the words of <see cref="Peer"/>, and ends with its input.
/// <code>
/// server gateway                            the service with its simulated bus
/// server profile --port 24160 --rows 10000  the same with a profile in the first meter, and with wide limits
/// server echo REQUEST ANSWER                a Kestrel that takes so many octets and sends so many
/// </code>
/// By hand it is started with <c>dotnet run -c Release --project tests/Benchmarks -- server profile --port 24160</c>, and ended with Ctrl+D.
/// </summary>
internal static class ServerVerb
{
    /// <summary>The verb.</summary>
    public const string Name = "server";

    /// <summary>The gateway.</summary>
    public const string Gateway = "gateway";

    /// <summary>The gateway with a profile.</summary>
    public const string Profile = "profile";

    /// <summary>The echo; it is told the length of requests and of answers.</summary>
    public const string Echo = "echo";

    /// <summary>The first word of the line.</summary>
    public const string Ready = "ready";

    public static async Task RunAsync(string[] arguments)
    {
        switch (arguments)
        {
            case [Gateway]:
                await RunGatewayAsync();
                break;
            case [Profile, .. var options]:
                await RunProfileAsync(Options.Number(options, "--port", 0), Options.Number(options, "--rows", ProfileBenchmark.Rows));
                break;
            case [Echo, var request, var answer]:
                await RunEchoAsync(int.Parse(request, CultureInfo.InvariantCulture), int.Parse(answer, CultureInfo.InvariantCulture));
                break;
            default:
                Console.WriteLine($"Usage: {Name} {Gateway} | {Profile} [--port 24160] [--rows 10000] | {Echo} REQUEST ANSWER");
                break;
        }
    }

    private static async Task RunGatewayAsync()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        await ServeAsync(await gateway.PeerAsync());
    }

    private static async Task RunProfileAsync(int port, int rows)
    {
        await using var server = await ProfileServer.StartAsync(port, rows);
        await ServeAsync(server.Peer);
    }

    private static async Task RunEchoAsync(int request, int answer)
    {
        await using var app = await EchoServer.StartAsync(request, answer);
        await ServeAsync(new("127.0.0.1", EchoServer.PortOf(app)) { ProcessId = Environment.ProcessId });
    }

    private static async Task ServeAsync(Peer peer)
    {
        Console.WriteLine($"{Ready} {peer}");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line == ServerProcess.Memory)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ServerProcess.Memory} {GC.GetTotalMemory(forceFullCollection: true)}"));
            }
        }
    }
}
