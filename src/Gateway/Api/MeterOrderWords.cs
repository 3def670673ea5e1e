using MBus.Application;
using MBus.LevelConverter;
using MBus.Master;

namespace Gateway.Api;

/// <summary>What came of an order to a meter, and what to do next: for whoever stands beside it.</summary>
internal static class MeterOrderWords
{
    private const string Check = "Check address, baud rate and wiring";
    private const string Locked = "Many meters are locked against it: see its manual for a button, a jumper or its maker's tool";

    /// <summary>What a meter is told, in words.</summary>
    public static string Of(MeterOrder order) => order switch
    {
        { Address: { } address } => $"take address {address}",
        { BaudRate: { } rate } => $"take {rate} baud",
        { Clock: true } => "set the clock",
        { Subcode: { } subcode } => $"reset the application layer with sub-code {subcode:X2}",
        _ => "reset the application layer",
    };

    /// <summary>In words, without a full stop.</summary>
    /// <param name="order">What was wanted.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="meter">Whom it was told.</param>
    /// <param name="bus">The name of its bus.</param>
    public static string Of(MeterOrder order, CommandResult result, MeterTarget meter, string bus) => result.Outcome switch
    {
        CommandOutcome.Done => Done(order),
        CommandOutcome.Unproven when order.Clock => "it has confirmed the time, but sends no time of its own, so that nobody sees from here whether its clock is set: look at its display",
        CommandOutcome.Unproven => "it has confirmed, but nothing that it sends shows whether it did it: look at the meter itself",
        CommandOutcome.NoAnswer when order.Address is not null && meter.Selection is null && meter.Address.Value == 0 =>
            $"nobody answers at address 0, or several meters at once; nothing was sent. Connect one new meter at a time, or give its secondary address. {Check}",
        CommandOutcome.NoAnswer => $"it does not answer. {Check}",
        CommandOutcome.Refused => $"it refuses: {(result.ApplicationError ?? ApplicationErrorCode.Unspecified).Word()}. {Locked}",
        CommandOutcome.NotFollowed => NotFollowed(order, result),
        CommandOutcome.AddressTaken =>
            $"{(result.Occupant is { } occupant ? $"meter {occupant}" : "another meter")} has address {order.Address}; nothing was sent. Give another address: "
            + $"a search of bus {bus} by primary address shows which are in use",
        _ when order.BaudRate is not null => $"it answered before, and now at no rate that this converter speaks. One behind TCP has a rate of its own: set it to {order.BaudRate}. "
            + $"Else search bus {bus} at all rates: {string.Join(", ", BusTiming.BaudRates)}",
        _ => $"it answered before, and now neither at its old address nor at {order.Address}. Search bus {bus} for it",
    };

    private static string Done(MeterOrder order) => order switch
    {
        { Address: { } address } => $"it has address {address}, and was read there",
        { BaudRate: { } rate } => $"it answers at {rate} baud",
        { Clock: true } => "its clock is set, and was read back",
        { Subcode: { } subcode } => $"its application layer is reset with sub-code {subcode:X2}, and it answers",
        _ => "its application layer is reset, and it answers",
    };

    private static string NotFollowed(MeterOrder order, CommandResult result) => order switch
    {
        { Address: not null } => $"it answers at its old address: it did not take the new one. {Locked}",
        { BaudRate: not null } => $"it answers at {result.BaudRate} baud: it did not take the new rate. It may not know it, or be locked: see its manual",
        { Clock: true } => $"its clock shows another time: it did not take the new one. {Locked}",
        _ => "it answers, but did not confirm: it may not know the command",
    };
}
