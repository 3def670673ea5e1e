using System.Collections.Immutable;
using MBus.Application;
using Metering.Decoded;

namespace Metering.Mapping;

/// <summary>
/// Entries of a mapping with what was remembered of them, made ready for any number of readouts: all of them, or the columns of a profile. Immutable.
/// </summary>
public sealed class EntrySelection
{
    /// <summary>The place of an entry that is not among them.</summary>
    private const int NotSelected = -1;

    private readonly KeyTable _keys;
    private readonly EntryStates _states;
    private readonly int[] _places;
    private readonly ValueEncoder[] _encoders;

    internal EntrySelection(ImmutableArray<MappingEntry> entries, KeyTable keys, EntryStates states, IReadOnlyList<int> selected)
    {
        (_keys, _states) = (keys, states);
        _places = new int[entries.Length];
        Array.Fill(_places, NotSelected);
        _encoders = new ValueEncoder[selected.Count];
        for (var place = 0; place < selected.Count; place++)
        {
            var entry = entries[selected[place]];
            _places[selected[place]] = place;
            _encoders[place] = new ValueEncoder(entry, states.Of(entry.LogicalName));
        }
    }

    /// <summary>The values before the first readout: defaults.</summary>
    public MappedReadout MapNothing() => Result(new Found[_encoders.Length]);

    /// <summary>The values of a readout, one for each of the entries in their order.</summary>
    /// <param name="readout">The readout.</param>
    /// <param name="gateway">For the decoded lines.</param>
    public MappedReadout Map(DecodedReadout readout, GatewayView gateway)
    {
        var found = new Found[_encoders.Length];
        for (var number = 0; number < readout.Telegrams.Length; number++)
        {
            foreach (var record in readout.Telegrams[number].Records)
            {
                Take(record, number, found);
            }
        }

        foreach (var (key, use) in _keys.Others)
        {
            if (_places[use.Entry] is not NotSelected and var place && found[place].IsBetter(use.Rank)
                && _encoders[place].Entry.Telegram is var number && number < readout.Telegrams.Length
                && SourceOf(key, readout, number, gateway) is { } source)
            {
                found[place] = new(use.Rank, _encoders[place].Encode(source));
            }
        }

        return Result(found);
    }

    private void Take(in DataRecord record, int number, Found[] found)
    {
        var meaning = _keys.MeaningOf(record);
        foreach (var (entry, rank) in meaning.Uses)
        {
            if (_places[entry] is not NotSelected and var place && found[place].IsBetter(rank)
                && _encoders[place].Entry.Telegram is var wanted && (wanted == 0 || wanted == number))
            {
                found[place] = new(rank, _encoders[place].Encode(SourceValue.Of(record, meaning)));
            }
        }
    }

    private MappedReadout Result(Found[] found)
    {
        var (states, values) = (_states, ImmutableArray.CreateBuilder<MappedValue>(found.Length));
        for (var place = 0; place < found.Length; place++)
        {
            var encoder = _encoders[place];
            var value = found[place].Value;
            values.Add(value ?? encoder.Missing);

            // an entry in error was not found by that: one that never gave a right value is no object of the meter
            if (value is { State: not MappedState.Error } && encoder.StateAfter(value) is var state && state != encoder.Known)
            {
                states = states.With(encoder.Entry.LogicalName, state);
            }
        }

        return new MappedReadout(values.MoveToImmutable(), states);
    }

    internal static SourceValue? SourceOf(MBusKey key, DecodedReadout readout, int number, GatewayView gateway) => key switch
    {
        MBusKey.RawFrame => SourceValue.OfBytes(readout.Readout.Telegrams[number]),
        MBusKey.DecodedHeader => SourceValue.OfText(DecodedLines.Header(readout, number)),
        MBusKey.DecodedValue => SourceValue.OfText(DecodedLines.Values(readout, number, gateway)),
        MBusKey.HeaderField header => SourceValue.Of(readout.Telegrams[number].Header, header.Field),
        _ => null,
    };

    /// <summary>The best that was found for an entry so far.</summary>
    private readonly struct Found(int rank, MappedValue value)
    {
        private readonly int _rank = rank;

        public MappedValue? Value { get; } = value;

        public bool IsBetter(int rank) => Value is null || rank < _rank;
    }
}
