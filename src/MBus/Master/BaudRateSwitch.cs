using MBus.Application;
using MBus.LevelConverter;
using MBus.Link;

namespace MBus.Master;

/// <summary>
/// Switches one meter to another baud rate (EN 13757-2: CI B8h-BFh). The meter confirms at the old rate and listens at the new one,
/// where it is read. One that does not follow is looked for at the old rate, then at all others, so that it is not lost.
/// </summary>
/// <param name="master">The master of the bus; its converter has the same rate afterwards as before.</param>
public sealed class BaudRateSwitch(BusMaster master)
{
    private const int Tries = 3;

    private readonly CommandExchange _exchange = new(master);

    /// <summary>Switches it.</summary>
    /// <param name="meter">The meter, which answers at the converter's rate.</param>
    /// <param name="baudRate">The new rate, one of <see cref="BusTiming.BaudRates"/>.</param>
    /// <param name="cancellationToken">Ends it; the meter may be at the new rate then.</param>
    /// <returns>The outcome, and at which rate the meter answers now.</returns>
    /// <exception cref="LevelConverterException">The line failed.</exception>
    public async Task<CommandResult> RunAsync(MeterTarget meter, int baudRate, CancellationToken cancellationToken = default)
    {
        var old = master.Converter.Timing;
        _ = old with { BaudRate = baudRate };
        try
        {
            if (await _exchange.ReadAsync(meter, cancellationToken) is not { } before)
            {
                return new CommandResult(CommandOutcome.NoAnswer);
            }

            return baudRate == old.BaudRate
                ? new CommandResult(CommandOutcome.Done) { BaudRate = baudRate }
                : await SwitchAsync(meter, before, old.BaudRate, baudRate, cancellationToken);
        }
        finally
        {
            master.Converter.Timing = old;
        }
    }

    private async Task<CommandResult> SwitchAsync(MeterTarget meter, LinkFrame before, int old, int wanted, CancellationToken cancellationToken)
    {
        var ci = (byte)(CommandCi.FirstBaudRate + BusTiming.BaudRates.ToList().IndexOf(wanted));
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            await _exchange.AddressAsync(meter, cancellationToken);
            var confirmed = await _exchange.SendOnceAsync(meter, ci, ReadOnlyMemory<byte>.Empty, cancellationToken);
            if (await ReadAtAsync(wanted, meter, before, cancellationToken) is not null)
            {
                return new CommandResult(CommandOutcome.Done) { BaudRate = wanted };
            }

            if (await ReadAtAsync(old, meter, before, cancellationToken) is not { } still)
            {
                break;
            }

            // Without a confirmation the command may not have been heard.
            if (confirmed || CommandExchange.Refusal(still) is not null || attempt == Tries - 1)
            {
                return (CommandExchange.Refusal(still) ?? new CommandResult(CommandOutcome.NotFollowed)) with { BaudRate = old };
            }
        }

        foreach (var rate in BusTiming.BaudRates.Reverse())
        {
            if (await ReadAtAsync(rate, meter, before, cancellationToken) is not null)
            {
                return new CommandResult(rate == wanted ? CommandOutcome.Done : CommandOutcome.NotFollowed) { BaudRate = rate };
            }
        }

        return new CommandResult(CommandOutcome.Lost);
    }

    private async Task<LinkFrame?> ReadAtAsync(int baudRate, MeterTarget meter, LinkFrame before, CancellationToken cancellationToken)
    {
        master.Converter.Timing = master.Converter.Timing with { BaudRate = baudRate };
        return await _exchange.ReadAsync(meter, cancellationToken) is { } answer && CommandExchange.IsSameMeter(before, answer) ? answer : null;
    }
}
