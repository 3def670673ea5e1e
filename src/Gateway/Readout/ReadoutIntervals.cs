using System.Collections.Concurrent;
using Gateway.Configuration;
using Metering;

namespace Gateway.Readout;

/// <summary>How often each meter is read: as it says itself, else as its group, its bus, or the gateway.</summary>
internal sealed partial class ReadoutIntervals(GatewayOptions options, ILogger<ReadoutIntervals> log)
{
    private readonly ConcurrentDictionary<MeterId, string> _told = new();

    /// <summary>The interval in force; a meter's own that is none is told once and passed over.</summary>
    public ReadoutInterval Of(Meter meter)
    {
        if (meter.Readout.Interval is { } text && !ReadoutInterval.TryParse(text, out _) && !string.Equals(_told.GetValueOrDefault(meter.Id), text, StringComparison.Ordinal))
        {
            _told[meter.Id] = text;
            LogNoInterval(log, meter.Words(), text, ReadoutInterval.Allowed);
        }

        return Of(meter, options);
    }

    /// <summary>The first interval that is one: the meter's, its group's, its bus's, the gateway's.</summary>
    public static ReadoutInterval Of(Meter meter, GatewayOptions options) => InForce(meter, options).Interval;

    /// <summary>The same, and whose it is.</summary>
    public static (ReadoutInterval Interval, ReadoutIntervalSource Source) InForce(Meter meter, GatewayOptions options)
    {
        (ReadoutIntervalSource Source, string? Text)[] said =
        [
            (ReadoutIntervalSource.Meter, meter.Readout.Interval),
            (ReadoutIntervalSource.Group, options.Groups.FirstOrDefault(group => group.Key.Equals(meter.Group, StringComparison.OrdinalIgnoreCase)).Value?.ReadoutInterval),
            (ReadoutIntervalSource.Bus, options.BusOf(meter.Bus)?.ReadoutInterval),
        ];
        foreach (var (source, text) in said)
        {
            if (text is not null && ReadoutInterval.TryParse(text, out var interval))
            {
                return (interval, source);
            }
        }

        return (ReadoutInterval.Parse(options.ReadoutInterval), ReadoutIntervalSource.Gateway);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Meter {Meter} has the readout interval '{Text}', which is none; it is read as its group or bus. Give {Allowed}")]
    private static partial void LogNoInterval(ILogger logger, string meter, string text, string allowed);
}
