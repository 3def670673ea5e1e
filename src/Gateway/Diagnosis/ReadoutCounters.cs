using System.Collections.Frozen;
using MBus.Application;
using MBus.Master;

namespace Gateway.Diagnosis;

/// <summary>Counts readouts and what went wrong with them. Not safe for several threads; whoever owns it locks.</summary>
internal sealed class ReadoutCounters(TimeProvider time)
{
    /// <summary>The error rate looks a day back: long enough for a meter that is read every hour.</summary>
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    private readonly SlidingSum _readoutsOfDay = SlidingSum.OfDay(time);
    private readonly SlidingSum _faultsOfDay = SlidingSum.OfDay(time);
    private readonly ResponseTimes _responseTimes = new();
    private readonly Dictionary<ReadoutFault, long> _faults = [];
    private readonly Dictionary<ApplicationErrorCode, long> _applicationErrors = [];
    private long _readouts;
    private long _telegrams;
    private ReadoutTries _tries;

    /// <summary>Takes one readout.</summary>
    public void Note(ReadoutResult result)
    {
        _readouts++;
        _telegrams += result.Telegrams.Count;
        _tries += result.Tries;
        _readoutsOfDay.Add(1);
        if (result.Fault != ReadoutFault.None)
        {
            _faultsOfDay.Add(1);
            _faults[result.Fault] = _faults.GetValueOrDefault(result.Fault) + 1;
        }

        if (result.ApplicationError is { } error)
        {
            var code = Enum.IsDefined(error) ? error : ApplicationErrorCode.Reserved;
            _applicationErrors[code] = _applicationErrors.GetValueOrDefault(code) + 1;
        }

        if (result.ResponseTime is { } responseTime)
        {
            _responseTimes.Note(responseTime);
        }
    }

    /// <summary>What was counted so far.</summary>
    public ReadoutFigures Figures()
    {
        var readouts = _readoutsOfDay.Over(Day, out _);
        return new ReadoutFigures
        {
            Readouts = _readouts,
            Complete = _readouts - _faults.Values.Sum(),
            Faults = _faults.ToFrozenDictionary(),
            ApplicationErrors = _applicationErrors.ToFrozenDictionary(),
            Telegrams = _telegrams,
            Requests = _tries.Requests,
            Silent = _tries.Silent,
            Damaged = _tries.Damaged,
            Foreign = _tries.Foreign,
            ErrorRate = readouts == 0 ? null : (double)_faultsOfDay.Over(Day, out _) / readouts,
            ResponseTimes = _responseTimes.Figures(),
        };
    }
}
