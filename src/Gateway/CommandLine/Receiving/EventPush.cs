using System.Collections.Immutable;
using Cosem;

namespace Gateway.CommandLine.Receiving;

/// <summary>
/// Events of a log of the gateway or of a meter.
/// <code>
/// structure { octet-string gateway, octet-string push setup, octet-string event log, array of event }
/// structure { octet-string gateway, octet-string meter, octet-string push setup, octet-string event log,
///             octet-string manufacturer, integer device type, integer firmware version, array of event }
/// event = structure { octet-string time, octet-string logical name of the event object, long-unsigned code [, visible-string message] }
/// </code>
/// </summary>
/// <param name="Gateway">The logical device name of the gateway.</param>
/// <param name="PushSetup">The push setup.</param>
/// <param name="Meter">The meter; null: the events are the gateway's own.</param>
/// <param name="Log">The event log.</param>
/// <param name="Events">The events.</param>
internal sealed record EventPush(string Gateway, LogicalName PushSetup, PushedMeter? Meter, LogicalName Log, ImmutableArray<PushedEvent> Events)
    : PushBody(Gateway, PushSetup)
{
    /// <summary>How many elements it has with events of the gateway.</summary>
    public const int ElementsOfGateway = 4;

    /// <summary>How many elements it has with events of a meter.</summary>
    public const int ElementsOfMeter = 8;

    /// <summary>Reads events of the gateway from the elements; null when they are others.</summary>
    public static EventPush? TryReadGateway(IReadOnlyList<CosemData> items) =>
        TryName(items[0], out var gateway)
        && TryLogicalName(items[1], out var pushSetup)
        && TryLogicalName(items[2], out var log)
        && TryEvents(items[3], out var events)
            ? new(gateway, pushSetup, Meter: null, log, events)
            : null;

    /// <summary>Reads events of a meter from the elements; null when they are others.</summary>
    public static EventPush? TryReadMeter(IReadOnlyList<CosemData> items) =>
        TryName(items[0], out var gateway)
        && TryName(items[1], out var meter)
        && TryLogicalName(items[2], out var pushSetup)
        && TryLogicalName(items[3], out var log)
        && TryName(items[4], out var manufacturer)
        && TrySmall(items[5], out var deviceType)
        && TrySmall(items[6], out var version)
        && TryEvents(items[7], out var events)
            ? new(gateway, pushSetup, new(meter, manufacturer, deviceType, version), log, events)
            : null;

    private static bool TryEvents(CosemData data, out ImmutableArray<PushedEvent> events)
    {
        events = [];
        if (data is not CosemData.Array array)
        {
            return false;
        }

        var read = ImmutableArray.CreateBuilder<PushedEvent>(array.Items.Count);
        foreach (var item in array.Items)
        {
            if (item is not CosemData.Structure { Items: { Count: 3 or 4 } parts }
                || !TryTime(parts[0], out var time)
                || !TryLogicalName(parts[1], out var of)
                || !TrySmall(parts[2], out var number)
                || (parts.Count == 4 && parts[3] is not CosemData.VisibleString))
            {
                return false;
            }

            read.Add(new(time, of, number, parts.Count == 4 ? ((CosemData.VisibleString)parts[3]).Text : null));
        }

        events = read.ToImmutable();
        return true;
    }

    /// <summary>A number for which the documents name one type, and devices send what it needs.</summary>
    private static bool TrySmall(CosemData data, out int number)
    {
        int? read = data switch
        {
            CosemData.Integer value => value.Value,
            CosemData.Unsigned value => value.Value,
            CosemData.Long value => value.Value,
            CosemData.LongUnsigned value => value.Value,
            _ => null,
        };
        number = read.GetValueOrDefault();
        return read is not null;
    }
}
