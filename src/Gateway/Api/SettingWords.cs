using Gateway.Configuration;
using MBus.LevelConverter;

namespace Gateway.Api;

/// <summary>What a setting is called, and what can be given; a test finds those that are missing here.</summary>
/// <param name="Label">What a person calls it.</param>
/// <param name="Allowed">What can be given with its unit, and what it is good for.</param>
/// <param name="Choices">The words that can be given; none: anything of its kind.</param>
internal sealed record SettingWords(string Label, string? Allowed = null, params IReadOnlyList<string> Choices)
{
    private const string HoursMinutesSeconds = "hours:minutes:seconds";
    private const string NewName = "the gateway's names and its system title change with it, and head-ends know it no more";
    private const string ValueIntervals = "A multiple of the readout interval, or all values; not set:";
    private const string Tolerance = $"How long after its mark a reading still counts for it, {HoursMinutesSeconds}; not set: the whole interval";

    private static readonly Dictionary<string, SettingWords> Known = new(StringComparer.Ordinal)
    {
        ["flagId"] = new("Maker (FLAG id)", $"Three letters A-Z; {NewName}"),
        ["serial"] = new("Serial number", $"Ten digits; {NewName}"),
        ["timeZone"] = new("Time zone", "An IANA or Windows id such as Europe/Stockholm; not set: the machine's"),
        ["readoutInterval"] = new("Readout interval", ReadoutInterval.Allowed),
        ["retention"] = new("Readings are kept for", RetentionPeriod.Allowed),
        ["maxAge"] = new("Oldest value for a head-end", $"An older one is read from the meter first; {HoursMinutesSeconds}, to 1 day"),
        ["onDemandTimeout"] = new("Longest wait for such a readout", $"Then the last value is given; {HoursMinutesSeconds}, 1 second to 5 minutes"),
        ["profiles.loadProfile1.interval"] = new("Load profile 1, interval", $"{ValueIntervals} all values"),
        ["profiles.loadProfile1.tolerance"] = new("Load profile 1, tolerance", Tolerance),
        ["profiles.loadProfile2.interval"] = new("Load profile 2, interval", $"{ValueIntervals} 1 day, where that is one"),
        ["profiles.loadProfile2.tolerance"] = new("Load profile 2, tolerance", Tolerance),
        ["profiles.billing.interval"] = new("Billing profile, interval", $"{ValueIntervals} 1 month, where that is one"),
        ["profiles.billing.tolerance"] = new("Billing profile, tolerance", Tolerance),
        ["diskLowMegabytes"] = new("The disk is short below", "MB; 0: never. An event tells it, and the service is degraded"),
        ["simulation"] = new("Simulated bus", "Only as long as there is no real bus and no real meter"),
        ["simulatedMeters"] = new("Simulated meters", "Meters, 1 to 250"),
        ["dlms.port"] = new("Port", "TCP, 0 to 65535; 0: any free one"),
        ["dlms.allowLls"] = new("Password (LLS)", "It crosses the network in clear; not set: only with the simulated bus"),
        ["dlms.allowHls"] = new("Keys (HLS GMAC)", "The mechanism for head-ends that bill"),
        ["dlms.allowPublicClient"] = new("Public client (SAP 16)", "Sees names, clock and frame counter without authentication"),
        ["dlms.securityPolicy"] = new("Least protection", "Not set: authenticated-encrypted, but none where a password is allowed", ["none", "authenticated", "authenticated-encrypted"]),
        ["dlms.replayWindow"] = new("Requests out of order", "0 to 64: how far below the highest counter a request may lie that was not seen yet"),
        ["dlms.acceptPlainRelease"] = new("Unprotected release", "Some clients know no other"),
        ["dlms.maxUnauthenticatedPerSource"] = new("Connections of a stranger", "From one address on which nobody is authenticated"),
        ["dlms.maxConnections"] = new("Connections at a time"),
        ["dlms.maxAssociationsPerDevice"] = new("Associations with one device"),
        ["dlms.maxAssociations"] = new("Associations at a time"),
        ["dlms.maxSendPdu"] = new("Longest answer", "Bytes, 64 to 65535"),
        ["dlms.inactivityTimeout"] = new("Idle connections end after", $"{HoursMinutesSeconds}, 5 seconds to 1 day"),
        ["http.port"] = new("Port", "TCP, 0 to 65535; 0: any free one"),
        ["http.listen"] = new("Who can reach it", "All addresses of the machine, or this machine alone (loopback)", [HttpOptions.All, HttpOptions.Loopback]),
        ["http.tls"] = new("TLS", $"{HttpOptions.Off}, {HttpOptions.SelfSigned}, or the path of a certificate's file .pfx or .pem"),
        ["http.tlsKey"] = new("File of the private key", "A path, .pem; not set: it is in the certificate's file"),
        ["http.tlsPassword"] = new("Password of the private key", "Never shown"),
        ["push.maxPdu"] = new("Longest notification", "Bytes; a longer report is several"),
        ["push.receiver.address"] = new("Receiver", "host:port of whom all reports go to that name no other; not set: nobody"),
        ["push.receiver.clientSap"] = new("Its client address (SAP)", "The wrapper's destination; not set: 1, the management client"),
        ["push.receiver.serverSap"] = new("Address of the sender (SAP)", "The wrapper's source; not set: the logical device that is reported"),
        ["push.receiver.security"] = new("Protection", "Not set: the security policy's; the stronger of both holds", ["none", "authenticated", "authenticated-encrypted"]),
        ["buses.address"] = new("Level converter", "tcp://host:port or a serial port such as /dev/ttyUSB0 or COM3"),
        ["buses.baudRate"] = new("Rate", $"{string.Join(", ", BusTiming.BaudRates)} baud; a meter can have its own"),
        ["buses.extraTimeout"] = new("Extra wait for the first byte", $"{HoursMinutesSeconds}; not set: 100 ms, 500 ms over TCP"),
        ["buses.dtr"] = new("DTR on", "Serial port only: small converters draw their power from it"),
        ["buses.rts"] = new("RTS on", "Serial port only"),
        ["buses.powerUpDelay"] = new("Wait after opening", $"Serial port only: for converters that charge the bus first; {HoursMinutesSeconds}"),
        ["buses.readoutInterval"] = new("Readout interval", ReadoutInterval.Allowed),
        ["buses.continuous"] = new("Continuous mode", "Reads without pause between the readouts; such values are shown, never stored or pushed"),
        ["groups.readoutInterval"] = new("Readout interval", ReadoutInterval.Allowed),
        ["groups.retention"] = new("Readings are kept for", RetentionPeriod.Allowed),
    };

    /// <summary>All words.</summary>
    public static IEnumerable<SettingWords> All => Known.Values;

    /// <summary>How many settings have words, all buses and all groups counted once.</summary>
    public static int Count => Known.Count;

    /// <summary>The words for a setting; its name where nobody has written them.</summary>
    /// <param name="key">Its name, <c>buses.cellar.address</c>; what is between kind and setting is a name that somebody gave.</param>
    public static SettingWords Of(string key)
    {
        var (first, last) = (key.IndexOf('.', StringComparison.Ordinal), key.LastIndexOf('.'));
        return Known.GetValueOrDefault(key) ?? (first < 0 ? null : Known.GetValueOrDefault(key[..first] + key[last..])) ?? new SettingWords(key);
    }
}
