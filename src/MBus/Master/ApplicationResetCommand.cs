using MBus.Application;

namespace MBus.Master;

/// <summary>Resets a meter's application layer (EN 13757-3: CI 50h), which chooses the telegrams that it sends, and reads the first one.</summary>
/// <param name="master">The master of the bus.</param>
public sealed class ApplicationResetCommand(BusMaster master)
{
    private readonly CommandExchange _exchange = new(master);

    /// <summary>Resets it.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="subcode">High nibble the kind of telegrams (0 all, 5 instantaneous values ...), low nibble a number; null: none is sent.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="LevelConverter.LevelConverterException">The line failed.</exception>
    public async Task<CommandResult> RunAsync(MeterTarget meter, byte? subcode = null, CancellationToken cancellationToken = default)
    {
        byte[] data = subcode is { } code ? [code] : [];
        var confirmed = await _exchange.SendAsync(meter, CommandCi.ApplicationReset, data, cancellationToken);
        if (await _exchange.ReadAsync(meter, cancellationToken) is not { } answer)
        {
            return new CommandResult(confirmed ? CommandOutcome.Unproven : CommandOutcome.NoAnswer);
        }

        return CommandExchange.Refusal(answer) ?? new CommandResult(confirmed ? CommandOutcome.Done : CommandOutcome.NotFollowed);
    }
}
