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
    private readonly IReadoutStore _readouts;
    private readonly IStateStore _state;
    private readonly FreshReadings _fresh;
    private readonly GatewayView _view;
    private readonly ILogger<MappedObjects> _log;
    private readonly ConcurrentDictionary<MeterId, MappedMeter> _meters = new();
    private volatile MappingCatalog _catalog = MappingCatalog.Empty;

    /// <summary>No mapping is in force yet.</summary>
    public MappedObjects(IReadoutStore readouts, IStateStore state, FreshReadings fresh, Installation installation, ILogger<MappedObjects> log)
    {
        (_readouts, _state, _fresh, _log) = (readouts, state, fresh, log);
        _view = new GatewayView($"{installation.Identity.Serial:D10}", installation.Zone);
    }

    /// <summary>The mappings in force.</summary>
    public MappingCatalog Catalog
    {
        get => _catalog;
        set => _catalog = value;
    }

    /// <summary>The objects of a meter; the same array as long as nothing changed.</summary>
    public ImmutableArray<CosemObject> Of(Meter meter) => Find(meter)?.Current(_readouts.Last(meter.Id)).Objects ?? [];

    /// <summary>A readout was stored: what it holds of the mapping's entries is remembered.</summary>
    public async Task ObserveAsync(Meter meter)
    {
        if (Find(meter) is { } mapped)
        {
            var before = mapped.States;
            var now = mapped.Current(_readouts.Last(meter.Id)).Mapped.States;
            if (!now.Equals(before) || !_state.State.ContainsKey(StateName(meter.Id)))
            {
                await _state.SetAsync(StateName(meter.Id), $"{Fingerprint(mapped.Mapper.Mapping)} {now}");
            }
        }
    }

    private static string StateName(MeterId meter) => $"mapping.entries.{meter.Value}";

    /// <summary>Tells one text of a mapping from another.</summary>
    private static string Fingerprint(MeterMapping mapping) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mapping.Json)).AsSpan(0, 8));

    /// <summary>The meter with its mapping; made anew when either is another.</summary>
    private MappedMeter? Find(Meter meter)
    {
        if (TypeOf(meter) is not { } type || _catalog.Find(type) is not { } mapper)
        {
            return null;
        }

        if (_meters.TryGetValue(meter.Id, out var known) && ReferenceEquals(known.Mapper, mapper) && known.Meter == meter)
        {
            return known;
        }

        var mapped = new MappedMeter(meter, mapper, Remembered(meter.Id, mapper.Mapping), _view, _fresh, _log);
        return _meters[meter.Id] = mapped;
    }

    /// <summary>
    /// What a mapping is chosen by. A meter with the fixed data structure says its medium in its telegrams and nothing of maker and version.
    /// </summary>
    private MeterType? TypeOf(Meter meter)
    {
        if (meter.Identity is { IsComplete: true } identity)
        {
            return MeterType.Of(identity);
        }

        return _readouts.Last(meter.Id).Readout is { } readout && Telegram.Decode(readout.Telegrams[0]).Header is { Kind: TelegramHeaderKind.Fixed } header
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
}
