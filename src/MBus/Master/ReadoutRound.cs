using MBus.Application;
using MBus.Link;

namespace MBus.Master;

/// <summary>
/// One pass over one meter: address it, then request telegram after telegram, each up to three times with the same frame
/// count bit, until the meter has no more.
/// </summary>
internal sealed class ReadoutRound(
    BusMaster master, PrimaryAddress address, SecondaryAddress? selection, ReadoutOptions options, FirstByteTimes times)
{
    private const int TriesPerTelegram = 3;

    private readonly ReadoutAnswers _answers = new(address, selection, options);
    private ReadoutTries _tries = new() { Rounds = 1 };
    private bool _again;
    private bool _selected;
    private bool _confirmationIsMissing;

    /// <summary>What is known of the meter.</summary>
    public MeterHabits Habits { get; private set; } = options.Habits;

    /// <summary>Whether nothing at all came, from nobody.</summary>
    public bool IsSilent { get; private set; } = true;

    /// <summary>Whether the meter was left alone at the end, as it must be before it is read anew.</summary>
    public bool IsRested { get; private set; } = true;

    /// <summary>A meter that has answered before and is known to confirm: without a confirmation it does not hear.</summary>
    private bool Confirms => options.Habits is { FirstByteTime: not null, NeverConfirms: false };

    /// <summary>Whether a fault may be gone the next time.</summary>
    public static bool IsWorthRepeating(ReadoutFault fault) => fault is ReadoutFault.NoAnswer or ReadoutFault.Damaged or ReadoutFault.OtherMeter;

    /// <summary>Runs it.</summary>
    /// <param name="startedAt">When it starts.</param>
    /// <param name="last">The round before, when it failed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ReadoutResult> RunAsync(DateTimeOffset startedAt, ReadoutRound? last, CancellationToken cancellationToken)
    {
        _again = last is not null;
        await AddressAsync(deselect: last is { IsSilent: false }, cancellationToken);
        var fault = ReadoutFault.None;
        if (options.Effort == ReadoutEffort.Probe && IsSilent && !options.Habits.NeverConfirms)
        {
            fault = NotConfirmed();
        }
        else
        {
            if (options.ApplicationReset is { } subcode)
            {
                NoteConfirmation(await master.SendUserDataAsync(address, CommandCi.ApplicationReset, new[] { subcode }, cancellationToken));
            }

            fault = await ReadTelegramsAsync(cancellationToken);
        }

        return new ReadoutResult
        {
            StartedAt = startedAt,
            Telegrams = _answers.Telegrams,
            Fault = fault,
            ApplicationError = _answers.ApplicationError,
            Habits = Habits,
            Stranger = _answers.Telegrams.Count == 0 && fault == ReadoutFault.OtherMeter ? _answers.Stranger : null,
            Tries = _tries,
        };
    }

    private async Task AddressAsync(bool deselect, CancellationToken cancellationToken)
    {
        if (selection is null)
        {
            NoteConfirmation(await master.InitialiseAsync(address, cancellationToken));
            BeginFrameCount();
            return;
        }

        if (deselect)
        {
            // Confirmed by whoever is selected, if anybody is.
            await master.InitialiseAsync(address, cancellationToken);
        }

        await SelectAsync(cancellationToken);
    }

    /// <summary>Selects. A confirmation that stays out is no error, but then the selection goes before each repeated request.</summary>
    /// <returns>Whether anything came in answer to it, or nothing had to.</returns>
    private async Task<bool> SelectAsync(CancellationToken cancellationToken)
    {
        if (selection is not { } meter || _selected)
        {
            return true;
        }

        var reply = await master.SelectAsync(new MeterSelection(meter, options.FabricationNumber), cancellationToken);
        NoteConfirmation(reply);
        BeginFrameCount();
        _selected = reply.Answer is not null;
        return !reply.IsSilence;
    }

    private void BeginFrameCount()
    {
        if (!(options.FirstFrameCountBit ?? !Habits.FirstBitZero))
        {
            master.ToggleFrameCount(address);
        }
    }

    private void NoteConfirmation(Reply reply)
    {
        Count(reply);
        _confirmationIsMissing |= reply.Answer is null;
        times.NoteConfirmation(reply, reply.Other is { } other && _answers.IsAnswer(other));
    }

    private void Count(Reply reply)
    {
        IsSilent &= reply.IsSilence;
        _tries = _tries with { JunkBytes = _tries.JunkBytes + reply.JunkBytes };
    }

    private async Task<ReadoutFault> ReadTelegramsAsync(CancellationToken cancellationToken)
    {
        var fault = ReadoutFault.None;
        for (var more = true; more && fault == ReadoutFault.None;)
        {
            var known = _answers.Telegrams.Count;
            fault = known < options.TelegramLimit ? await ReadTelegramAsync(cancellationToken) : ReadoutFault.TelegramLimit;
            more = _answers.Telegrams.Count > known && _answers.MoreFollow;
        }

        return fault;
    }

    private async Task<ReadoutFault> ReadTelegramAsync(CancellationToken cancellationToken)
    {
        var worst = ReadoutFault.NoAnswer;
        for (var attempt = 0; attempt < TriesPerTelegram; attempt++)
        {
            var fault = await TryAsync(attempt, cancellationToken);
            if (!IsWorthRepeating(fault))
            {
                return fault;
            }

            worst = fault > worst ? fault : worst;
        }

        // The last telegram once more at the last try too, and no sign of another: the meter has no more to send.
        if (_answers.IsRepeated && worst == ReadoutFault.NoAnswer)
        {
            return ReadoutFault.None;
        }

        return worst == ReadoutFault.NoAnswer && MayNeedOtherBit ? await RequestWithOtherBitAsync(cancellationToken) : worst;
    }

    /// <summary>
    /// Whether silence may be due to the first bit: at a meter of which nothing is known, and in the second round, when the meter is heard
    /// and late answers are over, at any.
    /// </summary>
    private bool MayNeedOtherBit => _answers.Telegrams.Count == 0 && !times.IsLate && options.FirstFrameCountBit is null
        && (_again ? !IsSilent : options.Habits.FirstByteTime is null);

    private async Task<ReadoutFault> TryAsync(int attempt, CancellationToken cancellationToken)
    {
        if (attempt > 0)
        {
            times.NoteUnrequested(await master.WaitForSilenceAsync(cancellationToken));
            if (!await SelectAsync(cancellationToken) && Confirms)
            {
                return NotConfirmed();
            }
        }

        // In the second round a request without a confirmation is in vain: it was tried in the first.
        return _again && IsSilent && selection is not null && !options.Habits.NeverConfirms
            ? NotConfirmed()
            : await RequestAsync(patiently: attempt == TriesPerTelegram - 1 && !_again && !IsSilent, cancellationToken);
    }

    private ReadoutFault NotConfirmed()
    {
        _tries = _tries with { Requests = _tries.Requests + 1, Silent = _tries.Silent + 1 };
        return ReadoutFault.NoAnswer;
    }

    /// <summary>Some old slaves answer only to REQ_UD2 with frame count bit 0. It is tried once, and remembered when it helps.</summary>
    private async Task<ReadoutFault> RequestWithOtherBitAsync(CancellationToken cancellationToken)
    {
        master.ToggleFrameCount(address);
        var fault = await RequestAsync(patiently: false, cancellationToken);
        Habits = Habits with { FirstBitZero = Habits.FirstBitZero ^ (_answers.Telegrams.Count > 0) };
        return fault;
    }

    /// <summary>One request; a good answer is kept.</summary>
    private async Task<ReadoutFault> RequestAsync(bool patiently, CancellationToken cancellationToken)
    {
        var reply = patiently
            ? await master.RequestPatientlyAsync(address, _answers.IsAnswer, cancellationToken)
            : await master.RequestAsync(address, _answers.IsAnswer, cancellationToken);
        Count(reply);
        IsRested = IsSilent || (patiently && reply.IsSilence);
        var fault = _answers.Judge(reply, _confirmationIsMissing);
        if (reply.Answer is not null && fault == ReadoutFault.None)
        {
            NoteTelegram(isConfirmed: !_confirmationIsMissing || reply.Other is { Kind: LinkFrameKind.Ack });
        }

        times.NoteTelegram(reply);
        _tries = _tries with
        {
            Requests = _tries.Requests + 1,
            Silent = _tries.Silent + (fault == ReadoutFault.NoAnswer ? 1 : 0),
            Damaged = _tries.Damaged + (fault == ReadoutFault.Damaged ? 1 : 0),
            Foreign = _tries.Foreign + (fault == ReadoutFault.OtherMeter ? 1 : 0),
        };
        return fault;
    }

    /// <summary>The meter has sent a telegram: it is selected, and who sends without having confirmed never confirms.</summary>
    private void NoteTelegram(bool isConfirmed)
    {
        if (_answers.Telegrams.Count == 1)
        {
            // The first one tells, since those that follow need no confirmation; one that is late tells nothing new.
            Habits = Habits with { NeverConfirms = !isConfirmed && (!times.IsLate || Habits.NeverConfirms) };
        }

        _selected = true;
        _confirmationIsMissing = false;
    }
}
