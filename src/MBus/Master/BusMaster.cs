using MBus.Application;
using MBus.LevelConverter;
using MBus.Link;

namespace MBus.Master;

/// <summary>
/// The master of one bus (EN 13757-2 and -3): link initialisation, selection, requests and the reading of whole meters. It
/// waits for nothing but its level converter. One conversation at a time.
/// </summary>
/// <param name="converter">The way to the bus; who made it disposes it.</param>
/// <param name="time">The clock.</param>
public sealed class BusMaster(ILevelConverter converter, TimeProvider time)
{
    private static readonly ControlField Selection = ControlField.SndUd.WithFrameCountBit(true);

    /// <summary>What a slow meter gets beyond the standard's response time: meters that need more than a second are on record.</summary>
    private static readonly TimeSpan SlowResponseTime = TimeSpan.FromSeconds(2.5);

    /// <summary>What a meter that has answered is left alone before it is read from the start again: some give nothing at once.</summary>
    internal static readonly TimeSpan RereadPause = TimeSpan.FromSeconds(1);

    private readonly LinkExchange _exchange = new(converter, time);
    private readonly FrameCountBits _frameCount = new();
    private TimeSpan? _extraResponseTime;
    private bool _idleIsDue;

    /// <summary>The way to the bus.</summary>
    public ILevelConverter Converter => converter;

    /// <summary>The clock.</summary>
    internal TimeProvider Time => time;

    /// <summary>Bytes that came while nothing was asked: noise of a damaged meter, or answers that were too late.</summary>
    public long UnrequestedBytes => _exchange.UnrequestedBytes;

    /// <summary>Whether the level converter echoes: what the master sent has come back. Nothing depends on it; an echo is always left out.</summary>
    public bool ConverterEchoes => _exchange.Echoes;

    /// <summary>
    /// SND_NKE: the slave forgets its frame count bit and, at FDh, deselects. Some slaves do not confirm, which is no error.
    /// </summary>
    public Task<Reply> InitialiseAsync(PrimaryAddress address, CancellationToken cancellationToken = default)
    {
        _frameCount.Restart(address);
        return ConfirmAsync(LinkFrame.Short(ControlField.SndNke, address), cancellationToken);
    }

    /// <summary>
    /// Selects the slave that matches, and deselects all others; it then answers at FDh. Several E5 that fall together look like one.
    /// </summary>
    public Task<Reply> SelectAsync(MeterSelection meter, CancellationToken cancellationToken = default)
    {
        _frameCount.Restart(PrimaryAddress.Selected);
        return ConfirmAsync(LinkFrame.Long(Selection, PrimaryAddress.Selected.Value, CommandCi.Selection, meter.ToBytes()), cancellationToken);
    }

