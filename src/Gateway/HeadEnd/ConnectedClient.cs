namespace Gateway.HeadEnd;

/// <summary>A connection of a head-end, and what it is associated with. A snapshot; there is one association for each pair at most.</summary>
/// <param name="Source">From where.</param>
/// <param name="Since">When it was accepted, UTC.</param>
/// <param name="Associations">Client, logical device, and the number of the authentication mechanism.</param>
internal sealed record ConnectedClient(string Source, DateTimeOffset Since, IReadOnlyList<(ushort Client, ushort Server, byte Mechanism)> Associations);
