using System.Collections.Concurrent;
using System.Collections.Immutable;
using Cosem;
using Gateway.Configuration;
using Gateway.Readout;
using MBus.Application;
using Metering;
using Metering.Decoded;
using Metering.Events;
using Metering.Mapping;

namespace Gateway.LogicalDevices;

/// <summary>The COSEM objects that the mappings in force give to the meters.</summary>
internal sealed partial class MappedObjects : IReadoutObserver
{
    /// <summary>What the names of its entries in the state store begin with; a meter's number follows.</summary>
    public const string State = "mapping.entries.";

    private readonly LiveReadings _readings;
    private readonly IStateStore _state;
    private readonly FreshReadings _fresh;
    private readonly MeterKeys _keys;
    private readonly EntryWatch _entries;
    private readonly GatewayView _view;
    private readonly ILogger<MappedObjects> _log;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<MeterId, Found> _found = new();
    private volatile MappingCatalog _catalog = MappingCatalog.Empty;
    private Task _remembering = Task.CompletedTask;

    /// <summary>No mapping is in force yet.</summary>
    public MappedObjects(LiveReadings readings, IStateStore state, FreshReadings fresh, MeterKeys keys, IEventLog events, Installation installation, ILogger<MappedObjects> log)
    {
        (_readings, _state, _fresh, _keys, _log) = (readings, state, fresh, keys, log);
        _entries = new EntryWatch(state, events);
        _view = new GatewayView($"{installation.Identity.Serial:D10}", installation.Zone);
    }

    /// <summary>The mappings in force.</summary>
    public MappingCatalog Catalog
    {
        get => _catalog;
        set => _catalog = value;
    }

    /// <summary>What the decoded lines take from the gateway.</summary>
    public GatewayView View => _view;

    /// <summary>Ends when all that kept readouts have shown is remembered and told.</summary>
    public Task Remembering
    {
        get
        {
            lock (_gate)
            {
                return _remembering;
            }
        }
    }

    /// <summary>The objects of a meter; the same array as long as nothing changed.</summary>
    public ImmutableArray<CosemObject> Of(Meter meter) => SnapshotOf(meter)?.Objects ?? [];

    /// <summary>The last readout of a meter under its mapping; null without a mapping.</summary>
    public MappedMeter.Snapshot? SnapshotOf(Meter meter) => Find(meter)?.Current(_readings.Last(meter.Id));

    /// <summary>The mapping that applies to a meter; null without one.</summary>
    public MeterMapper? MapperOf(Meter meter) => Find(meter)?.Mapper;

    /// <summary>What a mapping for a meter is chosen by; null as long as nobody knows.</summary>
    public MeterType? TypeOf(Meter meter) => TypeOf(meter, _readings.Last(meter.Id).Readout);

    /// <summary>Whether a meter has told what it is, and no mapping applies to it: head-ends see no value of it.</summary>
    public bool LacksMapping(Meter meter) => TypeOf(meter) is not null && MapperOf(meter) is null;

    /// <summary>The last readout of a meter as it would be under other mappings; nothing is remembered of it. Null when none of them applies.</summary>
    public (MeterMapper Mapper, MappedReadout Readout)? Under(MappingCatalog catalog, Meter meter)
    {
        var readout = _readings.Last(meter.Id).Readout;
        if (TypeOf(meter, readout) is not { } type || catalog.Find(type) is not { } mapper)
        {
            return null;
        }

        var states = Remembered(meter.Id, mapper);
        return (mapper, readout is null ? mapper.MapNothing(states) : mapper.Map(_keys.Decode(meter, readout), states, _view));
    }

    /// <summary>
    /// A readout was kept: what it holds of the mapping's entries is remembered, and whether the key fits is watched. A head-end may have
    /// seen it before.
    /// </summary>
    public async Task ObserveAsync(KeptReadout kept)
    {
        var meter = kept.Meter;
        _keys.Observe(meter, kept.Readout.IsEncrypted);
        if (Find(meter) is { } mapped)
        {
            await RememberAsync(mapped, mapped.Current(_readings.Last(meter.Id), kept.Readout).Mapped);
        }
    }

