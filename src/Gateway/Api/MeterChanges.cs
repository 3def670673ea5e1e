using Metering;

namespace Gateway.Api;

/// <summary>What was changed of a meter, in words for an event; of its key that it was changed and no more.</summary>
internal static class MeterChanges
{
    /// <summary>What was changed as it was: <c>name 'a', group ''</c>; of a key that there was one.</summary>
    public static string Before(Meter before, Meter after) => string.Join(", ",
    [
        .. Changed(before, after).Select(setting => $"{setting.Name} {setting.Before ?? "-"}"),
        .. before.ProtectedKey.Equals(after.ProtectedKey) ? Array.Empty<string>() : [KeyWords(before)],
    ]);

    /// <summary>The same as it is now.</summary>
    public static string After(Meter before, Meter after) => string.Join(", ",
    [
        .. Changed(before, after).Select(setting => $"{setting.Name} {setting.After ?? "-"}"),
        .. before.ProtectedKey.Equals(after.ProtectedKey) ? Array.Empty<string>() : [before.ProtectedKey.Length > 0 && after.ProtectedKey.Length > 0 ? "another key" : KeyWords(after)],
    ]);

    /// <summary><c>name from 'a' to 'b', readout interval from - to 1 day</c>; empty when nothing was.</summary>
    public static string Words(Meter before, Meter after) => string.Join(", ",
    [
        .. Changed(before, after).Select(setting => $"{setting.Name} from {setting.Before ?? "-"} to {setting.After ?? "-"}"),
        .. before.ProtectedKey.Equals(after.ProtectedKey) ? Array.Empty<string>() : ["key"],
    ]);

    private static IEnumerable<(string Name, object? Before, object? After)> Changed(Meter before, Meter after)
    {
        (string Name, object? Before, object? After)[] settings =
        [
            ("name", Quoted(before.Name), Quoted(after.Name)),
            ("group", Quoted(before.Group), Quoted(after.Group)),
            ("bus", before.Bus, after.Bus),
            ("baud rate", before.BaudRate, after.BaudRate),
            ("addressing", before.Addressing, after.Addressing),
            ("primary address", before.PrimaryAddress, after.PrimaryAddress),
            ("secondary address", before.Identity, after.Identity),
            ("fabrication number", Quoted(before.FabricationNumber), Quoted(after.FabricationNumber)),
            ("logical device", before.LogicalDeviceAddress, after.LogicalDeviceAddress),
            ("active", before.Active, after.Active),
            ("replaced", before.ReplacedAt is not null, after.ReplacedAt is not null),
            ("readout interval", before.Readout.Interval, after.Readout.Interval),
            ("minimum interval", before.Readout.MinimumInterval, after.Readout.MinimumInterval),
            ("quota", before.Readout.Quota, after.Readout.Quota),
            ("extra response time", before.Readout.ExtraResponseTime, after.Readout.ExtraResponseTime),
            ("first frame count bit", before.Readout.FirstFrameCountBit, after.Readout.FirstFrameCountBit),
            ("application reset", before.Readout.ApplicationReset, after.Readout.ApplicationReset),
        ];
        return settings.Where(setting => !Equals(setting.Before, setting.After));
    }

    private static string KeyWords(Meter meter) => meter.ProtectedKey.Length > 0 ? "a key" : "no key";

    private static string Quoted(string text) => $"'{text}'";
}
