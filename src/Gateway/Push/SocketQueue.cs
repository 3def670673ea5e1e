using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Gateway.Push;

/// <summary>How much of what was written to a TCP socket the other side has not yet acknowledged, where the operating system tells.</summary>
internal static partial class SocketQueue
{
    /// <summary>SIOCOUTQ of Linux: what was written less what was acknowledged; the end of the stream counts as one octet.</summary>
    private const nuint OutputQueue = 0x5411;

    /// <summary>Octets that are not yet acknowledged; null where nobody knows.</summary>
    public static int? Unacknowledged(Socket socket)
    {
        // on this one the number is another
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture == Architecture.Ppc64le)
        {
            return null;
        }

        return Control(socket.SafeHandle, OutputQueue, out var octets) == 0 ? octets : null;
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeSocketHandle socket, nuint request, out int value);
}
