using Cosem;

namespace Gateway.CommandLine.Receiving;

/// <summary>An event in a push.</summary>
/// <param name="Time">When it happened, as the gateway's clock showed.</param>
/// <param name="Object">The event object: 0.0.96.11.0.255 of the standard log, 0.0.96.11.1.255 of the fraud log.</param>
/// <param name="Code">The event code.</param>
/// <param name="Message">The message; null: none.</param>
internal sealed record PushedEvent(CosemDateTime Time, LogicalName Object, int Code, string? Message);
