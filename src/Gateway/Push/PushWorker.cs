using Cosem.InterfaceClasses;
using Metering;
using Metering.Push;

namespace Gateway.Push;

/// <summary>
/// Sends to one receiver what is due for it, a batch a connection. It keeps nothing but the batch that is under way, and waits for nobody but its own
/// receiver. It runs as long as its line holds something.
/// </summary>
internal sealed partial class PushWorker
{
    /// <summary>The longest pause between two attempts, but for chance: 1 h.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    /// <summary>How often communication windows are looked at: their limits are minutes, and the clock may be set.</summary>
    private static readonly TimeSpan WindowStep = TimeSpan.FromMinutes(1);

    /// <summary>How often it is looked whether a meter was read: 5 s, as long as a slow one takes.</summary>
    private static readonly TimeSpan ReadoutStep = TimeSpan.FromSeconds(5);

    /// <summary>A connection that takes longer is broken off: 10 min, in which 9,600 Bd carry twice the longest batch.</summary>
    private static readonly TimeSpan LongestSending = TimeSpan.FromMinutes(10);

    /// <summary>Twelve doublings of the shortest delay are more than the longest.</summary>
    private const int MaxDoublings = 12;

    private readonly PushDestination _receiver;
    private readonly PushServices _services;
    private readonly PushQueue _queue;
    private readonly Func<TimeSpan> _now;
    private readonly Action<PushDestination> _wake;
    private readonly WakeSignal _signal;
    private readonly ReceiverTrouble _trouble;
    private volatile bool _isRenewed;
    private volatile ReceiverState _state = ReceiverState.Untried;
    private TimeSpan _notBefore;
    private int _failures;
    private TimeSpan? _firstFailure;
    private int _most = PushBatch.MaxNotifications;

    /// <summary>A worker that does not run yet.</summary>
    /// <param name="receiver">The receiver.</param>
    /// <param name="queue">What is due.</param>
    /// <param name="services">What all workers share.</param>
    /// <param name="now">How long the queue has been there.</param>
    /// <param name="wake">Wakes the worker of another receiver.</param>
    public PushWorker(PushDestination receiver, PushQueue queue, PushServices services, Func<TimeSpan> now, Action<PushDestination> wake)
    {
        (_receiver, _queue, _services, _now, _wake) = (receiver, queue, services, now, wake);
        _signal = new WakeSignal(services.Continuations);
        _trouble = new ReceiverTrouble(receiver, services.State, services.Events);
    }

    /// <summary>How the receiver stands.</summary>
    public ReceiverState State => _state;

    /// <summary>Whether it runs; written while the queue is locked.</summary>
    public bool IsRunning { get; set; }

    /// <summary>Something became due: earlier failures hold up nothing.</summary>
    public void Wake()
    {
        _isRenewed = true;
        _signal.Set();
    }

    /// <summary>Sends until the line is empty.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Renew();
            var wait = _notBefore - _now();
            if (wait <= TimeSpan.Zero)
            {
                SpreadOpenings();
                if (_queue.Take(_receiver, IsReady, _services.AddressesOf, _most) is { Count: > 0 } taken)
                {
                    await SendAsync(taken, cancellationToken);
                    continue;
                }

                await DrainedAsync();
                if (_queue.IfEmpty(_receiver, () => IsRunning = false))
                {
                    return;
                }

                wait = (_queue.FirstStart(_receiver) ?? TimeSpan.Zero) - _now();
                var step = AwaitsReadout() ? ReadoutStep : WindowStep;
                wait = wait <= TimeSpan.Zero || wait > step ? step : wait;
            }

