using System.Buffers;
using System.Globalization;
using Cosem;
using Dlms.Association;
using Dlms.Wrapper;

namespace Benchmarks;

/// <summary>
/// The other side of <see cref="ServerProcess"/>: starts a server, writes one line of facts with its port first, and ends with its input.
/// </summary>
internal static class ServerVerb
{
    /// <summary>The hidden verb.</summary>
    public const string Name = "server";

    /// <summary>The gateway; its facts are the frames of an AARQ, of a GET and of the answer to it.</summary>
    public const string Gateway = "gateway";

    /// <summary>The echo; it is told the length of requests and of answers.</summary>
    public const string Echo = "echo";

    /// <summary>The first word of the line of facts.</summary>
    public const string Ready = "ready";

    private const sbyte ValueAttribute = 2;

    public static async Task RunAsync(string[] arguments)
    {
        switch (arguments)
        {
            case [Gateway]:
                await RunGatewayAsync();
                break;
            case [Echo, var request, var answer]:
                await RunEchoAsync(int.Parse(request, CultureInfo.InvariantCulture), int.Parse(answer, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static async Task RunGatewayAsync()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var (client, sap) = ((ushort)ClientSap.Management, gateway.Meter.Sap);
        var (aarq, get) = (gateway.Aarq.ToArray(), (await gateway.GetOfAsync(ClassId.Register, ValueAttribute)).ToArray());
        byte[] answer;
        await using (var association = new ApplicationAssociation(gateway.Server, client, sap))
        {
            await association.AnswerAsync(aarq);
            answer = (await association.AnswerAsync(get)).ToArray();
        }

        await ServeAsync(gateway.Port, Frame(client, sap, aarq), Frame(client, sap, get), Frame(sap, client, answer));
    }

    private static async Task RunEchoAsync(int request, int answer)
    {
        await using var app = await EchoServer.StartAsync(request, answer);
        await ServeAsync(EchoServer.PortOf(app));
    }

    private static async Task ServeAsync(int port, params string[] facts)
    {
        Console.WriteLine(string.Join(' ', [Ready, port.ToString(CultureInfo.InvariantCulture), .. facts]));
        await Console.In.ReadToEndAsync();
    }

    private static string Frame(ushort source, ushort destination, byte[] apdu)
    {
        var frame = new ArrayBufferWriter<byte>();
        WrapperFrame.Write(frame, source, destination, apdu);
        return Convert.ToHexString(frame.WrittenSpan);
    }
}
