using Gateway.Api;
using Gateway.Readout;
using MBus.Master;
using Metering;

namespace Gateway.CommandLine;

/// <summary>How a meter stands, at one glance.</summary>
internal static class MeterStateWords
{
    /// <summary>The state in a few words.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="now">The machine's time, UTC.</param>
    public static string Of(MeterResource meter, DateTimeOffset now) => meter switch
    {
        { ReplacedAt: not null } => "replaced",
        { Active: false } => "passive",
        { Standing: null } => "no such bus",
        { Standing: { FailuresInARow: > 0, FailingSince: { } since } standing } => $"{(standing.IsQuarantined ? "quarantined" : Words(standing.Fault))} since {ShownValue.Short(since, now)}",
        { Standing.Hold: { Reason: not ReadoutHoldReason.MinimumInterval } hold } =>
            $"{(hold.Reason == ReadoutHoldReason.Quota ? "quota used" : "read too often")} until {ShownValue.Short(hold.Until, now)}",
        { State: LastReadoutState.Ok } => "ok",
        { State: LastReadoutState.Incomplete } => "incomplete",
        { State: LastReadoutState.Encrypted } => meter.HasKey ? "key does not fit" : "key missing",
        { FailedAt: { } failed } => $"{Words(meter.LastFault)} since {ShownValue.Short(failed, now)}",
        _ => "never read",
    };

    private static string Words(ReadoutFault fault) => fault switch
    {
        ReadoutFault.NoAnswer => "silent",
        ReadoutFault.Damaged => "damaged",
        ReadoutFault.OtherMeter => "other meter",
        ReadoutFault.NothingToSend => "sends nothing",
        ReadoutFault.ApplicationError => "refuses",
        _ => "fails",
    };
}
