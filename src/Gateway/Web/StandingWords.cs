using Gateway.Api;
using Gateway.Diagnosis;
using Gateway.Readout;
using MBus.Master;
using Metering;
using Microsoft.Extensions.Localization;

namespace Gateway.Web;

/// <summary>Says how meters stand.</summary>
internal sealed class StandingWords(IStringLocalizer<Texts> texts, ZoneTime time)
{
    /// <summary>Of a status byte what EN 13757-3 gives a meaning; three bits are the maker's, and many set them with nothing being wrong.</summary>
    private const byte OwnFaults = 0x1F;

    private IStringLocalizer<Texts> T => texts;

    /// <summary>How a meter stands.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="bus">Its bus; null: there is none.</param>
    /// <param name="twin">Another one that is the same meter; null: there is none.</param>
    public Standing Of(MeterResource meter, BusWorker? bus, Meter? twin) => meter switch
    {
        { ReplacedAt: { } at } => new(StandingKind.Off, T["replaced"], T["Another meter was found in its place, {0}.", time.Short(at)]),
        { Active: false } => new(StandingKind.Off, T["passive"], T["It is not read, also not by hand, until it is made active."]),
        { Standing: null } => new(StandingKind.Failing, T["no such bus"], T["Bus {0} is not in the settings.", meter.Bus]),
        { FailedAt: not null } when bus is { LineIsLost: true } => new(StandingKind.Failing, T["line lost"], T["The line to bus {0} is lost.", meter.Bus]),
        { Standing: { FailuresInARow: > 0 } standing } => Failing(standing),
        { Standing.Hold: { Reason: not ReadoutHoldReason.MinimumInterval } hold } => new(
            StandingKind.Attention,
            hold.Reason == ReadoutHoldReason.Quota ? T["quota used"] : T["asked too often"],
            T["It is read again after {0}.", time.Short(hold.Until)]),
        { State: LastReadoutState.Ok } when twin is not null => new(
            StandingKind.Attention, T["installed twice"], T["{0} has the same secondary address: if it is one meter, remove one of the two; if these are two, give each its fabrication number.", twin.Title()]),
        { State: LastReadoutState.Ok, Status: { } status } when (status & OwnFaults) != 0 => new(
            StandingKind.Attention, StatusWords.Of((byte)(status & OwnFaults)), T["The meter reports it with its readings, status {0}h.", $"{status:X2}"]),
        { State: LastReadoutState.Ok } => new(StandingKind.Ok, T["ok"]),
        { State: LastReadoutState.Incomplete } => new(StandingKind.Attention, T["incomplete"], T["It announced a further telegram that could not be read."]),
        { State: LastReadoutState.Encrypted, HasKey: true } => new(StandingKind.Attention, T["key does not fit"], T["Its telegrams are encrypted, and its key does not open them."]),
        { State: LastReadoutState.Encrypted } => new(StandingKind.Attention, T["key missing"], T["Its telegrams are encrypted: enter its key."]),
        { FailedAt: { } at } => new(StandingKind.Failing, T["not read"], T["The last attempt failed, {0}.", time.Short(at)]),
        _ => new(StandingKind.Unread, T["never read"]),
    };

    /// <summary>What all meters of a kind are called.</summary>
    public string Of(StandingKind kind) => kind switch
    {
        StandingKind.Ok => T["ok"],
        StandingKind.Attention => T["to look at"],
        StandingKind.Failing => T["failing"],
        StandingKind.Unread => T["never read"],
        _ => T["passive or replaced"],
    };

    private Standing Failing(MeterReadoutState standing)
    {
        var words = WordsOf(standing.Fault);
        var since = standing.FailingSince is { } at ? T["since {0}", time.Short(at)].Value : "";
        return new(StandingKind.Failing, standing.IsQuarantined ? T["{0}, tried seldom", WordOf(standing.Fault)] : WordOf(standing.Fault), since.Length > 0 ? $"{words} ({since})" : words);
    }

    private string WordOf(ReadoutFault fault) => fault switch
    {
        ReadoutFault.NoAnswer => T["silent"],
        ReadoutFault.Damaged => T["damaged"],
        ReadoutFault.OtherMeter => T["other meter"],
        ReadoutFault.NothingToSend => T["sends nothing"],
        ReadoutFault.ApplicationError => T["refuses"],
        _ => T["fails"],
    };

    private string WordsOf(ReadoutFault fault) => fault switch
    {
        ReadoutFault.NoAnswer => T["No answer: check address, baud rate and wiring"],
        ReadoutFault.Damaged => T["The answer is no frame: two meters at one address, a wrong baud rate, or a disturbed line"],
        ReadoutFault.OtherMeter => T["Another meter answered: a doubled address, or the meter was exchanged"],
        ReadoutFault.NothingToSend => T["It has nothing to send now"],
        ReadoutFault.ApplicationError => T["It refused with an application error"],
        _ => T["It announces telegrams without end"],
    };
}
