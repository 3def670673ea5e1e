using System.Globalization;
using MBus.LevelConverter;
using MBus.Link;
using MBus.Master;
using Metering;

namespace Gateway.Readout;

/// <content>One order: whether the meter is read, the readout, and what becomes of it.</content>
internal sealed partial class BusWorker
{
    /// <summary>Scheduled readouts of a cycle come a little earlier or later than in the last one: so little is waited for.</summary>
    private static readonly TimeSpan CycleJitter = TimeSpan.FromMinutes(1);

    private readonly AccessNumbers _accessNumbers = new();
    private readonly ParityFaults _parity = new();

    /// <summary>Keeping the last readout, and whose it is: it goes on while the next meter is asked, and so costs no time on the wire.</summary>
    private Task _keeping = Task.CompletedTask;
    private MeterId _kept;

    private async Task CarryOutAsync(ReadoutOrder order, CancellationToken cancellationToken)
    {
        if (order.Meter == _kept)
        {
            // what it said may have changed what is known of it, or put another meter in its place
            await _keeping;
        }

        if (_services.Meters.Find(order.Meter) is not { Active: true } meter)
        {
            _queue.Complete(order, ReadoutOutcome.LeftOut);
            return;
        }

        var effort = ReadoutEffort.Full;
        if (Bar(meter, order.Precedence, ref effort) is { } outcome)
        {
            await MissAsync(order, meter, outcome);
            _continuous.Ended(order.Precedence, outcome);
            return;
        }

        _continuous.Ended(order.Precedence, await ReadMeterAsync(order, meter, effort, cancellationToken));
        if (_state.IsSuspicious(Expected()))
        {
            await AskOthersAsync(cancellationToken);
        }
    }

    /// <summary>What keeps a meter from being read now, if anything, and with how much effort it is read.</summary>
    private ReadoutOutcome? Bar(Meter meter, ReadoutPrecedence precedence, ref ReadoutEffort effort)
    {
        if (_allowance.Hold(meter, _time.GetUtcNow()) is { } hold)
        {
            var wait = hold.Until - _time.GetUtcNow();
            if (precedence == ReadoutPrecedence.Schedule && wait <= CycleJitter)
            {
                _postponed.Enqueue(meter.Id, Now + wait);
            }

            return ReadoutOutcome.NotNow;
        }

        if (_state.LineIsLost && !_state.IsTrialDue)
        {
            return ReadoutOutcome.Failed;
        }

        var rule = PrecedenceRule.Of(precedence);
        if (_quarantine.Holds(meter.Id) && rule.Quarantined != QuarantinedMeter.IsReadFully)
        {
            effort = ReadoutEffort.Probe;
            if (rule.Quarantined == QuarantinedMeter.IsLeftOut || !_quarantine.IsDue(meter.Id, Now))
            {
                return ReadoutOutcome.LeftOut;
            }
        }

        return BarOfSilentBus(precedence, ref effort);
    }

    /// <summary>On a silent bus a meter now and then is asked once; the others wait until one answers.</summary>
    private ReadoutOutcome? BarOfSilentBus(ReadoutPrecedence precedence, ref ReadoutEffort effort)
    {
        if (!_state.AllMetersSilent || precedence == ReadoutPrecedence.Manual)
        {
            return null;
        }

        effort = ReadoutEffort.Probe;
        if (precedence == ReadoutPrecedence.OnDemand)
        {
            return null;
        }

        if (!_state.IsTrialDue)
        {
            return ReadoutOutcome.Failed;
        }

        _state.BeginTrial();
        return null;
    }

    /// <summary>The meter is not asked; when its bus is to blame that is a failed readout, and made up for.</summary>
    private async Task MissAsync(ReadoutOrder order, Meter meter, ReadoutOutcome outcome)
    {
        await _keeping;
        if (outcome == ReadoutOutcome.Failed && PrecedenceRule.Of(order.Precedence).IsStored)
        {
            _state.Owe(meter.Id);
            await _keeper.MissedAsync(meter);
        }

        _queue.Complete(order, outcome);
    }

