using MBus.LevelConverter;
using MBus.Master;
using Metering;
using Metering.Events;

namespace Gateway.Readout;

/// <summary>
/// Whether a bus works: its line, whether any meter answers, and what comes unasked. Each is told once when it begins and once when it ends
/// (events 1001 to 1004). A bus that does not work is tried now and then; the meters that miss a readout by it are owed one.
/// </summary>
/// <param name="bus">The bus's name.</param>
/// <param name="line">What messages call its line.</param>
/// <param name="events">Is told.</param>
/// <param name="told">What was told, and lasts.</param>
/// <param name="time">The clock.</param>
/// <param name="read">Has a meter read that is owed a readout.</param>
internal sealed class BusState(string bus, string line, IEventLog events, ToldFaults told, TimeProvider time, Action<MeterId> read)
{
    /// <summary>How often a silent bus is tried; one request of less than a second.</summary>
    private static readonly TimeSpan SilentBusTrial = TimeSpan.FromMinutes(1);

    private readonly BusHealth _health = new(isNoisy: told.IsTold(EventCode.NoiseWithoutRequest, bus));
    private readonly OwedReadouts _owed = new();
    private readonly ReopenDelay _reopen = new();
    private readonly long _born = time.GetTimestamp();
    private volatile bool _lineIsLost;
    private volatile string? _lineFault;
    private TimeSpan _nextTrial;

    /// <summary>Whether the level converter could not be reached when it was last tried.</summary>
    public bool LineIsLost => _lineIsLost;

    /// <summary>Why, in words; null: it works.</summary>
    public string? LineFault => _lineIsLost ? _lineFault : null;

    /// <summary>Whether no meter answers.</summary>
    public bool AllMetersSilent => _health.AllMetersSilent;

    /// <summary>Whether bytes come while nothing is asked.</summary>
    public bool IsNoisy => _health.IsNoisy;

    /// <summary>Whether there is any sense in asking its meters.</summary>
    public bool Works => !_lineIsLost && !_health.AllMetersSilent;

    /// <summary>Whether a lost line, or a silent bus, is to be tried again.</summary>
    public bool IsTrialDue => Now >= _nextTrial;

    /// <summary>The meters that did not answer since another one did.</summary>
    public IReadOnlySet<MeterId> Suspects => _health.Suspects;

    private TimeSpan Now => time.GetElapsedTime(_born);

    /// <summary>A silent bus is tried now, and for a while not again.</summary>
    public void BeginTrial() => _nextTrial = Now + SilentBusTrial;

    /// <summary>A meter missed a readout by the bus's fault.</summary>
    public void Owe(MeterId meter) => _owed.Add(meter);

    /// <summary>The meter by which a bus that does not work is tried: each that may be read in turn. Null: there is none.</summary>
    public MeterId? NextTrial(Func<MeterId, bool> mayBeRead) => _owed.Next(mayBeRead);

    /// <summary>The line failed.</summary>
    public void LineFailed(LevelConverterException e)
    {
        _health.LineFailed();
        _nextTrial = Now + _reopen.Failed();
        _lineFault = e.Message;
        _lineIsLost = true;
        if (Begins(EventCode.BusFault))
        {
            events.Report(EventCode.BusFault, bus, $"the line failed, it is tried again: {e.Message}");
        }
    }

    /// <summary>The line carried a request.</summary>
    public void LineWorks()
    {
        if (told.Ends(EventCode.BusFault, bus))
        {
            events.Report(EventCode.BusRecovered, bus, $"the line {line} works again");
        }

        if (_lineIsLost)
        {
            _lineIsLost = false;
            _reopen.Worked();
            ReadOwed();
        }
    }

    /// <summary>It was listened, for a second or so, with nothing asked.</summary>
    /// <param name="bytes">How many bytes came.</param>
    public void Heard(int bytes)
    {
        if (!_health.Heard(bytes))
        {
            return;
        }

        if (!_health.IsNoisy)
        {
            told.Ends(EventCode.NoiseWithoutRequest, bus);
            events.Report(EventCode.BusRecovered, bus, "the bus is quiet again");
        }
        else if (Begins(EventCode.NoiseWithoutRequest))
        {
            events.Report(EventCode.NoiseWithoutRequest, bus, "bytes come while nothing is asked. Look for a damaged meter or a short circuit: take parts of the bus off");
        }
    }

    /// <summary>A meter answered.</summary>
    /// <returns>The other meters' faults that are proven by it.</returns>
    public IReadOnlyList<Suspicion> Answered(Meter meter)
    {
        var wasSilent = _health.AllMetersSilent;
        var proven = _health.Answered(meter.Id);
        if (told.Ends(EventCode.AllMetersSilent, bus))
        {
            events.Report(EventCode.BusRecovered, bus, $"meter {meter.Words()} answers, the bus works again");
        }

        if (wasSilent)
        {
            ReadOwed();
        }

        return proven;
    }

    /// <summary>A meter that was expected to answer did not.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="fault">Silence, or nothing but damaged answers.</param>
    /// <param name="expected">How many meters of the bus are expected to answer.</param>
    /// <returns>The faults that are proven at once, since no other meter can speak for the bus.</returns>
    public IReadOnlyList<Suspicion> KeptSilent(Meter meter, ReadoutFault fault, int expected)
    {
        _health.Silent(meter, fault);
        return expected == 1 ? _health.NobodyElseCouldAnswer() : [];
    }

    /// <summary>Nobody waits to be read.</summary>
    /// <returns>The faults that are proven by those who answered before.</returns>
    public IReadOnlyList<Suspicion> NobodyWaits() => _health.NobodyElseIsAsked();

    /// <summary>Whether so many are silent that others are to be asked too.</summary>
    public bool IsSuspicious(int expected) => _health.IsSuspicious(expected);

    /// <summary>Others were asked too, and none answered: it is the bus.</summary>
    public void DeclareSilent()
    {
        foreach (var suspect in _health.Suspects)
        {
            _owed.Add(suspect);
        }

        _health.DeclareSilent();
        BeginTrial();
        if (!_health.IsNoisy && Begins(EventCode.AllMetersSilent))
        {
            events.Report(EventCode.AllMetersSilent, bus, "no meter answers. Check the level converter's supply, the cable, and the baud rate");
        }
    }

    private bool Begins(EventCode fault) => told.Begins(fault, bus, time.GetUtcNow());

    /// <summary>What the bus has kept from being read is read now.</summary>
    private void ReadOwed()
    {
        foreach (var meter in _owed.TakeAll())
        {
            read(meter);
        }
    }
}