            await _signal.WaitAsync(wait, _services.Time, cancellationToken);
        }
    }

    private void Renew()
    {
        if (_isRenewed)
        {
            _isRenewed = false;
            (_failures, _notBefore) = (0, TimeSpan.Zero);
        }
    }

    private bool IsReady(DueReport due) => due.StartAt <= _now() && IsRead(due) && IsOpen(due);

    private bool IsRead(DueReport due) => due.Awaited?.IsOver(_services.Sources.Readouts.Last(due.Device), _now()) != false;

    private bool AwaitsReadout()
    {
        var awaits = false;
        _queue.ForEach(_receiver, due => awaits |= !IsRead(due));
        return awaits;
    }

    private bool IsOpen(DueReport due) => SetupOf(due).IsOpenAt(_services.Time.GetUtcNow(), _services.Sources.Zone);

    /// <summary>What waited for a window begins at a random moment after it has opened, or a fleet with one window would begin at once.</summary>
    private void SpreadOpenings()
    {
        var (now, share) = (_now(), _services.Chance());
        _queue.ForEach(_receiver, due =>
        {
            if (due.StartAt > now)
            {
                return;
            }

            if (!IsOpen(due))
            {
                due.IsHeld = true;
            }
            else if (due.IsHeld && !due.IsSpread)
            {
                (due.IsSpread, due.StartAt) = (true, now + (SetupOf(due).RandomisationStartInterval * share));
            }
        });
    }

    private async Task DrainedAsync()
    {
        try
        {
            await _trouble.DrainedAsync(IsOwed);
        }
        catch (StoreException e)
        {
            LogNotStored(_services.Log, e, _receiver);
        }
    }

    private async Task SendAsync(IReadOnlyList<DueReport> taken, CancellationToken cancellationToken)
    {
        var batch = new PushBatch(_services, _receiver);
        await batch.BuildAsync(taken);
        var fault = await TrySendAsync(batch, cancellationToken);
        _queue.Return(batch.Left);
        batch.Done.ForEach(Complete);
        foreach (var (due, receiver) in batch.Moved)
        {
            _queue.Requeue(due, receiver);
            _wake(receiver);
        }

        if (fault is not null)
        {
            // fewer the next time, and others first: what a receiver fails at must not keep the rest from it, nor a batch that its line is too slow for
            _most = Math.Max(1, Math.Min(_most, batch.Items.Count) / 2);
            batch.Items.ForEach(item => Requeue(item.Due));
            await FailedAsync(fault, taken[0], batch.Items is [var alone] ? alone.Due : null);
        }
        else if (batch.Items.Count > 0)
        {
            _most = Math.Min(PushBatch.MaxNotifications, _most * 2);
            Delivered(batch);
        }
    }

    /// <summary>Who has it now gets it, if its report was changed while it was being sent.</summary>
    private void Requeue(DueReport due)
    {
        var receiver = _services.Reports.Of(due.Report, due.Device).Receiver ?? _receiver;
        _queue.Requeue(due, receiver);
        if (receiver != _receiver)
        {
            _wake(receiver);
        }
    }

    /// <summary>Sends a batch; durable first what is sent, then that it is delivered. A fault is in words.</summary>
    private async Task<string?> TrySendAsync(PushBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            await batch.SaveAsync();
            var fault = batch.Items.Count == 0 ? null : await ConnectAsync(batch, cancellationToken);
            if (fault is null && batch.Items.Count > 0)
            {
                // until this is stored nothing is delivered: the receiver gets the same once more
                await _services.Cursors.SaveAsync([.. batch.Items.Select(item => item.Delivered)]);
            }

            return fault;
        }
        catch (StoreException e)
        {
            LogNotStored(_services.Log, e, _receiver);
            return "the gateway's store does not take how far they were delivered.";
        }
    }

    private async Task<string?> ConnectAsync(PushBatch batch, CancellationToken cancellationToken)
    {
        using var end = new CancellationTokenSource(LongestSending, _services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        try
        {
            return await _services.Transport.SendAsync(_receiver.Host, _receiver.Port, [.. batch.Items.Select(item => (ReadOnlyMemory<byte>)item.Frame)], either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"the receiver had not acknowledged everything after {LongestSending.TotalMinutes:0} min.";
        }
#pragma warning disable CA1031 // Whatever goes wrong on the way to a receiver is its fault, and nothing was delivered.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return e.Message;
        }
    }

    private void Delivered(PushBatch batch)
    {
        var rows = batch.Items.Sum(item => item.Rows);
        (_failures, _firstFailure) = (0, null);
        _trouble.Delivered(rows, batch.Items.Count);
        _state = new(null, null, _services.Time.GetUtcNow(), null, _state.Rows + rows, _state.Notifications + batch.Items.Count, _state.Failures);

        foreach (var item in batch.Items)
        {
            (item.Due.AfterPosition, item.Due.Failures) = (item.Position, 0);
            if (item.HasMore)
            {
                _queue.Requeue(item.Due, _receiver);
            }
            else
            {
                Complete(item.Due);
            }
        }
    }

    private void Complete(DueReport due)
    {
        _trouble.Done(due);
        _queue.Complete(due);
    }

    /// <summary>Whether the receiver is to have a device's report.</summary>
    private bool IsOwed(ReportKind report, MeterId device) =>
        _services.Reports.Of(report, device) is { Enabled: true } settings && settings.Receiver == _receiver && _services.Sources.ContentOf(report, device) is not null;

    /// <summary>
    /// Whether the receiver fails, or only at what it was sent, nobody can tell: the pause is for all, but a failure counts against a report that was alone in its
    /// connection, and against no other. So each has its turn before its repetitions end, and waits for its schedule then.
    /// </summary>
    private async Task FailedAsync(string fault, DueReport first, DueReport? alone)
    {
        var now = _services.Time.GetUtcNow();
        var (since, firstFailure) = (_state.FailingSince ?? now, _firstFailure ??= _now());
        var pause = SetupOf(first).RepetitionDelay * Math.Pow(2, Math.Min(_failures++, MaxDoublings));
        pause = (pause < LongestDelay ? pause : LongestDelay) * (1 + (_services.Chance() / 4));
        _notBefore = _now() + pause;
        var givenUp = alone is not null && _queue.Fail(alone, _receiver, SetupOf(alone).NumberOfRetries) ? alone : null;
        _state = _state with { FailingSince = since, Fault = fault, Failures = _state.Failures + 1, NextAttempt = _queue.FirstStart(_receiver) is null ? null : now + pause };
        try
        {
            await _trouble.FailedAsync(since, _now() - firstFailure, fault, givenUp);
        }
        catch (StoreException e)
        {
            LogNotStored(_services.Log, e, _receiver);
        }
    }

    private PushSetupSettings SetupOf(DueReport due) => _services.Reports.Of(due.Report, due.Device).Setup;

    [LoggerMessage(Level = LogLevel.Error, Message = "How far reports to {Receiver} were delivered could not be stored; they are sent once more")]
    private static partial void LogNotStored(ILogger logger, Exception exception, PushDestination receiver);
}