    /// <summary>SND_UD: sends application data once, and listens for the confirmation.</summary>
    /// <param name="address">The slave, or the selected one.</param>
    /// <param name="controlInformation">The CI field.</param>
    /// <param name="userData">What follows it, at most 252 bytes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<Reply> SendUserDataAsync(
        PrimaryAddress address, byte controlInformation, ReadOnlyMemory<byte> userData, CancellationToken cancellationToken = default) =>
        ConfirmAsync(LinkFrame.Long(ControlField.SndUd, address.Value, controlInformation, userData.Span), cancellationToken);

    /// <summary>REQ_UD2 once, with the frame count bit that is next; a good answer toggles it.</summary>
    /// <param name="address">The slave, or the selected one.</param>
    /// <param name="isAnswer">Which frame is a good answer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Reply> RequestAsync(
        PrimaryAddress address, Func<LinkFrame, bool> isAnswer, CancellationToken cancellationToken = default)
    {
        var reply = await AskAsync(LinkFrame.Short(_frameCount.Request(address), address), isAnswer, cancellationToken);
        if (reply.Answer is not null)
        {
            _frameCount.Toggle(address);
        }

        return reply;
    }

    /// <summary>REQ_UD2 once, where any telegram is a good answer.</summary>
    internal Task<Reply> RequestAsync(PrimaryAddress address, CancellationToken cancellationToken) =>
        RequestAsync(address, static frame => frame.IsRspUd, cancellationToken);

    /// <summary>Reads a meter by its primary address: SND_NKE, then all its telegrams.</summary>
    /// <exception cref="LevelConverterException">The line failed.</exception>
    public Task<ReadoutResult> ReadAsync(PrimaryAddress meter, ReadoutOptions? options = null, CancellationToken cancellationToken = default) =>
        ReadAsync(meter, null, options ?? ReadoutOptions.Default, cancellationToken);

    /// <summary>Reads a meter by its secondary address: selection, then all its telegrams, each checked to be of that meter.</summary>
    /// <exception cref="LevelConverterException">The line failed.</exception>
    public Task<ReadoutResult> ReadAsync(SecondaryAddress meter, ReadoutOptions? options = null, CancellationToken cancellationToken = default) =>
        ReadAsync(PrimaryAddress.Selected, meter, options ?? ReadoutOptions.Default, cancellationToken);

    /// <summary>
    /// Throws away what came while nothing was asked, and counts it: for the time between readouts, so that noise and a line that was
    /// closed are noticed.
    /// </summary>
    /// <returns>How many bytes.</returns>
    /// <exception cref="LevelConverterException">The line failed.</exception>
    public ValueTask<int> HearUnrequestedAsync(CancellationToken cancellationToken = default) => _exchange.DiscardAsync(cancellationToken);

    /// <summary>Waits until what disturbed an answer is over: silence for the standard's idle time, or longer.</summary>
    /// <returns>When the first byte was heard, a timestamp of the clock; null when none was.</returns>
    internal Task<long?> WaitForSilenceAsync(CancellationToken cancellationToken, TimeSpan idle = default) =>
        _exchange.WaitForSilenceAsync(idle > converter.Timing.IdleTime ? idle : converter.Timing.IdleTime, cancellationToken);

    /// <summary>
    /// REQ_UD2 as the last one of a round: the pause that a meter gets before it is read anew is spent listening, since one that was heard
    /// and does not answer may only be busy.
    /// </summary>
    internal async Task<Reply> RequestPatientlyAsync(PrimaryAddress address, Func<LinkFrame, bool> isAnswer, CancellationToken cancellationToken)
    {
        var extra = _extraResponseTime;
        _extraResponseTime = Longer(extra ?? TimeSpan.Zero, RereadPause);
        var reply = await RequestAsync(address, isAnswer, cancellationToken);
        _extraResponseTime = extra;
        return reply;
    }

    /// <summary>The next request carries the other frame count bit.</summary>
    internal void ToggleFrameCount(PrimaryAddress address) => _frameCount.Toggle(address);

    private Task<Reply> ConfirmAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken) =>
        AskAsync(request, static frame => frame.Kind == LinkFrameKind.Ack, cancellationToken);

    private Task<Reply> AskAsync(ReadOnlyMemory<byte> request, Func<LinkFrame, bool> isAnswer, CancellationToken cancellationToken)
    {
        var timing = converter.Timing with { ExtraResponseTime = _extraResponseTime ?? converter.Timing.ExtraResponseTime };
        return _exchange.AskAsync(request, isAnswer, timing, cancellationToken);
    }

    private async Task<ReadoutResult> ReadAsync(
        PrimaryAddress address, SecondaryAddress? meter, ReadoutOptions options, CancellationToken cancellationToken)
    {
        var (begun, unrequested) = (time.GetTimestamp(), UnrequestedBytes);
        if (_idleIsDue)
        {
            await IdleAsync(cancellationToken);
        }

        try
        {
            var result = await ReadRoundsAsync(address, meter, options, cancellationToken);
            _idleIsDue = ReadoutRound.IsWorthRepeating(result.Fault);
            return result with
            {
                Busy = time.GetElapsedTime(begun),
                Tries = result.Tries with { UnrequestedBytes = (int)(UnrequestedBytes - unrequested) },
            };
        }
        catch (OperationCanceledException)
        {
            // an answer may be on its way
            _idleIsDue = true;
            throw;
        }
        finally
        {
            _extraResponseTime = null;
        }
    }

    /// <summary>The silence after a failed reading.</summary>
    private async Task IdleAsync(CancellationToken cancellationToken)
    {
        _idleIsDue = false;
        try
        {
            await WaitForSilenceAsync(cancellationToken);
        }
        catch (LevelConverterException)
        {
            // A line that was closed meanwhile is silent, and the next request opens it.
        }
    }

    /// <summary>One round, and another when it failed; the better one counts.</summary>
    private async Task<ReadoutResult> ReadRoundsAsync(
        PrimaryAddress address, SecondaryAddress? meter, ReadoutOptions options, CancellationToken cancellationToken)
    {
        var times = new FirstByteTimes(time, mayGuess: !options.Habits.IsGuess);
        _extraResponseTime = options.ExtraResponseTime ?? options.Habits.ExtraResponseTime(converter.Timing);
        var round = new ReadoutRound(this, address, meter, options, times);
        var first = await round.RunAsync(time.GetUtcNow(), null, cancellationToken);
        if (!ReadoutRound.IsWorthRepeating(first.Fault) || (options.Effort == ReadoutEffort.Probe && round.IsSilent))
        {
            return Learn(first, times);
        }

        // Late answers would be taken for those of the next round, which then has the time to learn how slow the meter is. Where bytes
        // came and no frame, a late answer may have met a request.
        var isLate = times.IsLate || (times.First is null && !round.IsSilent);
        var pause = isLate ? SlowResponseTime : round.IsRested ? TimeSpan.Zero : RereadPause;
        times.NoteUnrequested(await WaitForSilenceAsync(cancellationToken, pause));
        times.Begin();
        _extraResponseTime = isLate || times.IsLate ? Longer(_extraResponseTime.Value, SlowResponseTime) : _extraResponseTime;
        var again = new ReadoutRound(this, address, meter, options with { Habits = round.Habits }, times);
        var second = await again.RunAsync(time.GetUtcNow(), round, cancellationToken);
        var better = second.IsComplete || second.Telegrams.Count >= first.Telegrams.Count ? second : first;
        return Learn(
            better with { Tries = first.Tries + second.Tries, Stranger = second.Stranger == first.Stranger ? better.Stranger : null, Habits = again.Habits },
            times);
    }

    private ReadoutResult Learn(ReadoutResult result, FirstByteTimes times) => result with
    {
        ResponseTime = times.First,
        Habits = times.Slowest is { } slowest ? result.Habits.Heard(slowest, times.IsGuess, converter.Timing.BaudRate) : result.Habits,
    };

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
