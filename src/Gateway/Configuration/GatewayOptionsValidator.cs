using Dlms.Security;
using MBus.LevelConverter;

namespace Gateway.Configuration;

/// <summary>Checks the settings; every message begins with the key that is wrong and says what it can be.</summary>
internal static class GatewayOptionsValidator
{
    /// <summary>All that is wrong.</summary>
    public static IEnumerable<string> Failures(GatewayOptions options) =>
    [
        .. Gateway(options),
        .. ProfileRules.Failures(options),
        .. Port("Gateway:Dlms:Port", options.Dlms.Port),
        .. Range("Gateway:Dlms:MaxSendPdu", options.Dlms.MaxSendPdu, 64, 65_535, "bytes"),
        .. Policy("Gateway:Dlms:SecurityPolicy", options.Dlms.SecurityPolicy),
        .. Range("Gateway:Dlms:ReplayWindow", options.Dlms.ReplayWindow, 0, ReceiveCounters.MaxReplayWindow, "counters"),
        .. Range("Gateway:Dlms:MaxUnauthenticatedPerSource", options.Dlms.MaxUnauthenticatedPerSource, 1, 10_000, "connections"),
        .. Range("Gateway:Dlms:MaxConnections", options.Dlms.MaxConnections, 1, 10_000, "connections"),
        .. Range("Gateway:Dlms:MaxAssociationsPerDevice", options.Dlms.MaxAssociationsPerDevice, 1, 100_000, "associations"),
        .. Range("Gateway:Dlms:MaxAssociations", options.Dlms.MaxAssociations, 1, 100_000, "associations"),
        .. Duration("Gateway:Dlms:InactivityTimeout", options.Dlms.InactivityTimeout, TimeSpan.FromSeconds(5), TimeSpan.FromDays(1)),
        .. Port("Gateway:Http:Port", options.Http.Port),
        .. options.Http.Port == options.Dlms.Port && options.Http.Port != 0 ? [$"Gateway:Http:Port is {options.Http.Port} as Gateway:Dlms:Port; give another one."] : Array.Empty<string>(),
        .. Http(options.Http),
        .. options.Groups.SelectMany(group => Interval($"Gateway:Groups:{group.Key}:ReadoutInterval", group.Value.ReadoutInterval)
            .Concat(Retention($"Gateway:Groups:{group.Key}:Retention", group.Value.Retention))),
        .. options.Buses.SelectMany(bus => BusName(bus.Key).Concat(Bus($"Gateway:Buses:{bus.Key}", bus.Value))),
        .. SharedAddresses(options.Buses),
        .. Range("Gateway:Push:MaxPdu", options.Push.MaxPdu, 1024, 65_535, "bytes"),
        .. ReportCheck.Faults(options.Push),
    ];

