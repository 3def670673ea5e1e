using Metering.Push;

namespace Gateway.Tests.Kills;

/// <summary>A notification that the receiver has read to its end, as it came for the first time.</summary>
/// <param name="Report">The report.</param>
/// <param name="Sap">The logical device.</param>
/// <param name="InvokeId">Its long-invoke-id.</param>
/// <param name="Octets">All of it before ciphering, in hexadecimal digits.</param>
/// <param name="Columns">What the rows hold: objects, scalers and units of a profile; empty for events.</param>
/// <param name="Rows">The rows or events, each in words that begin with its time.</param>
internal sealed record TakenPush(ReportKind Report, int Sap, int InvokeId, string Octets, string Columns, IReadOnlyList<string> Rows);
