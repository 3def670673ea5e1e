using MBus.Application;
using MBus.LevelConverter;
using MBus.Master;
using Metering;
using Metering.Events;

namespace Gateway.Readout;

/// <content>What the readouts say of meters; each is told once when it begins and once when it ends.</content>
internal sealed partial class BusWorker
{
    /// <summary>A meter that is busy (application error 8) is tried again in the same cycle: after half a minute, and after a minute more.</summary>
    private static readonly TimeSpan BusyPause = TimeSpan.FromSeconds(30);
    private const int BusyRetries = 2;

    /// <summary>A bus under suspicion is asked through so many other meters, those that answered last.</summary>
    private const int Witnesses = 3;

    private readonly Quarantine _quarantine = new();
    private readonly Dictionary<MeterId, int> _busy = [];
    private readonly byte[] _noise = new byte[256];

    private ReadoutOutcome Judge(Meter meter, ReadoutResult result)
    {
        if (result.Telegrams.Count == 0 && result.Fault is ReadoutFault.NoAnswer or ReadoutFault.Damaged)
        {
            KeptSilent(meter, result.Fault);
            return ReadoutOutcome.Failed;
        }

        Blame(_state.Answered(meter));
        switch (result)
        {
            case { Fault: ReadoutFault.None }:
                _allowance.Granted(meter.Id);
                _quarantine.Answered(meter.Id);
                if (_services.Told.Ends(EventCode.CommunicationError, $"{meter.Id}"))
                {
                    _services.Events.Report(EventCode.CommunicationOk, meter, "answers again");
                }

                break;
            case { ApplicationError: ApplicationErrorCode.TooManyReadouts }:
                if (_allowance.Refused(meter, _time.GetUtcNow()))
                {
                    _services.Events.Report(EventCode.ReadoutQuotaRefused, meter, "refuses to be read so often (application error 9). Give it a minimum interval or a quota");
                }

                break;
            case { ApplicationError: ApplicationErrorCode.ApplicationBusy } when _busy.GetValueOrDefault(meter.Id) is < BusyRetries and var tries:
                _busy[meter.Id] = tries + 1;
                _postponed.Enqueue(meter.Id, Now + (BusyPause * (tries + 1)));
                return ReadoutOutcome.Failed;
            default:
                Blame(meter, result.Fault, isSilent: false);
                break;
        }

        _busy.Remove(meter.Id);
        return result.Telegrams.Count > 0 ? ReadoutOutcome.Read : ReadoutOutcome.Failed;
    }

    private void KeptSilent(Meter meter, ReadoutFault fault)
    {
        if (_state.AllMetersSilent)
        {
            _state.Owe(meter.Id);
        }
        else if (_quarantine.Holds(meter.Id))
        {
            // no news, and no witness against the bus
            Blame(meter, fault, isSilent: true);
        }
        else
        {
            Blame(_state.KeptSilent(meter, fault, Expected()));
        }
    }

    private void Blame(IReadOnlyList<Suspicion> proven)
    {
        foreach (var suspicion in proven.Where(suspicion => _services.Meters.Find(suspicion.Meter.Id) is not null))
        {
            Blame(suspicion.Meter, suspicion.Fault, isSilent: true);
        }
    }

    private void Blame(Meter meter, ReadoutFault fault, bool isSilent)
    {
        var since = _services.Told.SinceOf(EventCode.CommunicationError, $"{meter.Id}") ?? _time.GetUtcNow();
        _quarantine.Failed(meter.Id, fault, isSilent, _services.IntervalOf(meter), Now, since);
        if (_services.Told.Begins(EventCode.CommunicationError, $"{meter.Id}", since))
        {
            _services.Events.Report(EventCode.CommunicationError, meter, $"cannot be read: {fault.Words()}");
        }
    }

    /// <summary>How many meters of the bus are expected to answer.</summary>
    private int Expected() => MetersOfBus().Count(meter => !_quarantine.Holds(meter.Id));

    /// <summary>Three neighbours may be dead, or the bus: it is listened to, and those are asked once that answered last.</summary>
    private async Task AskOthersAsync(CancellationToken cancellationToken)
    {
        try
        {
            int heard;
            do
            {
                heard = await _converter.ReceiveAsync(_noise, Tick, cancellationToken);
                _state.Heard(heard);
            }
            while (heard > 0 && !_state.IsNoisy);
        }
        catch (LevelConverterException e)
        {
            _state.LineFailed(e);
            return;
        }

        var suspects = _state.Suspects;
        var witnesses = MetersOfBus()
            .Where(meter => !suspects.Contains(meter.Id) && CostsNothing(meter))
            .OrderByDescending(meter => _services.Readouts.Last(meter.Id).Readout?.ReadAt ?? DateTimeOffset.MinValue)
            .Take(Witnesses).ToList();
        foreach (var witness in witnesses)
        {
            await ReadMeterAsync(null, witness, ReadoutEffort.Probe, cancellationToken);
            if (_state.LineIsLost || !_state.IsSuspicious(Expected()))
            {
                return;
            }
        }

        _state.DeclareSilent();
    }

    /// <summary>Whether a meter can be asked at will: it has no quota and no minimum interval, and is there.</summary>
    private bool CostsNothing(Meter meter) => meter.Readout is { Quota: null, MinimumInterval: null } && !_quarantine.Holds(meter.Id) && _allowance.Hold(meter, _time.GetUtcNow()) is null;

    /// <summary>Whether a bus that does not work may be tried by a meter: it can be read now.</summary>
    private bool MayBeTried(MeterId id) =>
        _services.Meters.Find(id) is { } meter && IsRead(meter) && _quarantine.IsDue(id, Now) && _allowance.Hold(meter, _time.GetUtcNow()) is null;

    private void Forget(MeterId meter)
    {
        _quarantine.Answered(meter);
        _services.Told.Ends(EventCode.CommunicationError, $"{meter}");
        _allowance.Forget(meter);
        _services.Keys.Forget(meter);
        _accessNumbers.Forget(meter);
        _busy.Remove(meter);
        Statistics.Forget(meter);
    }
}
