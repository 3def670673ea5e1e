using MBus.Application;
using MBus.LevelConverter;
using MBus.Master;
using Metering;
using Metering.Events;

namespace Gateway.Readout;

/// <content>What the readouts say of meters and bus; each is told once when it begins and once when it ends.</content>
internal sealed partial class BusWorker
{
    /// <summary>How often a silent bus is tried; one request of less than a second.</summary>
    private static readonly TimeSpan SilentBusTrial = TimeSpan.FromMinutes(1);

    /// <summary>A meter that is busy (application error 8) is tried again in the same cycle: after half a minute, and after a minute more.</summary>
    private static readonly TimeSpan BusyPause = TimeSpan.FromSeconds(30);
    private const int BusyRetries = 2;

    /// <summary>A bus under suspicion is asked through so many other meters, those that answered last.</summary>
    private const int Witnesses = 3;

    private readonly BusHealth _health = new();
    private readonly Quarantine _quarantine = new();
    private readonly Dictionary<MeterId, int> _busy = [];
    private readonly byte[] _noise = new byte[256];

    /// <summary>Whether no meter answers.</summary>
    public bool AllMetersSilent => _health.AllMetersSilent;

    /// <summary>Whether bytes come while nothing is asked.</summary>
    public bool IsNoisy => _health.IsNoisy;

    private ReadoutOutcome Judge(Meter meter, ReadoutResult result)
    {
        if (result.Telegrams.Count == 0 && result.Fault is ReadoutFault.NoAnswer or ReadoutFault.Damaged)
        {
            KeptSilent(meter, result.Fault);
            return ReadoutOutcome.Failed;
        }

        Answered(meter);
        switch (result)
        {
            case { Fault: ReadoutFault.None }:
                _allowance.Granted(meter.Id);
                if (_quarantine.Answered(meter.Id))
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

    private void Answered(Meter meter)
    {
        var (wasSilent, wasNews) = (_health.AllMetersSilent, _health.SilenceIsNews);
        foreach (var proven in _health.Answered(meter.Id))
        {
            Blame(proven.Meter, proven.Fault, isSilent: true);
        }

        if (!wasSilent)
        {
            return;
        }

        if (wasNews)
        {
            _services.Events.Report(EventCode.BusRecovered, Bus, $"meter {meter.Words()} answers, the bus works again");
        }

        OrderOwed();
    }

    private void KeptSilent(Meter meter, ReadoutFault fault)
    {
        if (_health.AllMetersSilent)
        {
            _owed.Add(meter.Id);
        }
        else if (_quarantine.Holds(meter.Id))
        {
            // no news, and no witness against the bus
            Blame(meter, fault, isSilent: true);
        }
        else
        {
            _health.Silent(meter, fault);
            if (Expected() == 1)
            {
                foreach (var proven in _health.NobodyElseCouldAnswer())
                {
                    Blame(proven.Meter, proven.Fault, isSilent: true);
                }
            }
        }
    }

    private void Blame(Meter meter, ReadoutFault fault, bool isSilent)
    {
        if (_quarantine.Failed(meter.Id, fault, isSilent, _services.IntervalOf(meter), Now, _time.GetUtcNow()))
        {
            _services.Events.Report(EventCode.CommunicationError, meter, $"cannot be read: {fault.Words()}");
        }
    }

    /// <summary>How many meters of the bus are expected to answer.</summary>
    private int Expected() => MetersOfBus().Count(meter => !_quarantine.Holds(meter.Id));

    private IEnumerable<Meter> MetersOfBus() =>
        _services.Meters.Meters.Values.Where(meter => meter.Active && meter.Bus.Equals(Bus, StringComparison.OrdinalIgnoreCase));

    /// <summary>Three neighbours may be dead, or the bus: it is listened to, and those are asked once that answered last.</summary>
    private async Task AskOthersAsync(CancellationToken cancellationToken)
    {
        try
        {
            int heard;
            do
            {
                heard = await _converter.ReceiveAsync(_noise, IdleTick, cancellationToken);
                Heard(heard);
            }
            while (heard > 0 && !_health.IsNoisy);
        }
        catch (LevelConverterException e)
        {
            LineFailed(e);
            return;
        }

        var suspects = _health.Suspects;
        var witnesses = MetersOfBus()
            .Where(meter => !suspects.Contains(meter.Id) && CostsNothing(meter))
            .OrderByDescending(meter => _services.Readouts.Last(meter.Id).Readout?.ReadAt ?? DateTimeOffset.MinValue)
            .Take(Witnesses).ToList();
        foreach (var witness in witnesses)
        {
            await ReadMeterAsync(null, witness, ReadoutEffort.Probe, cancellationToken);
            if (_lineIsLost || !_health.IsSuspicious(Expected()))
            {
                return;
            }
        }

        DeclareSilent();
    }

    private void DeclareSilent()
    {
        foreach (var suspect in _health.Suspects)
        {
            _owed.Add(suspect);
        }

        _health.DeclareSilent();
        _nextTrial = Now + SilentBusTrial;
        if (_health.SilenceIsNews)
        {
            _services.Events.Report(EventCode.AllMetersSilent, Bus, "no meter answers. Check the level converter's supply, the cable, and the baud rate");
        }
    }

    /// <summary>Whether a meter can be asked at will: it has no quota and no minimum interval, and is there.</summary>
    private bool CostsNothing(Meter meter) => meter.Readout is { Quota: null, MinimumInterval: null } && !_quarantine.Holds(meter.Id) && _allowance.Hold(meter, _time.GetUtcNow()) is null;
}
