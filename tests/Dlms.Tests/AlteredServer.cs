using Cosem;
using Cosem.InterfaceClasses;
using Dlms.Client;
using Dlms.Wrapper;

namespace Dlms.Tests;

/// <summary>A client's connection to the server in memory, on which the answers can be altered.</summary>
internal static class AlteredServer
{
    /// <summary>A client whose answers are altered: by their number, from 0.</summary>
    public static DlmsClient Connect(this TestServer server, DlmsClientOptions options, Func<int, byte[], byte[]>? alter = null)
    {
        var (client, other) = DuplexPipe.Create();
        _ = AnswerAsync(server, other, options, alter ?? ((_, answer) => answer));
        return new(client, options, server.Time);
    }

    /// <summary>A client whose server sends these APDUs, one for each request; what was asked is kept.</summary>
    public static DlmsClient Script(DlmsClientOptions options, List<string> asked, params string[] answers)
    {
        var (client, other) = DuplexPipe.Create();
        var number = 0;
        _ = ServeAsync(other, options, request =>
        {
            asked.Add(Convert.ToHexString(request));
            return new(Convert.FromHexString(answers[number++]));
        });
        return new(client, options);
    }

    /// <summary>Adds what can be written and invoked, and the frame counter, to a logical device.</summary>
    public static void AddWritable(this TestServer server, ushort sap, EchoObject echo)
    {
        var counter = new Data(new(0, 0, 43, 1, 0, 255), _ => new(new CosemData.DoubleLongUnsigned(41)));
        var device = server.Devices[sap];
        server.Devices[sap] = new(
            sap,
            device.Name,
            [
                .. device.Objects,
                LogicalDeviceObject.ReadOnly(counter, isPublic: true),
                new(echo, AccessRights.None, AccessRights.ReadOnly(echo).WithAttribute(2, AttributeAccess.ReadWrite).WithMethod(1, MethodAccess.Invoke).WithMethod(2, MethodAccess.Invoke)),
            ]);
    }

    private static async Task AnswerAsync(TestServer server, DuplexPipe pipe, DlmsClientOptions options, Func<int, byte[], byte[]> alter)
    {
        await using var association = server.Association(options.ClientSap, options.ServerSap);
        var number = 0;
        await ServeAsync(pipe, options, async request => alter(number++, (await association.AnswerAsync(request)).ToArray()));
    }

    private static async Task ServeAsync(DuplexPipe pipe, DlmsClientOptions options, Func<byte[], ValueTask<byte[]>> answer)
    {
        while (true)
        {
            var read = await pipe.Input.ReadAsync();
            var buffer = read.Buffer;
            if (WrapperFrame.TryRead(ref buffer, out var frame))
            {
                var request = System.Buffers.BuffersExtensions.ToArray(frame.Apdu);
                pipe.Input.AdvanceTo(buffer.Start);
                WrapperFrame.Write(pipe.Output, options.ServerSap, options.ClientSap, await answer(request));
                await pipe.Output.FlushAsync();
                continue;
            }

            pipe.Input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                await pipe.Output.CompleteAsync();
                return;
            }
        }
    }
}
