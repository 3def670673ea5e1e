using MBus.Application;
using MBus.Link;
using MBus.Master;
using Simulation.Script;
using Simulation.Values;

namespace Simulation.Meters;

/// <summary>What a meter sends to one REQ_UD2 after the other, and what it remembers for that (EN 13757-2, 5.7.4).</summary>
internal sealed class TelegramSequence(MeterType type, Seed seed, SecondaryAddress meter, uint fabricationNumber)
{
    private TelegramsAt? _readout;
    private int _telegram;
    private byte[]? _lastAnswer;
    private bool _lastFrameCountBit;
    private byte _accessNumber = (byte)seed.Part(4).Below(256);
    private long _quotaPeriod = -1;
    private int _readouts;
    private DateTime? _stoppedAt;

    /// <summary>The frame count bit is forgotten, and the first telegram is the next one.</summary>
    public void Restart()
    {
        _lastAnswer = null;
        _telegram = 0;
    }

    /// <summary>
    /// REQ_UD2: the same telegram again when the frame count bit did not change, else the next one of the readout; after the
    /// last one a new readout begins. A request that does not use the bit gets the current telegram anew.
    /// </summary>
    /// <param name="control">The C field of the request.</param>
    /// <param name="address">The primary address of the meter.</param>
    /// <param name="now">The meter's time.</param>
    /// <param name="faults">What goes wrong with this request.</param>
    public byte[] Next(ControlField control, byte address, DateTime now, ActiveFaults faults)
    {
        if (control.FrameCountValid)
        {
            if (_lastAnswer is not null && control.FrameCountBit == _lastFrameCountBit)
            {
                return _lastAnswer;
            }

            _telegram = _lastAnswer is null ? 0 : _telegram + 1;
            _lastFrameCountBit = control.FrameCountBit;
        }

        var isEndless = faults.Strike(FaultKind.EndlessTelegrams) is not null;
        var begins = _readout is null || _telegram == 0 || (_telegram >= _readout.Count && !isEndless);
        _telegram = begins ? 0 : _telegram;
        byte[] answer;
        if (Refusal(begins, now, faults) is { } code)
        {
            answer = TelegramWriter.Refusal(address, code);
            _readout = null;
        }
        else
        {
            _readout = begins ? new TelegramsAt(type, meter, Instant(now, faults)) : _readout!;
            answer = _readout.Build(_telegram, address, ++_accessNumber, isEndless);
        }

        _lastAnswer = control.FrameCountValid ? answer : _lastAnswer;
        return answer;
    }

    /// <summary>What the meter has to say now, and what of it is wrong.</summary>
    private MeterInstant Instant(DateTime now, ActiveFaults faults)
    {
        const byte PowerLow = 0x04;
        var status = faults.Strike(FaultKind.Status);
        var setBack = faults.Strike(FaultKind.CountersSetBack);
        _stoppedAt = faults.Strike(FaultKind.ClockStopped) is null ? null : _stoppedAt ?? now;
        return new MeterInstant(seed, fabricationNumber, now)
        {
            Clock = _stoppedAt ?? Calendar.Clamp(now),
            SetBack = setBack?.Period ?? TimeSpan.Zero,
            OtherStatus = status is null ? null : status.Value ?? PowerLow,
        };
    }

    /// <summary>Another master reads all telegrams; the frame count bit of its last request is what the meter remembers.</summary>
    public void GoToAnother(byte address, DateTime now, ActiveFaults faults)
    {
        Restart();
        for (var telegram = 0; telegram < Math.Max(1, type.Telegrams.Length); telegram++)
        {
            Next(ControlField.ReqUd2.WithFrameCountBit(telegram % 2 == 0), address, now, faults);
        }
    }

    /// <summary>Why no telegram is sent, or null. A quota counts readouts, not telegrams.</summary>
    private ApplicationErrorCode? Refusal(bool begins, DateTime now, ActiveFaults faults)
    {
        if (faults.Strike(FaultKind.Busy) is not null)
        {
            return ApplicationErrorCode.ApplicationBusy;
        }

        if (!begins || faults.Find(FaultKind.Quota) is not { } quota)
        {
            return null;
        }

        var period = now.Ticks / quota.Period.Ticks;
        _readouts = period == _quotaPeriod ? _readouts + 1 : 1;
        _quotaPeriod = period;
        if (_readouts <= quota.Count)
        {
            return null;
        }

        faults.Strike(FaultKind.Quota);
        return ApplicationErrorCode.TooManyReadouts;
    }
}
