using MBus.Application;
using MBus.Link;

namespace MBus.Master;

/// <summary>
/// Tries one selection of a search: who is there, one meter or several. Only what REQ_UD2 brings tells one from several: their E5
/// fall together and look like one. A meter is believed when its full address, selected by itself, gives a telegram again.
/// </summary>
/// <param name="master">The master of the bus.</param>
/// <param name="selection">What is selected.</param>
/// <param name="canGoOn">Whether there is a digit left to tell several meters apart by.</param>
/// <param name="asksAnyway">Whether a telegram is requested although nobody has confirmed the selection: some meters never do.</param>
/// <param name="isKnown">Whether this search has found a meter already.</param>
internal sealed class SelectionTrial(BusMaster master, MeterSelection selection, bool canGoOn, bool asksAnyway, Func<SecondaryAddress, bool> isKnown)
{
    // Collisions leave bursts behind them; the standard's 33 bit times are short for those.
    private static readonly TimeSpan SilenceAfterCollision = TimeSpan.FromMilliseconds(100);

    // Some meters cannot be read twice in a row.
    private static readonly TimeSpan PauseBeforeReading = TimeSpan.FromSeconds(1);

    // Noise spoils three readings in a row once in a million times on a line with 1 % of it.
    private const int Tries = 3;

    /// <summary>Whether something came that only a disturbed line explains.</summary>
    public bool IsDisturbed { get; private set; }

    /// <summary>Runs it.</summary>
    public async Task<(SearchFinding Finding, FoundMeter? Meter)> RunAsync(CancellationToken cancellationToken)
    {
        var unrequested = master.UnrequestedBytes;
        var (selected, reply) = await AskAsync(cancellationToken);

        // What came between two selections was too late for the one before: that silence was none.
        IsDisturbed |= master.UnrequestedBytes > unrequested;
        if (selected.Junk && reply.IsSilence)
        {
            // Noise where nobody is, most often.
            (selected, reply) = await AskAsync(cancellationToken);
            IsDisturbed |= selected.IsSilence;
        }

        if (reply.IsSilence && !selected.Junk)
        {
            // A confirmation without a telegram may be a late one of another selection.
            IsDisturbed |= !selected.IsSilence;
            return (selected.IsSilence ? SearchFinding.Nobody : SearchFinding.Mute, null);
        }

        for (var attempt = 1; ; attempt++)
        {
            // A good answer beside junk is one meter of several, unless there is no digit left to tell them apart by.
            if (reply.Answer is { } answer && !(reply.Junk && canGoOn) && await LearnAsync(answer, cancellationToken) is { } found)
            {
                IsDisturbed |= attempt > 1;
                return found;
            }

            await master.WaitForSilenceAsync(cancellationToken, SilenceAfterCollision);
            IsDisturbed |= reply.IsSilence;
            if (canGoOn || attempt == Tries)
            {
                var isMute = reply.IsAckOnly || (reply.IsSilence && !selected.Junk);
                return (canGoOn ? SearchFinding.Collision : isMute ? SearchFinding.Mute : SearchFinding.SameIdentification, null);
            }

            // To tell meters of one identification apart is dear; noise on one is made out first.
            (selected, reply) = await AskAsync(cancellationToken);
        }
    }

    /// <summary>Selects, and requests where somebody may be: junk may be one meter on a disturbed line, and one that missed the time may answer the second request.</summary>
    private async Task<(Reply Selected, Reply Reply)> AskAsync(CancellationToken cancellationToken)
    {
        var selected = await master.SelectAsync(selection, cancellationToken);
        if (selected.IsSilence && !asksAnyway)
        {
            return (selected, default);
        }

        var reply = await RequestAsync(cancellationToken);
        return (selected, reply.IsSilence && !selected.IsSilence ? await RequestAsync(cancellationToken) : reply);
    }

    /// <summary>Makes sure that the meter exists that an answer names; null when the answer may be a mixture or a late one.</summary>
    private async Task<(SearchFinding Finding, FoundMeter? Meter)?> LearnAsync(LinkFrame answer, CancellationToken cancellationToken)
    {
        // An answer that says nothing is from the meter whose digits were asked for.
        if (AnswerIdentity.Of(answer) is var named && (named is null ? canGoOn : !AnswerIdentity.Fits(answer, selection.Address)))
        {
            return null;
        }

        var address = named ?? selection.Address;
        if (named is not null && isKnown(address))
        {
            return (SearchFinding.FoundBefore, new FoundMeter(address, answer));
        }

        if (await IsConfirmedAsync(address, answer, cancellationToken))
        {
            return (SearchFinding.Meter, new FoundMeter(address, answer));
        }

        if (selection.FabricationNumber is { } digits)
        {
            var number = FabricationNumberOf(answer, digits);
            return await IsConfirmedAsync(new MeterSelection(address, number), answer, cancellationToken)
                ? (SearchFinding.Meter, new FoundMeter(address, answer) { FabricationNumber = number })
                : null;
        }

        return null;
    }

    /// <summary>
    /// Selects the meter by itself and reads it again. One that confirms every time, and sends no more than its first telegram,
    /// exists as well: it may be read only so often.
    /// </summary>
    private async Task<bool> IsConfirmedAsync(MeterSelection meter, LinkFrame first, CancellationToken cancellationToken)
    {
        var confirmedAndSilent = 0;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (attempt > 0)
            {
                await master.WaitForSilenceAsync(cancellationToken, PauseBeforeReading);
            }

            var selected = await master.SelectAsync(meter, cancellationToken);
            var reply = await RequestAsync(cancellationToken);
            if (reply is { Answer: { } again, Junk: false } && IsSame(first, again))
            {
                IsDisturbed |= attempt > 0 && confirmedAndSilent == 0;
                return !(canGoOn && AnswerIdentity.MayBeMixture(first, again));
            }

            confirmedAndSilent += selected is { Answer: not null, Junk: false } && (reply.IsSilence || reply.IsAckOnly) ? 1 : 0;
            if (selected.IsSilence && reply.IsSilence && attempt > 0)
            {
                return false;
            }
        }

        return confirmedAndSilent == Tries;
    }

    private static bool IsSame(LinkFrame first, LinkFrame again) =>
        AnswerIdentity.Of(first) == AnswerIdentity.Of(again) || Telegram.Decode(again).Kind == TelegramKind.ApplicationError;

    /// <summary>The whole number, when the meter says one that fits; else the digits that are known.</summary>
    private static uint FabricationNumberOf(LinkFrame answer, uint digits)
    {
        var wanted = SecondaryAddress.Any with { Identification = digits };
        foreach (var record in Telegram.Decode(answer).Records)
        {
            if (record.Vib.Kind == VifKind.Identifier && record.Bytes.Span is [0x0C, 0x78, ..] && record.Value is { HasValue: true } value)
            {
                var number = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(value.Raw.Span);
                return wanted.Matches(SecondaryAddress.Any with { Identification = number }) ? number : digits;
            }
        }

        return digits;
    }

    private Task<Reply> RequestAsync(CancellationToken cancellationToken) =>
        master.RequestAsync(PrimaryAddress.Selected, static frame => frame.IsLong && frame.Control.IsRspUd, cancellationToken);
}
