using System.Collections.Concurrent;
using System.Collections.Immutable;
using Cosem;
using Cosem.InterfaceClasses;
using Gateway.Readout;
using Metering;
using Metering.Decoded;
using Metering.Mapping;

namespace Gateway.LogicalDevices;

/// <summary>
/// A meter seen through a mapping. The last readout is mapped once, when it is first asked for; requests share the result, which never
/// changes and is replaced whole.
/// </summary>
internal sealed partial class MappedMeter
{
    private readonly GatewayView _view;
    private readonly FreshReadings _fresh;
    private readonly MeterKeys _keys;
    private readonly ILogger _log;
    private readonly Action<MappedMeter> _hasLearnt;
    private readonly ConcurrentDictionary<LogicalName, bool> _toldUnits = new();
    private readonly Lock _mapping = new();
    private volatile Snapshot _snapshot;

    /// <summary>A meter and the mapping that applies to it; <paramref name="hasLearnt"/> is called when a kept readout has shown what no other one did, and waits for nothing.</summary>
    public MappedMeter(
        Meter meter, MeterMapper mapper, EntryStates states, GatewayView view, FreshReadings fresh, MeterKeys keys, ILogger log, Action<MappedMeter> hasLearnt)
    {
        (Meter, Mapper, _view, _fresh, _keys, _log, _hasLearnt) = (meter, mapper, view, fresh, keys, log, hasLearnt);
        var nothing = mapper.MapNothing(states);
        _snapshot = new Snapshot(this, Readout: null, Status: 0, nothing, Objects(nothing, []));
    }

    /// <summary>The meter.</summary>
    public Meter Meter { get; }

    /// <summary>The mapping.</summary>
    public MeterMapper Mapper { get; }

    /// <summary>The values and objects of a readout.</summary>
    /// <param name="last">The readout.</param>
    /// <param name="decoded">The same decoded, when somebody has done it.</param>
    public Snapshot Current(LastReadout last, DecodedReadout? decoded = null)
    {
        var known = _snapshot;
        if (last.Readout is not { } readout || ReferenceEquals(known.Readout, readout))
        {
            return known;
        }

        // one thread maps a readout, for tens of microseconds; the others need its result anyway, and what is remembered must not be lost
        lock (_mapping)
        {
            known = _snapshot;
            if (ReferenceEquals(known.Readout, readout))
            {
                return known;
            }

            decoded = ReferenceEquals(decoded?.Readout, readout) ? decoded! : _keys.Decode(Meter, readout);
            var mapped = Mapper.Map(decoded, known.Mapped.States, _view);
            LogProblems(known.Mapped, mapped);
            return _snapshot = new Snapshot(this, readout, decoded.Telegrams[0].Header.Status, mapped, Objects(mapped, known.Objects));
        }
    }

    /// <summary>The values of a kept readout under what was remembered when its reading began.</summary>
    public MappedReadout MapKept(MeterReadout readout, EntrySelection entries) => entries.Map(_keys.Decode(Meter, readout), _view);

    /// <summary>Remembers a finer scaler that a kept readout needs; from now on the register has it.</summary>
    public void LearnFiner(LogicalName register, sbyte scaler)
    {
        lock (_mapping)
        {
            var known = _snapshot;
            var states = known.Mapped.States.WithFiner(register, scaler);
            if (ReferenceEquals(states, known.Mapped.States))
            {
                return;
            }

            var mapped = known.Readout is { } readout ? Mapper.Map(_keys.Decode(Meter, readout), states, _view) : Mapper.MapNothing(states);
            _snapshot = known with { Mapped = mapped, Objects = Objects(mapped, known.Objects) };
        }

        LogFiner(_log, Meter.Name, Meter.Identity, register, scaler);
    }

    /// <summary>All that a read of kept readouts has to teach is learnt: it is told and kept.</summary>
    public void TellLearnt() => _hasLearnt(this);

