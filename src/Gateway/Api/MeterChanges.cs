using Metering;

namespace Gateway.Api;

/// <summary>What was changed of a meter, in words for an event; of its key that it was changed and no more.</summary>
internal static class MeterChanges
{
    /// <summary><c>name from 'a' to 'b', readout interval from - to 1 day</c>; empty when nothing was.</summary>
    public static string Words(Meter before, Meter after)
    {
        (string Name, object? Before, object? After)[] settings =
        [
            ("name", Quoted(before.Name), Quoted(after.Name)),
            ("group", Quoted(before.Group), Quoted(after.Group)),
            ("baud rate", before.BaudRate, after.BaudRate),
            ("primary address", before.PrimaryAddress, after.PrimaryAddress),
            ("active", before.Active, after.Active),
            ("readout interval", before.Readout.Interval, after.Readout.Interval),
            ("minimum interval", before.Readout.MinimumInterval, after.Readout.MinimumInterval),
            ("quota", before.Readout.Quota, after.Readout.Quota),
            ("extra response time", before.Readout.ExtraResponseTime, after.Readout.ExtraResponseTime),
            ("first frame count bit", before.Readout.FirstFrameCountBit, after.Readout.FirstFrameCountBit),
            ("application reset", before.Readout.ApplicationReset, after.Readout.ApplicationReset),
        ];
        return string.Join(", ",
        [
            .. settings.Where(setting => !Equals(setting.Before, setting.After)).Select(setting => $"{setting.Name} from {setting.Before ?? "-"} to {setting.After ?? "-"}"),
            .. before.ProtectedKey.Equals(after.ProtectedKey) ? Array.Empty<string>() : ["key"],
        ]);
    }

    private static string Quoted(string text) => $"'{text}'";
}
