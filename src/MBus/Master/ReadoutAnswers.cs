using MBus.Application;
using MBus.Link;

namespace MBus.Master;

/// <summary>What one round has brought of one meter: says what each reply is worth, and keeps the telegrams.</summary>
internal sealed class ReadoutAnswers(PrimaryAddress address, SecondaryAddress? selection, ReadoutOptions options)
{
    private readonly List<LinkFrame> _telegrams = [];
    private readonly AnswerFilter _filter = new(address, selection, options.Identity);

    /// <summary>The telegrams, in the order in which they came.</summary>
    public IReadOnlyList<LinkFrame> Telegrams => _telegrams;

    /// <summary>Why the meter refused, when it did.</summary>
    public ApplicationErrorCode? ApplicationError { get; private set; }

    /// <summary>Who answered instead, as far as an answer without junk said; null: nobody did.</summary>
    public SecondaryAddress? Stranger { get; private set; }

    /// <summary>Whether the last reply without an answer was a telegram of this round once more.</summary>
    public bool IsRepeated { get; private set; }

    /// <summary>Whether the last telegram says that more follow.</summary>
    public bool MoreFollow
    {
        get
        {
            var records = Telegram.Decode(_telegrams[^1], options.Key.Span, selection ?? options.Identity).Records;
            while (records.MoveNext())
            {
                // The end of the records says it.
            }

            return records.MoreTelegramsFollow;
        }
    }

    /// <summary>Whether a frame is a new answer of the meter.</summary>
    public bool IsAnswer(LinkFrame frame) => _filter.IsOfMeter(frame) && !IsKnown(frame);

    /// <summary>What a reply to REQ_UD2 is worth; a good answer is kept.</summary>
    /// <param name="reply">What came.</param>
    /// <param name="confirmationIsMissing">Whether the confirmation of SND_NKE or the selection did not come yet.</param>
    public ReadoutFault Judge(Reply reply, bool confirmationIsMissing)
    {
        if (reply.Answer is { } answer)
        {
            return Take(answer);
        }

        // E5 may be the one that was missing after SND_NKE or the selection; then it says nothing about the telegram.
        if (reply.IsAckOnly && confirmationIsMissing)
        {
            return ReadoutFault.NoAnswer;
        }

        // E5 after a telegram: the meter has no more to send.
        if (_telegrams.Count > 0 && reply.IsAckOnly)
        {
            return ReadoutFault.None;
        }

        // A telegram once more may only be late: the answer to this request was lost, or is what came damaged.
        var isKnown = reply.Other is { } other && IsKnown(other);
        IsRepeated = isKnown && !reply.Junk;
        if (reply.IsSilence || IsRepeated)
        {
            return ReadoutFault.NoAnswer;
        }

        if (reply.Other is not { IsRspUd: true } foreign || isKnown)
        {
            return reply.IsAckOnly ? ReadoutFault.NothingToSend : ReadoutFault.Damaged;
        }

        Stranger = reply.Junk ? Stranger : _filter.StrangerOf(foreign) ?? Stranger;
        return ReadoutFault.OtherMeter;
    }

    private ReadoutFault Take(LinkFrame answer)
    {
        var telegram = Telegram.Decode(answer);
        if (telegram.Kind == TelegramKind.ApplicationError)
        {
            ApplicationError = telegram.ApplicationError;
            return ReadoutFault.ApplicationError;
        }

        if (!_telegrams.Exists(known => AnswerIdentity.SameTelegram(known, answer)))
        {
            _telegrams.Add(answer);
        }

        _filter.Took(answer);
        return ReadoutFault.None;
    }

    /// <summary>A telegram of this round byte for byte, its access number too: it came doubled, and the right one may follow.</summary>
    private bool IsKnown(LinkFrame frame) => _telegrams.Exists(known => frame.Bytes.Span.SequenceEqual(known.Bytes.Span));
}
