using System.Net;
using System.Net.Sockets;
using System.Text;
using Gateway.Api;
using Gateway.CommandLine;
using Testing;

namespace Gateway.Tests;

/// <summary>How verbs ask a service.</summary>
public class ServiceClientTests
{
    [Fact]
    public async Task A_service_of_another_version_is_told_in_words()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var client = new ServiceClient(new Uri($"http://{listener.LocalEndpoint}/"), "token", "", local: null);
        foreach (var ask in (Func<Task>[])[() => client.GetAsync<StoreResource>("store", CancellationToken.None), () => client.GetAsync<EventPage>("events", CancellationToken.None)])
        {
            var answered = AnswerAsync(listener, """{"events":[],"readings":4}""");
            var failed = await Assert.ThrowsAsync<FailedException>(() => ask().InTimeAsync());
            Assert.StartsWith("The service's answer cannot be read: the service is of another version", failed.Message, StringComparison.Ordinal);
            await answered;
        }
    }

    private static async Task AnswerAsync(TcpListener listener, string json)
    {
        using var connection = await listener.AcceptTcpClientAsync();
        var stream = connection.GetStream();
        var request = new byte[4096];
        _ = await stream.ReadAsync(request);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {json.Length}\r\n\r\n{json}"));
    }
}
