using System.Collections.Immutable;
using MBus.Application;
using Metering.Decoded;

namespace Metering.Mapping;

/// <summary>
/// A mapping made ready to run: the keys of all entries in one table, so that the records of a readout are walked once. Immutable, for
/// any number of meters and threads.
/// </summary>
public sealed class MeterMapper
{
    private readonly ImmutableArray<MappingEntry> _entries;
    private readonly Dictionary<string, List<KeyUse>> _byBytes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<KeyUse>>.AlternateLookup<ReadOnlySpan<char>> _byBytesLookup;
    private readonly Dictionary<Name, List<KeyUse>> _byName = [];
    private readonly HashSet<string> _quantities = new(StringComparer.Ordinal);
    private readonly List<(MBusKey Key, KeyUse Use)> _others = [];

    /// <summary>Makes a mapping ready.</summary>
    public MeterMapper(MeterMapping mapping)
    {
        Mapping = mapping;
        _entries = [.. mapping.Entries.Where(entry => entry.IsServed)];
        _byBytesLookup = _byBytes.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var entry = 0; entry < _entries.Length; entry++)
        {
            for (var rank = 0; rank < _entries[entry].Keys.Length; rank++)
            {
                Add(_entries[entry].Keys[rank], new KeyUse(entry, rank));
            }
        }
    }

    /// <summary>The mapping.</summary>
    public MeterMapping Mapping { get; }

    /// <summary>The values before the first readout: defaults.</summary>
    public MappedReadout MapNothing(EntryStates states) => Encode(new Found[_entries.Length], states);

    /// <summary>The values of a readout.</summary>
    /// <param name="readout">The readout.</param>
    /// <param name="states">What is remembered of the meter's entries.</param>
    /// <param name="gateway">For the decoded lines.</param>
    public MappedReadout Map(DecodedReadout readout, EntryStates states, GatewayView gateway)
    {
        var found = new Found[_entries.Length];
        for (var number = 0; number < readout.Telegrams.Length; number++)
        {
            foreach (var record in readout.Telegrams[number].Records)
            {
                Look(record, number, found);
            }
        }

        foreach (var (key, use) in _others)
        {
            var number = _entries[use.Entry].Telegram;
            if (number < readout.Telegrams.Length && SourceOf(key, readout, number, gateway) is { } source)
            {
                found[use.Entry].Take(use.Rank, source);
            }
        }

        return Encode(found, states);
    }

    private MappedReadout Encode(Found[] found, EntryStates states)
    {
        var values = ImmutableArray.CreateBuilder<MappedValue>(_entries.Length);
        for (var i = 0; i < _entries.Length; i++)
        {
            var (entry, source) = (_entries[i], found[i].Source);
            var known = states.Of(entry.LogicalName);
            var value = new ValueEncoder(entry, known?.Finest, known?.Last).Encode(source);
            values.Add(value);

            // an entry in error was not found by that: one that never gave a right value is no object of the meter
            if (source is not null && value.State != MappedState.Error && StateOf(entry, known ?? default, value) is var state && state != known)
            {
                states = states.With(entry.LogicalName, state);
            }
        }

        return new MappedReadout(values.MoveToImmutable(), states);
    }

    /// <summary>What is to be remembered of an entry that was found.</summary>
    private static EntryState StateOf(MappingEntry entry, EntryState known, MappedValue value)
    {
        if (value is not { State: MappedState.Value, Data: { } data, ScalerUnit: { } now })
        {
            return known;
        }

        // an integer register may have to take a finer scaler; floats and texts change nothing
        var isFiner = Integers.Contains(data.Type) && now.Scaler < (known.Finest ?? entry.Scaler);
        var finest = isFiner ? now.Scaler : known.Finest;
        return new EntryState(finest, now == ValueEncoder.ScalerUnitOf(entry, finest) ? null : now);
    }

    private void Add(MBusKey key, KeyUse use)
    {
        switch (key)
        {
            case MBusKey.ByBytes bytes:
                AddTo(_byBytes, bytes.Bytes, use);
                break;
            case MBusKey.ByName name:
                _quantities.Add(name.Description.Split(' ')[0]);
                AddTo(_byName, new Name(name.Description, name.Storage, name.Tariff, name.Subunit, name.Function), use);
                break;
            default:
                _others.Add((key, use));
                break;
        }
    }

    private void Look(in DataRecord record, int number, Found[] found)
    {
        Span<byte> key = stackalloc byte[DataRecord.MaximumKeyLength];
        Span<char> digits = stackalloc char[2 * DataRecord.MaximumKeyLength];
        if (record.KeyLength > 1 && _byBytes.Count > 0)
        {
            Convert.TryToHexStringLower(key[..record.CopyKey(key)], digits, out var length);
            if (_byBytesLookup.TryGetValue(digits[..length], out var uses))
            {
                Take(uses, record, number, found);
            }
        }

        if (_quantities.Contains(record.Vib.Quantity))
        {
            var dib = record.Dib;
            if (_byName.TryGetValue(new Name(record.Vib.Description, dib.Storage, dib.Tariff, dib.Subunit, dib.Function), out var uses))
            {
                Take(uses, record, number, found);
            }
        }
    }

    private void Take(List<KeyUse> uses, in DataRecord record, int number, Found[] found)
    {
        foreach (var (entry, rank) in uses)
        {
            var wanted = _entries[entry].Telegram;
            if ((wanted == 0 || wanted == number) && found[entry].IsBetter(rank))
            {
                found[entry].Take(rank, SourceValue.Of(record));
            }
        }
    }

    private static SourceValue? SourceOf(MBusKey key, DecodedReadout readout, int number, GatewayView gateway) => key switch
    {
        MBusKey.RawFrame => new SourceValue.Bytes(readout.Readout.Telegrams[number]),
        MBusKey.DecodedHeader => new SourceValue.Characters(DecodedLines.Header(readout, number)),
        MBusKey.DecodedValue => new SourceValue.Characters(DecodedLines.Values(readout, number, gateway)),
        MBusKey.HeaderField header => SourceValue.Of(readout.Telegrams[number].Header, header.Field),
        _ => null,
    };

    private static void AddTo<TKey>(Dictionary<TKey, List<KeyUse>> table, TKey key, KeyUse use)
        where TKey : notnull
    {
        if (!table.TryGetValue(key, out var uses))
        {
            table[key] = uses = [];
        }

        uses.Add(use);
    }

    /// <summary>What a key by name asks for.</summary>
    private readonly record struct Name(string Description, ulong Storage, uint Tariff, ushort Subunit, DataFunction Function);

    /// <summary>Which key of which entry: rank 0 is the one that the entry would rather have.</summary>
    private readonly record struct KeyUse(int Entry, int Rank);

    /// <summary>The best that was found for an entry so far.</summary>
    private struct Found
    {
        private int _rank;

        public SourceValue? Source { get; private set; }

        public readonly bool IsBetter(int rank) => Source is null || rank < _rank;

        public void Take(int rank, SourceValue source)
        {
            if (IsBetter(rank))
            {
                (_rank, Source) = (rank, source);
            }
        }
    }
}
