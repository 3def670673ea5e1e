using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Cosem;
using Gateway.Configuration;
using Gateway.Readout;
using MBus.Application;
using Metering;
using Metering.Decoded;
using Metering.Mapping;

namespace Gateway.LogicalDevices;

/// <summary>The COSEM objects that the mappings in force give to the meters.</summary>
internal sealed class MappedObjects
{
    private readonly LiveReadings _readings;
    private readonly IStateStore _state;
    private readonly FreshReadings _fresh;
    private readonly MeterKeys _keys;
    private readonly GatewayView _view;
    private readonly ILogger<MappedObjects> _log;
    private readonly ConcurrentDictionary<MeterId, Found> _found = new();
    private volatile MappingCatalog _catalog = MappingCatalog.Empty;

    /// <summary>No mapping is in force yet.</summary>
    public MappedObjects(LiveReadings readings, IStateStore state, FreshReadings fresh, MeterKeys keys, Installation installation, ILogger<MappedObjects> log)
    {
        (_readings, _state, _fresh, _keys, _log) = (readings, state, fresh, keys, log);
        _view = new GatewayView($"{installation.Identity.Serial:D10}", installation.Zone);
    }

    /// <summary>The mappings in force.</summary>
    public MappingCatalog Catalog
    {
        get => _catalog;
        set => _catalog = value;
    }

    /// <summary>The objects of a meter; the same array as long as nothing changed.</summary>
    public ImmutableArray<CosemObject> Of(Meter meter) => SnapshotOf(meter)?.Objects ?? [];

    /// <summary>The last readout of a meter under its mapping; null without a mapping.</summary>
    public MappedMeter.Snapshot? SnapshotOf(Meter meter) => Find(meter)?.Current(_readings.Last(meter.Id));

    /// <summary>
    /// A readout was stored: what it holds of the mapping's entries is remembered, and whether the key fits is watched. A head-end may have
    /// seen it before.
    /// </summary>
    public async Task ObserveAsync(Meter meter)
    {
        if (_readings.Last(meter.Id).Readout is { } readout)
        {
            _keys.Observe(meter, _keys.Decode(meter, readout).IsEncrypted);
        }

        if (Find(meter) is { } mapped)
        {
            var states = mapped.Current(_readings.Last(meter.Id)).Mapped.States;
            var known = $"{Fingerprint(mapped.Mapper.Mapping)} {states}";
            if (!string.Equals(known, _state.State.GetValueOrDefault(StateName(meter.Id)), StringComparison.Ordinal))
            {
                await _state.SetAsync(StateName(meter.Id), known);
            }
        }
    }

    private static string StateName(MeterId meter) => $"mapping.entries.{meter.Value}";

    /// <summary>Tells one text of a mapping from another.</summary>
    private static string Fingerprint(MeterMapping mapping) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mapping.Json)).AsSpan(0, 8));

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
            : new MappedMeter(meter, mapper, Remembered(meter.Id, mapper.Mapping), _view, _fresh, _keys, _log);
        _found[meter.Id] = new Found(meter, readout, catalog, mapped);
        return mapped;
    }

    /// <summary>
    /// What a mapping is chosen by. A meter with the fixed data structure says its medium in its telegrams and nothing of maker and version.
    /// </summary>
    private static MeterType? TypeOf(Meter meter, MeterReadout? readout)
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
    private EntryStates Remembered(MeterId meter, MeterMapping mapping)
    {
        var text = _state.State.GetValueOrDefault(StateName(meter), "");
        var fingerprint = Fingerprint(mapping);
        return text.StartsWith(fingerprint, StringComparison.Ordinal) ? EntryStates.Parse(text[fingerprint.Length..]) : EntryStates.None;
    }

    /// <summary>What was found for a meter, and from what.</summary>
    private sealed record Found(Meter Meter, MeterReadout? Readout, MappingCatalog Catalog, MappedMeter? Mapped);
}
