using MBus.Application;
using MBus.Link;

namespace MBus.Master;

/// <summary>The conversation of a command: address the meter, send, read back; each part up to three times (EN 13757-2, 5.7).</summary>
internal sealed class CommandExchange(BusMaster master)
{
    private const int Tries = 3;

    /// <summary>Reads the meter's first telegram; null when it does not answer.</summary>
    public async Task<LinkFrame?> ReadAsync(MeterTarget meter, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (attempt > 0)
            {
                await master.WaitForSilenceAsync(cancellationToken);
            }

            await AddressAsync(meter, cancellationToken);
            var reply = await master.RequestAsync(meter.Address, frame => IsFrom(frame, meter), cancellationToken);
            if (reply.Answer is { } answer)
            {
                return answer;
            }
        }

        return null;
    }

    /// <summary>CI 51h: data send, records without a header.</summary>
    public Task<bool> SendDataAsync(MeterTarget meter, ReadOnlyMemory<byte> records, CancellationToken cancellationToken) =>
        SendAsync(meter, CommandCi.DataSend, records, cancellationToken);

    /// <summary>SND_UD; whether the meter confirmed. One that is silent may have heard all the same: what it does afterwards tells.</summary>
    public async Task<bool> SendAsync(MeterTarget meter, byte controlInformation, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            await AddressAsync(meter, cancellationToken);
            if (await SendOnceAsync(meter, controlInformation, data, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>SND_UD once, to a meter that is addressed.</summary>
    public async Task<bool> SendOnceAsync(MeterTarget meter, byte controlInformation, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        if ((await master.SendUserDataAsync(meter.Address, controlInformation, data, cancellationToken)).Answer is not null)
        {
            return true;
        }

        await master.WaitForSilenceAsync(cancellationToken);
        return false;
    }

    /// <summary>SND_NKE or the selection. A confirmation that stays out is no error.</summary>
    public Task<Reply> AddressAsync(MeterTarget meter, CancellationToken cancellationToken) => meter.Selection is { } selection
        ? master.SelectAsync(selection, cancellationToken)
        : master.InitialiseAsync(meter.Address, cancellationToken);

    /// <summary>Whether two telegrams name one meter, as far as they name any.</summary>
    public static bool IsSameMeter(LinkFrame one, LinkFrame other) =>
        AnswerIdentity.Of(one) is not { } first || AnswerIdentity.Of(other) is not { } second || first == second;

    /// <summary>The refusal that an answer is, or null.</summary>
    public static CommandResult? Refusal(LinkFrame answer) => Telegram.Decode(answer) is { Kind: TelegramKind.ApplicationError } refusal
        ? new CommandResult(CommandOutcome.Refused) { ApplicationError = refusal.ApplicationError }
        : null;

    private static bool IsFrom(LinkFrame frame, MeterTarget meter) =>
        frame.IsRspUd
        && (meter.Selection is { } selection ? AnswerIdentity.Fits(frame, selection.Address) : frame.Address == meter.Address.Value || frame.Address is 0 or > 250);
}
