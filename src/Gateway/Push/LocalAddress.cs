using System.Net;
using System.Net.Sockets;
using Cosem.InterfaceClasses;
using Gateway.LogicalDevices;

namespace Gateway.Push;

/// <summary>From which address of this machine a receiver is reached.</summary>
internal static class LocalAddress
{
    /// <summary>The 32 bits of the address, as the machine's routes say now; 0: none of IPv4, or the name cannot be resolved. Nothing is sent.</summary>
    public static uint Towards(PushDestination? receiver)
    {
        if (receiver is null)
        {
            return 0;
        }

        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(receiver.Host, receiver.Port);
            return socket.LocalEndPoint is IPEndPoint local ? NetworkObjects.NumberOf(local.Address) : 0;
        }
        catch (SocketException)
        {
            return 0;
        }
    }
}
