namespace Gateway.Api;

/// <summary>What a test of a connection gave.</summary>
/// <param name="Receiver">Host and port.</param>
/// <param name="Fault">Why there was no connection, in words; null: there was.</param>
internal sealed record ConnectionTestResource(string Receiver, string? Fault);
