using MBus.Application;
using MBus.Link;

namespace MBus.Master;

/// <summary>
/// One pass over one meter: address it, then request telegram after telegram, each up to three times with the same frame
/// count bit, until the meter has no more.
/// </summary>
internal sealed class ReadoutRound(
    BusMaster master, PrimaryAddress address, SecondaryAddress? selection, ReadoutOptions options)
{
    private const int TriesPerTelegram = 3;
    private const byte ApplicationReset = 0x50;

    private readonly List<LinkFrame> _telegrams = [];
    private SecondaryAddress? _meter = selection ?? options.Identity;
    private ReadoutTries _tries = new() { Rounds = 1 };
    private ApplicationErrorCode? _applicationError;
    private bool _selected;
    private bool _confirmationIsMissing;
    private bool _isRepeated;

    /// <summary>What is known of the meter.</summary>
    public MeterHabits Habits { get; private set; } = options.Habits;

    /// <summary>Whether something came that belongs to an earlier request: the meter is slower than it is given time.</summary>
    public bool IsLate { get; private set; }

    /// <summary>Whether a fault may be gone the next time.</summary>
    public static bool IsWorthRepeating(ReadoutFault fault) => fault is ReadoutFault.NoAnswer or ReadoutFault.Damaged or ReadoutFault.OtherMeter;

    /// <summary>Runs it.</summary>
    /// <param name="startedAt">When it starts.</param>
    /// <param name="again">The last round failed: whoever is selected is deselected first.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ReadoutResult> RunAsync(DateTimeOffset startedAt, bool again, CancellationToken cancellationToken)
    {
        await AddressAsync(again, cancellationToken);
        if (options.ApplicationReset is { } subcode)
        {
            NoteConfirmation(await master.SendUserDataAsync(address, ApplicationReset, new[] { subcode }, cancellationToken));
        }

        var fault = ReadoutFault.None;
        for (var more = true; more && fault == ReadoutFault.None;)
        {
            var known = _telegrams.Count;
            fault = known < options.TelegramLimit ? await ReadTelegramAsync(cancellationToken) : ReadoutFault.TelegramLimit;
            more = _telegrams.Count > known && MoreFollow(_telegrams[^1]);
        }

        return new ReadoutResult
        {
            StartedAt = startedAt,
            Telegrams = _telegrams,
            Fault = fault,
            ApplicationError = _applicationError,
            Habits = Habits,
            Tries = _tries,
        };
    }

    private async Task AddressAsync(bool again, CancellationToken cancellationToken)
    {
        if (selection is null)
        {
            NoteConfirmation(await master.InitialiseAsync(address, cancellationToken));
            BeginFrameCount();
            return;
        }

        if (again)
        {
            // Confirmed by whoever is selected, if anybody is.
            await master.InitialiseAsync(address, cancellationToken);
        }

        await SelectAsync(cancellationToken);
    }

    /// <summary>Selects. A confirmation that stays out is no error, but then the selection goes before each repeated request.</summary>
    private async Task SelectAsync(CancellationToken cancellationToken)
    {
        if (selection is { } meter && !_selected)
        {
            var reply = await master.SelectAsync(new MeterSelection(meter, options.FabricationNumber), cancellationToken);
            NoteConfirmation(reply);
            BeginFrameCount();
            _selected = reply.Answer is not null;
        }
    }

    private void BeginFrameCount()
    {
        if (Habits.FirstBitZero)
        {
            master.ToggleFrameCount(address);
        }
    }

    private void NoteConfirmation(Reply reply)
    {
        _confirmationIsMissing |= reply.Answer is null;
        IsLate |= reply.Other is not null;
    }

    private async Task<ReadoutFault> ReadTelegramAsync(CancellationToken cancellationToken)
    {
        var worst = ReadoutFault.NoAnswer;
        for (var attempt = 0; attempt < TriesPerTelegram; attempt++)
        {
            if (attempt > 0)
            {
                await master.WaitForSilenceAsync(cancellationToken);
                await SelectAsync(cancellationToken);
            }

            var fault = await RequestAsync(cancellationToken);
            if (!IsWorthRepeating(fault))
            {
                return fault;
            }

            worst = fault > worst ? fault : worst;
        }

        // The last telegram once more at the last try too, and no sign of another: the meter has no more to send.
        if (_isRepeated && worst == ReadoutFault.NoAnswer)
        {
            return ReadoutFault.None;
        }

        return worst == ReadoutFault.NoAnswer && _telegrams.Count == 0 && !IsLate ? await RequestWithOtherBitAsync(cancellationToken) : worst;
    }

    /// <summary>Some old slaves answer only to REQ_UD2 with frame count bit 0. It is tried once, and remembered when it helps.</summary>
    private async Task<ReadoutFault> RequestWithOtherBitAsync(CancellationToken cancellationToken)
    {
        master.ToggleFrameCount(address);
        var fault = await RequestAsync(cancellationToken);
        Habits = Habits with { FirstBitZero = Habits.FirstBitZero ^ (_telegrams.Count > 0) };
        return fault;
    }

    /// <summary>One request; a good answer is kept.</summary>
    private async Task<ReadoutFault> RequestAsync(CancellationToken cancellationToken)
    {
        var reply = await master.RequestAsync(address, IsAnswer, cancellationToken);
        var fault = Judge(reply);
        _tries = _tries with
        {
            Requests = _tries.Requests + 1,
            Silent = _tries.Silent + (fault == ReadoutFault.NoAnswer ? 1 : 0),
            Damaged = _tries.Damaged + (fault == ReadoutFault.Damaged ? 1 : 0),
            Foreign = _tries.Foreign + (fault == ReadoutFault.OtherMeter ? 1 : 0),
        };
        return fault;
    }

    private ReadoutFault Judge(Reply reply)
    {
        if (reply.Answer is { } answer)
        {
            return Take(answer);
        }

        // E5 may be the one that was missing after SND_NKE or the selection; then it says nothing about the telegram.
        if (reply.IsAckOnly && _confirmationIsMissing)
        {
            IsLate = true;
            return ReadoutFault.NoAnswer;
        }

        // E5 after a telegram: the meter has no more to send.
        if (_telegrams.Count > 0 && reply.IsAckOnly)
        {
            return ReadoutFault.None;
        }

        // The last telegram once more may only be late: the answer to this request was lost, or is what came damaged.
        var isLast = reply.Other is { } other && IsLast(other);
        _isRepeated = isLast && !reply.Junk;
        return reply.IsSilence || _isRepeated ? ReadoutFault.NoAnswer
            : reply.IsAckOnly ? ReadoutFault.NothingToSend
            : reply.Other is { } foreign && foreign.Control.IsRspUd && !isLast ? ReadoutFault.OtherMeter
            : ReadoutFault.Damaged;
    }

    private ReadoutFault Take(LinkFrame answer)
    {
        var telegram = Telegram.Decode(answer);
        if (telegram.Kind == TelegramKind.ApplicationError)
        {
            _applicationError = telegram.ApplicationError;
            return ReadoutFault.ApplicationError;
        }

        if (!_telegrams.Exists(known => AnswerIdentity.SameTelegram(known, answer)))
        {
            _telegrams.Add(answer);
        }

        _selected = true;
        _confirmationIsMissing = false;

        // Devices of several parts change version and medium from telegram to telegram.
        if (AnswerIdentity.Of(answer) is { } sender)
        {
            _meter = SecondaryAddress.Any with { Identification = sender.Identification, Manufacturer = sender.Manufacturer };
        }

        return ReadoutFault.None;
    }

    private bool MoreFollow(LinkFrame answer)
    {
        var records = Telegram.Decode(answer, options.Key.Span).Records;
        while (records.MoveNext())
        {
            // The end of the records says it.
        }

        return records.MoreTelegramsFollow;
    }

    private bool IsAnswer(LinkFrame frame) =>
        frame.IsLong && frame.Control.IsRspUd && IsFromAddress(frame) && !IsLast(frame)
        && (_meter is not { } meter || AnswerIdentity.Fits(frame, meter));

    /// <summary>
    /// The A field of an answer is not insisted on: 0, FDh and FEh are met at any meter. But another meter's address is a late answer.
    /// </summary>
    private bool IsFromAddress(LinkFrame frame) =>
        frame.Address == address.Value || frame.Address is 0 or > 250 || !address.IsMeter;

    /// <summary>The last telegram byte for byte, its access number too: it came doubled, and the right one may follow.</summary>
    private bool IsLast(LinkFrame frame) => _telegrams.Count > 0 && frame.Bytes.Span.SequenceEqual(_telegrams[^1].Bytes.Span);
}
