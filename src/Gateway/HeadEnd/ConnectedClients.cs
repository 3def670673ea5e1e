using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Gateway.HeadEnd;

/// <summary>The connections of head-ends that are open now, for people to see. How many there can be the DLMS server bounds.</summary>
internal sealed class ConnectedClients(TimeProvider time)
{
    private readonly ConcurrentDictionary<Visit, byte> _open = [];

    /// <summary>All of them, those that came first at first.</summary>
    public IReadOnlyList<ConnectedClient> All =>
        [.. _open.Keys.Select(visit => new ConnectedClient(visit.Source, visit.Since, [.. visit.Associations])).OrderBy(client => client.Since)];

    /// <summary>A connection was accepted; it is left by disposing of what is given.</summary>
    public Visit Enter(string source)
    {
        var visit = new Visit(this, source, time.GetUtcNow());
        _open[visit] = 0;
        return visit;
    }

    /// <summary>One connection, told of its associations by one reader at a time.</summary>
    internal sealed class Visit(ConnectedClients clients, string source, DateTimeOffset since) : IDisposable
    {
        private volatile ImmutableList<(ushort Client, ushort Server, byte Mechanism)> _associations = [];

        /// <summary>From where.</summary>
        public string Source => source;

        /// <summary>When it was accepted, UTC.</summary>
        public DateTimeOffset Since => since;

        /// <summary>What it is associated with now.</summary>
        public IReadOnlyList<(ushort Client, ushort Server, byte Mechanism)> Associations => _associations;

        /// <summary>An association was made; one of the same pair is no more.</summary>
        public void Opened(ushort client, ushort server, byte mechanism) =>
            _associations = _associations.RemoveAll(known => known.Client == client && known.Server == server).Add((client, server, mechanism));

        /// <summary>An association ended.</summary>
        public void Ended(ushort client, ushort server) => _associations = _associations.RemoveAll(known => known.Client == client && known.Server == server);

        /// <inheritdoc />
        public void Dispose() => clients._open.TryRemove(this, out _);
    }
}
