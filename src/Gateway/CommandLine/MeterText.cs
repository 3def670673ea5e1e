using System.Globalization;
using Gateway.Api;
using Gateway.Configuration;
using Gateway.Readout;
using MBus.Master;
using Metering;

namespace Gateway.CommandLine;

/// <summary>A meter in lines of name and value.</summary>
internal static class MeterText
{
    /// <summary>Writes all that is known of it.</summary>
    public static void Write(TextWriter output, MeterResource meter)
    {
        Line("Meter", MeterArgument.Describe(meter) + (meter.Simulated ? ", SIMULATED" : ""));
        Line("Logical device", meter.LogicalDevice.ToString(CultureInfo.InvariantCulture));
        Line("Bus", $"{meter.Bus}, by {meter.Addressing.ToString().ToLowerInvariant()} address, {(meter.BaudRate is { } rate ? $"{rate} baud" : "the bus's baud rate")}");
        Line("Primary address", meter.PrimaryAddress?.ToString(CultureInfo.InvariantCulture));
        Line("Secondary address", meter.Identity is null ? null : $"{meter.Identity} ({meter.Manufacturer}, {meter.Medium})");
        Line("Fabrication number", meter.FabricationNumber.Length == 0 ? null : meter.FabricationNumber);
        Line("Key", meter.HasKey ? "set" : null);
        Line("Group", meter.Group.Length == 0 ? null : meter.Group);
        WriteReadout(output, meter);
        Line("State", MeterStateWords.Of(meter, DateTimeOffset.UtcNow) + (meter.LastFault == ReadoutFault.None ? "" : $": {meter.LastFault.Words()}"));
        FiguresText.LineIfAny(output, "Next step", NextStep(meter));
        Line("Last readout", meter.LastReadAt is { } read ? ShownValue.Moment(read) : null);
        if (meter.Standing is { } standing)
        {
            var next = standing.NextTry is { } at ? $", next {ShownValue.Moment(at)}" : "";
            var quarantine = standing.IsQuarantined ? ", in quarantine: the schedule tries it seldom" : "";
            Line("Failures in a row", standing.FailuresInARow == 0 ? null : $"{standing.FailuresInARow}{quarantine}{next}");
            Line("May be read", standing.Hold is { } hold ? $"again {ShownValue.Moment(hold.Until)}: {Words(hold.Reason)}" : "now");
        }

        FiguresText.LineIfAny(output, "Failed", meter.FailedAt is { } failed ? ShownValue.Moment(failed) : null);
        FiguresText.LineIfAny(output, "Replaced", meter.ReplacedAt is { } replaced ? ShownValue.Moment(replaced) : null);
        if (meter.Statistics is { } statistics)
        {
            FiguresText.Write(output, statistics.Readouts);
            Line("Time on the bus", string.Create(CultureInfo.InvariantCulture, $"{statistics.BusTime.TotalSeconds:0.0} s"));
        }

        void Line(string name, string? value) => FiguresText.Line(output, name, value);
    }

    /// <summary>What a person can do about its state; null: nothing is to be done.</summary>
    private static string? NextStep(MeterResource meter) => meter switch
    {
        { ReplacedAt: not null } or { Active: false } => null,
        { Standing: null } => $"set Gateway:Buses:{meter.Bus}:Address, or meter remove {meter.LogicalDevice}",
        { State: LastReadoutState.Encrypted } => $"enter its key: meter set {meter.LogicalDevice} --key FILE",
        { Standing.FailuresInARow: > 0 } or { FailedAt: not null } or { State: LastReadoutState.Never } => $"meter read {meter.LogicalDevice} tries it now, meter frames {meter.LogicalDevice} shows what came",
        _ => null,
    };

    private static string Words(ReadoutHoldReason reason) => reason switch
    {
        ReadoutHoldReason.MinimumInterval => "its minimum interval",
        ReadoutHoldReason.Quota => "its quota is used",
        _ => "it says itself that it is read too often",
    };

    private static string Words(ReadoutIntervalSource source) => source switch
    {
        ReadoutIntervalSource.Meter => "its own",
        ReadoutIntervalSource.Group => "its group's",
        ReadoutIntervalSource.Bus => "its bus's",
        _ => "the gateway's",
    };

    /// <summary>How often it is read, and what else differs from the bus, as it is entered.</summary>
    private static void WriteReadout(TextWriter output, MeterResource meter)
    {
        var readout = meter.Readout;
        (string Name, string? Value)[] lines =
        [
            ("Interval", $"{meter.Interval}, {Words(meter.IntervalSource)}"),
            ("Minimum interval", readout.MinimumInterval is { } least ? DurationText.Of(least) : null),
            ("Quota", readout.Quota is { } quota ? $"{quota.Readouts}/{DurationText.Of(quota.Period)}" : null),
            ("Extra response time", readout.ExtraResponseTime is { } extra ? ShownValue.Milliseconds(extra) : null),
            ("First frame count bit", readout.FirstFrameCountBit is { } bit ? bit ? "1" : "0" : null),
            ("Application reset", readout.ApplicationReset is { } reset ? $"{reset:X2}" : null),
        ];
        foreach (var (name, value) in lines.Where(line => line.Value is not null))
        {
            FiguresText.Line(output, name, value);
        }
    }
}
