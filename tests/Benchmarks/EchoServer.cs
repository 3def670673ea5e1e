using System.Buffers.Binary;
using System.Net;
using Dlms.Wrapper;
using Gateway;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Benchmarks;

/// <summary>The least that Kestrel can do: waits for a request's octets and sends an answer's, with the length that a wrapper frame says.</summary>
internal static class EchoServer
{
    public static async Task<WebApplication> StartAsync(int requestLength, int answerLength)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSockets(GatewayHost.Sockets);
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Run(connection => ServeAsync(connection, requestLength, answerLength))));
        var app = builder.Build();
        await app.StartAsync();
        return app;
    }

    public static int PortOf(WebApplication app) =>
        new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

    private static async Task ServeAsync(ConnectionContext connection, int requestLength, int answerLength)
    {
        var (input, output) = (connection.Transport.Input, connection.Transport.Output);
        while (true)
        {
            var read = await input.ReadAsync();
            var buffer = read.Buffer;
            while (buffer.Length >= requestLength)
            {
                buffer = buffer.Slice(requestLength);
                Write(output.GetSpan(answerLength)[..answerLength]);
                output.Advance(answerLength);
                await output.FlushAsync();
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private static void Write(Span<byte> answer)
    {
        answer.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(answer[(WrapperFrame.HeaderLength - sizeof(ushort))..], (ushort)(answer.Length - WrapperFrame.HeaderLength));
    }
}