    private static IEnumerable<string> Gateway(GatewayOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.DataDirectory))
        {
            yield return "Gateway:DataDirectory is empty; give the folder where meters and readings are kept.";
        }

        if (options.FlagId is not [>= 'A' and <= 'Z', >= 'A' and <= 'Z', >= 'A' and <= 'Z'])
        {
            yield return $"Gateway:FlagId is '{options.FlagId}'; give three letters A-Z.";
        }

        if (options.Serial is { } serial && !GatewayIdentity.IsSerial(serial))
        {
            yield return $"Gateway:Serial is '{serial}'; give ten digits up to {GatewayIdentity.MaximumSerial:D10}.";
        }

        if (options.TimeZone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            yield return $"Gateway:TimeZone is '{zone}', which this machine does not know; give an IANA or Windows id such as Europe/Stockholm.";
        }

        if (options.Mappings is { } folder && !Directory.Exists(folder))
        {
            yield return $"Gateway:Mappings is '{folder}', which is no folder.";
        }

        var others = Interval("Gateway:ReadoutInterval", options.ReadoutInterval)
            .Concat(Retention("Gateway:Retention", options.Retention))
            .Concat(Range("Gateway:SimulatedMeters", options.SimulatedMeters, 1, 250, "meters"))
            .Concat(Range("Gateway:DiskLowMegabytes", options.DiskLowMegabytes, 0, 1_000_000, "MB"))
            .Concat(Duration("Gateway:MaxAge", options.MaxAge, TimeSpan.Zero, TimeSpan.FromDays(1)))
            .Concat(Duration("Gateway:OnDemandTimeout", options.OnDemandTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)));
        foreach (var failure in others)
        {
            yield return failure;
        }
    }

    private static IEnumerable<string> Http(HttpOptions http)
    {
        if (http.Listen is not (HttpOptions.All or HttpOptions.Loopback))
        {
            yield return $"Gateway:Http:Listen is '{http.Listen}'; give {HttpOptions.All} or {HttpOptions.Loopback}.";
        }

        if (http.Tls is not (HttpOptions.Off or HttpOptions.SelfSigned) && !(Path.IsPathRooted(http.Tls) && Path.GetExtension(http.Tls).ToUpperInvariant() is ".PFX" or ".PEM"))
        {
            yield return $"Gateway:Http:Tls is '{http.Tls}'; give {HttpOptions.Off}, {HttpOptions.SelfSigned} or the whole path of a file .pfx or .pem.";
        }

        if (http.TlsKey is not null && !http.Tls.EndsWith(".pem", StringComparison.OrdinalIgnoreCase))
        {
            yield return $"Gateway:Http:TlsKey is '{http.TlsKey}', but Gateway:Http:Tls is no file .pem; leave it out.";
        }
    }

    /// <summary>A bus's name is part of addresses of the local interface, where a dot alone and a slash mean something else.</summary>
    private static IEnumerable<string> BusName(string name) =>
        name.Any(char.IsLetterOrDigit) && name.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or ' ')
            ? []
            : [$"Gateway:Buses:{name}: a bus's name has letters, digits, -, _, . and blanks only; give it another one."];

    private static IEnumerable<string> Bus(string key, BusOptions bus)
    {
        if (key.EndsWith($":{SimulationRule.Bus}", StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{key}: the name is the simulated bus's; give another one.";
        }

        if (!BusAddress.TryParse(bus.Address, out var address))
        {
            yield return $"{key}:Address is '{bus.Address}'; give tcp://host:port or a serial port such as /dev/ttyUSB0 or COM3.";
        }
        else if (address.SerialPort is null)
        {
            foreach (var setting in SerialPortSettings(bus))
            {
                yield return $"{key}:{setting} is a serial port's; {key}:Address is '{bus.Address}'.";
            }
        }

        if (!BusTiming.BaudRates.Contains(bus.BaudRate))
        {
            yield return $"{key}:BaudRate is {bus.BaudRate}; M-Bus knows {string.Join(", ", BusTiming.BaudRates)} baud.";
        }

        var others = Interval($"{key}:ReadoutInterval", bus.ReadoutInterval)
            .Concat(Duration($"{key}:ExtraTimeout", bus.ExtraTimeout ?? TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(30)))
            .Concat(Duration($"{key}:PowerUpDelay", bus.PowerUpDelay, TimeSpan.Zero, TimeSpan.FromMinutes(1)));
        foreach (var failure in others)
        {
            yield return failure;
        }
    }

    /// <summary>What is set and has no meaning behind TCP.</summary>
    private static IEnumerable<string> SerialPortSettings(BusOptions bus) =>
    [
        .. bus.Dtr ? Array.Empty<string>() : [nameof(BusOptions.Dtr)],
        .. bus.Rts ? Array.Empty<string>() : [nameof(BusOptions.Rts)],
        .. bus.PowerUpDelay == TimeSpan.Zero ? Array.Empty<string>() : [nameof(BusOptions.PowerUpDelay)],
    ];

    /// <summary>A level converter leads to one bus, and a port can be opened once.</summary>
    private static IEnumerable<string> SharedAddresses(IReadOnlyDictionary<string, BusOptions> buses) =>
        from same in buses
            .Where(bus => BusAddress.TryParse(bus.Value.Address, out _))
            .GroupBy(bus => bus.Value.Address.StartsWith('/') ? bus.Value.Address : bus.Value.Address.ToUpperInvariant(), StringComparer.Ordinal)
        from other in same.Skip(1)
        select $"Gateway:Buses:{other.Key}:Address is that of Gateway:Buses:{same.First().Key}; give each bus a level converter of its own.";

    private static IEnumerable<string> Interval(string key, string? text) =>
        text is null || ReadoutInterval.TryParse(text, out _) ? [] : [$"{key} is '{text}'; give {ReadoutInterval.Allowed}."];

    private static IEnumerable<string> Retention(string key, string? text) =>
        text is null || RetentionPeriod.TryParse(text, out _) ? [] : [$"{key} is '{text}'; give {RetentionPeriod.Allowed}."];

    private static IEnumerable<string> Policy(string key, string? text) =>
        text is null || SecurityPolicyNames.TryParse(text, out _) ? [] : [$"{key} is '{text}'; give {SecurityPolicyNames.Allowed}."];

    private static IEnumerable<string> Port(string key, int port) => Range(key, port, 0, 65_535, "(0: any free port)");

    private static IEnumerable<string> Range(string key, int value, int least, int most, string unit) =>
        value >= least && value <= most ? [] : [$"{key} is {value}; give {least} to {most} {unit}."];

    private static IEnumerable<string> Duration(string key, TimeSpan value, TimeSpan least, TimeSpan most) =>
        value >= least && value <= most ? [] : [$"{key} is {value}; give {least} to {most} (hours:minutes:seconds)."];
}
