using System.Net;
using System.Net.Sockets;
using System.Text;
using Cosem;
using Dlms.Client;
using Dlms.Xdlms;

namespace Gateway.Tests.Harness;

/// <summary>A head-end on a real connection.</summary>
internal static class HeadEndClient
{
    private static readonly LogicalName SapAssignmentName = new(0, 0, 41, 0, 0, 255);

    /// <summary>Associates as management client.</summary>
    public static Task<DlmsClient> ManagementAsync(int port, ushort device, string password) => AssociateAsync(port, new DlmsClientOptions
    {
        ClientSap = (ushort)ClientSap.Management,
        ServerSap = device,
        LowLevelSecret = Octets.FromAscii(password),
    });

    /// <summary>Associates as public client.</summary>
    public static Task<DlmsClient> PublicAsync(int port, ushort device) => AssociateAsync(port, new DlmsClientOptions { ServerSap = device });

    /// <summary>Connects, and associates.</summary>
    public static async Task<DlmsClient> AssociateAsync(int port, DlmsClientOptions options)
    {
        var client = await ConnectAsync(port, options);
        try
        {
            await client.AssociateAsync();
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Connects only.</summary>
    public static async Task<DlmsClient> ConnectAsync(int port, DlmsClientOptions options)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return new DlmsClient(new NetworkStream(socket, ownsSocket: true), options);
    }

    /// <summary>Attribute 2 of an object, or another one.</summary>
    public static Task<CosemData> ReadAsync(this DlmsClient client, ClassId classId, LogicalName name, sbyte attribute = 2) =>
        client.GetAsync(new AttributeDescriptor(classId, name, attribute));

    /// <summary>Attribute 2 of a data object that holds text.</summary>
    public static async Task<string> ReadTextAsync(this DlmsClient client, LogicalName name) =>
        Encoding.ASCII.GetString(Assert.IsType<CosemData.OctetString>(await client.ReadAsync(ClassId.Data, name)).Value.Span);

    /// <summary>The logical devices with their names.</summary>
    public static async Task<IReadOnlyList<SapEntry>> ReadSapListAsync(this DlmsClient client)
    {
        var list = Assert.IsType<CosemData.Array>(await client.ReadAsync(ClassId.SapAssignment, SapAssignmentName));
        return [.. list.Items.Select(ToEntry)];
    }

    private static SapEntry ToEntry(CosemData data)
    {
        var items = Assert.IsType<CosemData.Structure>(data).Items;
        Assert.Equal(2, items.Count);
        return new SapEntry(
            Assert.IsType<CosemData.LongUnsigned>(items[0]).Value,
            Encoding.ASCII.GetString(Assert.IsType<CosemData.OctetString>(items[1]).Value.Span));
    }
}
