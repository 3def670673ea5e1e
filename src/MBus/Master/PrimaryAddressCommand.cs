using MBus.Link;

namespace MBus.Master;

/// <summary>
/// Gives a meter another primary address (EN 13757-3: data send with the record <c>01 7A aa</c>), unless another meter has it, and
/// reads it at the new one.
/// </summary>
/// <param name="master">The master of the bus.</param>
public sealed class PrimaryAddressCommand(BusMaster master)
{
    private readonly CommandExchange _exchange = new(master);

    /// <summary>Sets it.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="address">The new address, 0-250; 0 is that of unconfigured meters, of which there may be several.</param>
    /// <param name="cancellationToken">Ends it; the meter may have the new address then.</param>
    /// <exception cref="LevelConverter.LevelConverterException">The line failed.</exception>
    public async Task<CommandResult> RunAsync(MeterTarget meter, PrimaryAddress address, CancellationToken cancellationToken = default)
    {
        var moved = MeterTarget.Of(address);
        if (await _exchange.ReadAsync(meter, cancellationToken) is not { } before)
        {
            return new CommandResult(CommandOutcome.NoAnswer);
        }

        if (address != PrimaryAddress.Unconfigured && meter.Address != address && await OccupantAsync(moved, before, cancellationToken) is { } result)
        {
            return result;
        }

        await _exchange.SendDataAsync(meter, (byte[])[0x01, 0x7A, address.Value], cancellationToken);
        if (await _exchange.ReadAsync(moved, cancellationToken) is { } after && CommandExchange.IsSameMeter(before, after))
        {
            return CommandExchange.Refusal(after) ?? new CommandResult(CommandOutcome.Done);
        }

        return await _exchange.ReadAsync(meter, cancellationToken) is not { } still ? new CommandResult(CommandOutcome.Lost)
            : CommandExchange.Refusal(still) ?? Followed(meter, still, address);
    }

    /// <summary>Among several at 0 the meter cannot be read, but its own answer to a selection bears its address.</summary>
    private static CommandResult Followed(MeterTarget meter, LinkFrame answer, PrimaryAddress address) =>
        new(meter.Selection is not null && answer.Address == address.Value ? CommandOutcome.Done : CommandOutcome.NotFollowed);

    /// <summary>Whoever answers at the new address: done when it is the meter itself, else taken; null: nobody.</summary>
    private async Task<CommandResult?> OccupantAsync(MeterTarget moved, LinkFrame meter, CancellationToken cancellationToken)
    {
        var confirmation = await _exchange.AddressAsync(moved, cancellationToken);
        confirmation = confirmation.IsSilence ? await _exchange.AddressAsync(moved, cancellationToken) : confirmation;
        if (confirmation.IsSilence)
        {
            return null;
        }

        // Noise is no occupant; a confirmation is one, even of a meter that gives no telegram.
        var answer = await _exchange.ReadAsync(moved, cancellationToken);
        if (answer is null && confirmation.Answer is null)
        {
            return null;
        }

        var occupant = answer is { } frame ? AnswerIdentity.Of(frame) : null;
        return occupant is { } same && same == AnswerIdentity.Of(meter)
            ? new CommandResult(CommandOutcome.Done)
            : new CommandResult(CommandOutcome.AddressTaken) { Occupant = occupant };
    }
}
