using Cosem;
using Dlms.Xdlms;

namespace Benchmarks;

/// <summary>The requests that are sent to servers.</summary>
internal static class GetRequests
{
    private const sbyte ValueAttribute = 2;

    /// <summary>A GET of a register's value.</summary>
    public static byte[] Register(Peer peer) => Of(ClassId.Register, peer.Register);

    /// <summary>A GET of a profile's buffer, whole.</summary>
    public static byte[] Profile(Peer peer) => Of(ClassId.ProfileGeneric, peer.Profile);

    private static byte[] Of(ClassId classId, LogicalName? name) => name is { } of
        ? new GetRequest.Normal(InvokeIdAndPriority.Request(1), new(classId, of, ValueAttribute)).ToArray()
        : throw new InvalidOperationException($"The server has no {classId}: the words have to name one.");
}