    /// <summary>Reads a meter; its order, if there is one, ends when what came is stored.</summary>
    private async Task<ReadoutOutcome> ReadMeterAsync(ReadoutOrder? order, Meter meter, ReadoutEffort effort, CancellationToken cancellationToken)
    {
        var outcome = ReadoutOutcome.Failed;
        ReadoutResult? result = null;
        try
        {
            result = await AskAsync(meter, effort, cancellationToken);
            outcome = Judge(meter, result);
        }
        catch (LevelConverterException e)
        {
            Statistics.NoteBrokenOff(meter);
            _accessNumbers.Forget(meter.Id);
            _state.LineFailed(e);
            _state.Owe(meter.Id);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // whatever it is, the other meters are read
            LogFailed(_log, e, Bus, meter.Words());
        }
        catch
        {
            // the worker ends: that says nothing of the meter
            order?.Abandon();
            throw;
        }

        // one after the other, so that the order of storing is that of reading
        await _keeping;
        (_kept, _keeping) = (meter.Id, KeepAsync(order, meter, result, outcome));
        return outcome;
    }

    private async Task<ReadoutResult> AskAsync(Meter meter, ReadoutEffort effort, CancellationToken cancellationToken)
    {
        UseBaudRate(meter.BaudRate ?? BaudRate);
        var options = ReadoutOptions.Default with
        {
            Identity = meter.Identity,
            FabricationNumber = meter.FabricationNumber.Length > 0 ? uint.Parse(meter.FabricationNumber, NumberStyles.HexNumber, CultureInfo.InvariantCulture) : null,
            ExtraResponseTime = meter.Readout.ExtraResponseTime,
            ApplicationReset = meter.Readout.ApplicationReset,
            FirstFrameCountBit = meter.Readout.FirstFrameCountBit,
            Key = _services.Keys.Of(meter),
            Habits = _services.Habits.Of(meter.Id),
            Effort = effort,
        };
        var start = _time.GetTimestamp();
        var result = meter is { Addressing: AddressingMode.Secondary, Identity: { IsComplete: true } identity }
            ? await _master.ReadAsync(identity, options, cancellationToken)
            : await _master.ReadAsync(meter.PrimaryAddress ?? PrimaryAddress.Unconfigured, options, cancellationToken);
        Statistics.Note(meter, result, _time.GetElapsedTime(start));
        _state.LineWorks();

        // beside the look of every second: on a flooded bus no good answer comes, and on one that is known to be noisy some do
        if (result.Fault == ReadoutFault.Damaged || (result.Fault == ReadoutFault.None && _state.IsNoisy))
        {
            _state.Heard(result.Tries.UnrequestedBytes + (_state.IsNoisy ? result.Tries.JunkBytes : 0));
        }

        if (_parity.Note(_converter.LineErrors, result.Fault))
        {
            LogParity(_log, Bus, meter.Words());
        }

        if (_accessNumbers.Note(meter.Id, result) is { } numbers)
        {
            LogOtherMaster(_log, Bus, meter.Words(), numbers.Before, numbers.Now);
        }

        return result;
    }

    /// <summary>Keeps what came, or that nothing came. It never throws, since nobody awaits it at once.</summary>
    private async Task KeepAsync(ReadoutOrder? order, Meter meter, ReadoutResult? result, ReadoutOutcome outcome)
    {
        try
        {
            var isStored = order is null || PrecedenceRule.Of(order.Precedence).IsStored;
            if (result is null)
            {
                await (isStored ? _keeper.MissedAsync(meter) : Task.CompletedTask);
            }
            else if (await _keeper.KeepAsync(meter, result, isStored) is { } inItsPlace)
            {
                _queue.Add(inItsPlace.Id, ReadoutPrecedence.Schedule);
            }
        }
        catch (StoreException e)
        {
            _keeper.NotStored(meter, e);
            outcome = outcome == ReadoutOutcome.Read ? ReadoutOutcome.NotStored : outcome;
        }
        catch (Exception e)
        {
            LogFailed(_log, e, Bus, meter.Words());
            outcome = ReadoutOutcome.Failed;
        }
        finally
        {
            if (order is not null)
            {
                _queue.Complete(order, outcome);
            }
        }
    }
}