    /// <inheritdoc />
    public async Task ForgetAsync(Meter meter)
    {
        _found.TryRemove(meter.Id, out _);
        await _state.RemoveAsync(StateName(meter.Id));
        await _entries.ForgetAsync(meter);
    }

    /// <summary>
    /// A kept readout needs a finer scaler than any before it: whoever has copied the old one would read a thousand times too much, so it is told now and
    /// not with the next readout, and kept, so that it does not go back. One after the other, none on the thread of whoever reads a profile.
    /// </summary>
    private void HasLearnt(MappedMeter mapped)
    {
        lock (_gate)
        {
            _remembering = AfterAsync(_remembering, mapped);
        }
    }

    private async Task AfterAsync(Task former, MappedMeter mapped)
    {
        await former.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await RememberAsync(mapped, mapped.Current(_readings.Last(mapped.Meter.Id)).Mapped);
        }
        catch (StoreException e)
        {
            // the meter's next readout remembers it
            LogNotRemembered(_log, mapped.Meter.Name, mapped.Meter.Identity, e.Message);
        }
    }

    private async Task RememberAsync(MappedMeter mapped, MappedReadout readout)
    {
        var (meter, mapper) = (mapped.Meter, mapped.Mapper);
        await _entries.ObserveAsync(meter, mapper.Mapping.File, mapper.Fingerprint, readout, Remembered(meter.Id, mapper));
        var known = $"{mapper.Fingerprint} {readout.States}";
        if (!string.Equals(known, _state.State.GetValueOrDefault(StateName(meter.Id)), StringComparison.Ordinal))
        {
            await _state.SetAsync(StateName(meter.Id), known);
        }
    }

    private static string StateName(MeterId meter) => $"{State}{meter}";

    /// <summary>The meter with its mapping; looked for anew when the meter, its last readout or the mappings in force are others.</summary>
    private MappedMeter? Find(Meter meter)
    {
        var (catalog, readout) = (_catalog, _readings.Last(meter.Id).Readout);
        var known = _found.GetValueOrDefault(meter.Id);
        if (known is not null && ReferenceEquals(known.Meter, meter) && ReferenceEquals(known.Readout, readout) && ReferenceEquals(known.Catalog, catalog))
        {
            return known.Mapped;
        }

        var mapper = TypeOf(meter, readout) is { } type ? catalog.Find(type) : null;
        var mapped = mapper is null ? null
            : known?.Mapped is { } same && ReferenceEquals(same.Mapper, mapper) && same.Meter == meter ? same
            : new MappedMeter(meter, mapper, Remembered(meter.Id, mapper), _view, _fresh, _keys, _log, HasLearnt);
        _found[meter.Id] = new Found(meter, readout, catalog, mapped);
        return mapped;
    }

    /// <summary>
    /// What a mapping is chosen by. A meter with the fixed data structure says its medium in its telegrams and nothing of maker and version.
    /// </summary>
    internal static MeterType? TypeOf(Meter meter, MeterReadout? readout)
    {
        if (meter.Identity is { IsComplete: true } identity)
        {
            return MeterType.Of(identity);
        }

        return readout is not null && Telegram.Decode(readout.Telegrams[0]).Header is { Kind: TelegramHeaderKind.Fixed } header
            ? new MeterType(header.Medium.Name, Manufacturer: "", Version: 0)
            : null;
    }

    /// <summary>What was remembered under the same text of the mapping; a changed mapping begins anew.</summary>
    private EntryStates Remembered(MeterId meter, MeterMapper mapper)
    {
        var text = _state.State.GetValueOrDefault(StateName(meter), "");
        return text.StartsWith(mapper.Fingerprint, StringComparison.Ordinal) ? EntryStates.Parse(text[mapper.Fingerprint.Length..]) : EntryStates.None;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Meter {Name} ({Identity}): what its kept readings have shown could not be remembered: {Reason}")]
    private static partial void LogNotRemembered(ILogger logger, string name, object? identity, string reason);

    /// <summary>What was found for a meter, and from what.</summary>
    private sealed record Found(Meter Meter, MeterReadout? Readout, MappingCatalog Catalog, MappedMeter? Mapped);
}