    /// <summary>A kept readout has a register in a unit that is not its column's: told once.</summary>
    public void TellOtherUnit(MappedValue value, ScalerUnit? column)
    {
        if (_toldUnits.TryAdd(value.Entry.LogicalName, value: true))
        {
            LogOtherUnit(_log, Meter.Name, Meter.Identity, value.Entry.LogicalName, Words(value.ScalerUnit), Words(column));
        }
    }

    private static string Words(ScalerUnit? of) => of is { } known ? FormattableString.Invariant($"in {known.Unit} ({(byte)known.Unit}) with scaler {known.Scaler}") : "without a unit";

    /// <summary>The same array as before when the same entries are objects. None goes before the mapping changes, so that columns of profiles do not come and go.</summary>
    private ImmutableArray<CosemObject> Objects(MappedReadout mapped, ImmutableArray<CosemObject> before)
    {
        var served = Enumerable.Range(0, mapped.Values.Length).Where(i => mapped.States.IsObject(mapped.Values[i].Entry)).ToList();
        return served.Select(i => mapped.Values[i].Entry.LogicalName).SequenceEqual(before.Select(o => o.LogicalName))
            ? before
            : [.. served.Select(i => ObjectOf(mapped.Values[i].Entry, i))];
    }

    private CosemObject ObjectOf(MappingEntry entry, int index) => entry.Class switch
    {
        ClassId.Register => new Register(entry.LogicalName, ct => ReadAsync(index, RegisterOf, ct)),
        ClassId.ExtendedRegister => new ExtendedRegister(entry.LogicalName, ct => ReadExtendedAsync(index, ct)),
        ClassId.Clock => new MeterClock(entry.LogicalName, ct => ReadAsync(index, ValueOf, ct)),
        _ => new Data(entry.LogicalName, ct => ReadAsync(index, ValueOf, ct)),
    };

    /// <summary>The value of an entry in a readout young enough; completes at once when there is one.</summary>
    private async ValueTask<T> ReadAsync<T>(int index, Func<MappedValue, T> part, CancellationToken cancellationToken)
    {
        var last = await _fresh.GetAsync(Meter, cancellationToken);
        return part(Current(last).Mapped.Values[index]);
    }

    /// <summary>The same with the M-Bus status of the telegram and the time of the readout.</summary>
    private async ValueTask<ExtendedRegisterValue> ReadExtendedAsync(int index, CancellationToken cancellationToken)
    {
        var current = Current(await _fresh.GetAsync(Meter, cancellationToken));
        var register = RegisterOf(current.Mapped.Values[index]);
        return current.Readout is { } readout
            ? new(register.Value, register.ScalerUnit, new CosemData.Unsigned(current.Status), CosemDateTime.FromMoment(readout.ReadAt, _view.Zone))
            : new(register.Value, register.ScalerUnit, DataAccessResult.TemporaryFailure, CosemDateTime.NotSpecified);
    }

    private static AttributeValue ValueOf(MappedValue value) => value.Data is { } data ? data : DataAccessResult.TemporaryFailure;

    private static RegisterValue RegisterOf(MappedValue value) => new(ValueOf(value), value.ScalerUnit ?? new ScalerUnit(value.Entry.Scaler, value.Entry.Unit ?? Unit.NoUnit));

    /// <summary>A problem of a value is told when it appears, not with every readout; an entry in error is an event (<see cref="EntryWatch"/>).</summary>
    private void LogProblems(MappedReadout before, MappedReadout now)
    {
        foreach (var (old, value) in before.Values.Zip(now.Values))
        {
            if (value.Problem is { } problem && problem != old.Problem && value.State != MappedState.Error)
            {
                LogProblem(_log, Meter.Name, Meter.Identity, Mapper.Mapping.File, value.Entry.LogicalName, problem);
            }
        }
    }

    /// <summary>Whose view it is, one readout, the M-Bus status of its first telegram, what the mapping makes of it, and the objects that head-ends see.</summary>
    internal sealed record Snapshot(MappedMeter Of, MeterReadout? Readout, byte Status, MappedReadout Mapped, ImmutableArray<CosemObject> Objects);
}
