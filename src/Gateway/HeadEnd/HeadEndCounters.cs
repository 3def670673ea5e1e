using System.Collections.Concurrent;
using Dlms.Connection;
using Dlms.Security;

namespace Gateway.HeadEnd;

/// <summary>Counts what happens on all connections of head-ends since the start.</summary>
internal sealed class HeadEndCounters
{
    private readonly ConcurrentDictionary<ConnectionEnd, long> _ended = new();
    private readonly ConcurrentDictionary<byte, long> _associations = new();
    private readonly ConcurrentDictionary<SecurityEvent, long> _security = new();
    private long _connections;
    private long _refused;

    /// <summary>Connections that were accepted.</summary>
    public long Connections => Interlocked.Read(ref _connections);

    /// <summary>Requests for an association that were refused.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Connections that ended for a reason.</summary>
    public long Ended(ConnectionEnd end) => _ended.GetValueOrDefault(end);

    /// <summary>Associations that were made with an authentication mechanism.</summary>
    /// <param name="mechanism">Its number.</param>
    public long Associations(byte mechanism) => _associations.GetValueOrDefault(mechanism);

    /// <summary>How often something happened that concerns security.</summary>
    public long Security(SecurityEvent what) => _security.GetValueOrDefault(what);

    /// <summary>A connection was accepted.</summary>
    public void NoteConnection() => Interlocked.Increment(ref _connections);

    /// <summary>A connection ended.</summary>
    public void Note(ConnectionEnd end) => _ended.AddOrUpdate(end, 1, (_, count) => count + 1);

    /// <summary>An association was made.</summary>
    public void NoteAssociation(byte mechanism) => _associations.AddOrUpdate(mechanism, 1, (_, count) => count + 1);

    /// <summary>An association was refused.</summary>
    public void NoteRefusal() => Interlocked.Increment(ref _refused);

    /// <summary>Something concerns security.</summary>
    public void Note(SecurityEvent what) => _security.AddOrUpdate(what, 1, (_, count) => count + 1);
}
