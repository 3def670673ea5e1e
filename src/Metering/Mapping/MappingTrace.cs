using System.Collections.Immutable;
using Metering.Decoded;

namespace Metering.Mapping;

/// <summary>Where the values of a readout came from. For whoever looks at one readout: mapping alone does not keep it.</summary>
/// <param name="Sources">What gave each entry that is served its value, in the order of the file; null where nothing was found.</param>
/// <param name="Unmapped">The records that gave no entry its value.</param>
public sealed record MappingTrace(ImmutableArray<EntrySource?> Sources, ImmutableArray<TracedRecord> Unmapped)
{
    /// <summary>All records of a readout without a mapping.</summary>
    public static MappingTrace WithoutMapping(DecodedReadout readout) => new([], [.. Records(readout)]);

    internal static MappingTrace Of(ImmutableArray<MappingEntry> entries, KeyTable keys, DecodedReadout readout, GatewayView gateway)
    {
        var found = new (int Rank, EntrySource Source)?[entries.Length];
        var records = Records(readout);
        foreach (var traced in records)
        {
            foreach (var use in keys.MeaningOf(traced.Record).Uses)
            {
                var wanted = entries[use.Entry].Telegram;
                if (wanted == 0 || wanted == traced.Telegram)
                {
                    Take(use, new EntrySource(entries[use.Entry].Keys[use.Rank], traced.Telegram, traced.Record));
                }
            }
        }

        foreach (var (key, use) in keys.Others)
        {
            var number = entries[use.Entry].Telegram;
            if (number < readout.Telegrams.Length && EntrySelection.SourceOf(key, readout, number, gateway) is not null)
            {
                Take(use, new EntrySource(key, number, Record: null));
            }
        }

        var taken = found.Where(one => one?.Source.Record is not null).Select(one => (one!.Value.Source.Telegram, one.Value.Source.Record!.Value.Offset)).ToHashSet();
        return new([.. found.Select(one => one?.Source)], [.. records.Where(traced => !taken.Contains((traced.Telegram, traced.Record.Offset)))]);

        // the same rule as that of the values: the first key of the entry that the telegrams hold, and of it the first record
        void Take(KeyUse use, EntrySource source)
        {
            if (found[use.Entry] is not { } known || use.Rank < known.Rank)
            {
                found[use.Entry] = (use.Rank, source);
            }
        }
    }

    private static List<TracedRecord> Records(DecodedReadout readout)
    {
        var records = new List<TracedRecord>();
        for (var telegram = 0; telegram < readout.Telegrams.Length; telegram++)
        {
            foreach (var record in readout.Telegrams[telegram].Records)
            {
                records.Add(new TracedRecord(telegram, record));
            }
        }

        return records;
    }
}
