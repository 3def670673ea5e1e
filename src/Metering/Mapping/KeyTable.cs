using System.Collections.Concurrent;
using System.Collections.Immutable;
using MBus.Application;

namespace Metering.Mapping;

/// <summary>
/// The keys of all entries in one table, so that the records of a readout are walked once. What a record means to the mapping follows from the bytes
/// that name it alone, so it is found out once for each and then looked up. For any number of threads.
/// </summary>
internal sealed class KeyTable
{
    /// <summary>So many different records are remembered, some hundred kilobytes; a meter that sends more is only slower.</summary>
    private const int MostKnown = 1000;

    private readonly Dictionary<string, List<KeyUse>> _byBytes = new(StringComparer.Ordinal);
    private readonly Dictionary<Name, List<KeyUse>> _byName = [];
    private readonly HashSet<string> _quantities = new(StringComparer.Ordinal);
    private readonly List<(MBusKey Key, KeyUse Use)> _others = [];
    private readonly ConcurrentDictionary<RecordKey, RecordMeaning> _known = new();
    private int _knownCount;

    /// <summary>The table of some entries.</summary>
    public KeyTable(ImmutableArray<MappingEntry> entries)
    {
        for (var entry = 0; entry < entries.Length; entry++)
        {
            for (var rank = 0; rank < entries[entry].Keys.Length; rank++)
            {
                Add(entries[entry].Keys[rank], new KeyUse(entry, rank));
            }
        }
    }

    /// <summary>The keys that name no record.</summary>
    public IReadOnlyList<(MBusKey Key, KeyUse Use)> Others => _others;

    /// <summary>What a record means.</summary>
    public RecordMeaning MeaningOf(in DataRecord record)
    {
        if (!RecordKey.TryOf(record, out var key))
        {
            return Find(record);
        }

        if (!_known.TryGetValue(key, out var meaning))
        {
            meaning = Find(record);
            if (_knownCount < MostKnown && _known.TryAdd(key, meaning))
            {
                Interlocked.Increment(ref _knownCount);
            }
        }

        return meaning;
    }

    private RecordMeaning Find(in DataRecord record)
    {
        var uses = ImmutableArray.CreateBuilder<KeyUse>();
        if (record.KeyLength > 1)
        {
            Span<byte> key = stackalloc byte[DataRecord.MaximumKeyLength];
            uses.AddRange(_byBytes.GetValueOrDefault(Convert.ToHexStringLower(key[..record.CopyKey(key)]), []));
        }

        if (_quantities.Contains(record.Vib.Quantity))
        {
            var dib = record.Dib;
            uses.AddRange(_byName.GetValueOrDefault(new Name(record.Vib.Description, dib.Storage, dib.Tariff, dib.Subunit, dib.Function), []));
        }

        return RecordMeaning.Of(record.Vib, uses.ToImmutable());
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
}
