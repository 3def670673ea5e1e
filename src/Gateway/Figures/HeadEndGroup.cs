using Dlms.Connection;
using Dlms.Security;
using Gateway.HeadEnd;
using static Gateway.Figures.FigureKind;
using static Gateway.Figures.FigureUnit;

namespace Gateway.Figures;

/// <summary>What head-ends do over DLMS.</summary>
internal static class HeadEndGroup
{
    /// <summary>The mechanisms there are, by their numbers (IEC 62056-5-3).</summary>
    private static readonly (byte Number, string Label)[] Mechanisms = [(0, "none"), (1, "lls"), (5, "hls_gmac")];

    /// <summary>The group.</summary>
    public static FigureGroup Create(DlmsServer server, HeadEndCounters counters) => new FigureGroupOf<HeadEndCounters>("DLMS", () => counters)
    {
        { new Figure("gateway_dlms_connections", Gauge, Number, "Connections open", "TCP connections of head-ends that are open now."), _ => server.OpenConnections },
        { new Figure("gateway_dlms_connections_total", Counter, Number, "Connections", "TCP connections that were accepted."), count => count.Connections },
        {
            new Figure(
                "gateway_dlms_connections_ended_total", Counter, Number, "Connections ended",
                "Connections that ended, by the reason. full: there was no room for it; displaced: it made room for another.") { Splits = ["reason"] },
            count => FigureSeries.OfEach<ConnectionEnd>(end => count.Ended(end))
        },
        { new Figure("gateway_dlms_associations", Gauge, Number, "Associations open", "Associations that are open now."), _ => server.OpenAssociations },
        {
            new Figure("gateway_dlms_associations_total", Counter, Number, "Associations", "Associations that were made, by the way of authentication.") { Splits = ["mechanism"] },
            count => Mechanisms.Select(mechanism => FigureSeries.Of(mechanism.Label, count.Associations(mechanism.Number)))
        },
        { new Figure("gateway_dlms_associations_refused_total", Counter, Number, "Associations refused", "Requests for an association that were refused."), count => count.Refused },
        {
            new Figure("gateway_dlms_security_events_total", Counter, Number, "Security", "What concerned security: refused attempts, replays, changed keys. The fraud detection log tells more.") { Splits = ["kind"] },
            count => FigureSeries.OfEach<SecurityEvent>(what => count.Security(what))
        },
        { new Figure("gateway_dlms_received_apdus_total", Counter, Number, "APDUs received", "APDUs that came from head-ends."), _ => server.Traffic.ApdusReceived },
        { new Figure("gateway_dlms_sent_apdus_total", Counter, Number, "APDUs sent", "APDUs that went to head-ends."), _ => server.Traffic.ApdusSent },
        { new Figure("gateway_dlms_received_bytes_total", Counter, Bytes, "Received", "Bytes that came from head-ends, the wrapper's headers included."), _ => server.Traffic.OctetsReceived },
        { new Figure("gateway_dlms_sent_bytes_total", Counter, Bytes, "Sent", "Bytes that went to head-ends, the wrapper's headers included."), _ => server.Traffic.OctetsSent },
    };
}
