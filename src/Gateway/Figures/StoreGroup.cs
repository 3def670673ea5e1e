using Gateway.Events;
using Gateway.Readout;
using Gateway.Upkeep;
using Metering;
using static Gateway.Figures.FigureKind;
using static Gateway.Figures.FigureUnit;

namespace Gateway.Figures;

/// <summary>The store: what it holds, what will come of it, and the disk.</summary>
internal static class StoreGroup
{
    /// <summary>The group.</summary>
    /// <param name="statistics">What the store holds.</param>
    /// <param name="readouts">The readings.</param>
    /// <param name="health">Whether it works.</param>
    /// <param name="retention">By which clock readings grow old.</param>
    /// <param name="run">What removes them.</param>
    /// <param name="state">Where it stands when that was last done.</param>
    /// <param name="folder">The data directory.</param>
    public static FigureGroup Create(
        StoreStatistics statistics, IReadoutStore readouts, StoreHealth health, RetentionClock retention, RetentionRun run, IStateStore state, string folder) =>
        new FigureGroupOf<Taken?>("Store", () => statistics.TryKept is { } kept ? new Taken(kept.Figures, kept.Forecast) : null)
        {
            { new Figure("gateway_store_up", Gauge, Flag, "Store works", "0 while the store does not take what is read; what is read then is lost."), _ => !health.IsFailing },
            { new Figure("gateway_store_readings", Gauge, Number, "Readings", "Readings that are kept. As the figures below of files and of what is to come, a minute old at most."), store => store?.Figures.Readings },
            {
                new Figure(
                    "gateway_store_readings_stored_total", Counter, Number, "Readings ever stored",
                    "Readings stored since the store was made, over all starts; the few numbers that a crash skips are counted too."),
                _ => readouts.Newest
            },
            { new Figure("gateway_store_oldest_reading_timestamp_seconds", Gauge, Moment, "Oldest reading", "When the oldest reading was made that is kept."), store => store?.Figures.Oldest },
            { new Figure("gateway_store_newest_reading_timestamp_seconds", Gauge, Moment, "Newest reading", "When the newest last readout of a meter was made."), store => store?.Figures.Newest },
            { new Figure("gateway_store_size_bytes", Gauge, Bytes, "File", "The length of the store's file with its log."), store => store?.Figures.Length },
            {
                new Figure(
                    "gateway_store_wal_bytes", Gauge, Bytes, "Log (WAL)",
                    "The part of that which is its write-ahead log; hundreds of megabytes say that something reads for very long."),
                store => store?.Figures.LogLength
            },
            { new Figure("gateway_store_reusable_bytes", Gauge, Bytes, "Left by removed readings", "The part of the file that removed readings left and new ones fill first."), store => store?.Figures.Reusable },
            { new Figure("gateway_store_disk_free_bytes", Gauge, Bytes, "Free on the disk", "What is free on the disk of the data directory."), _ => DiskSpace.FreeOn(folder) },
            {
                new Figure(
                    "gateway_store_readings_per_day", Gauge, Number, "Readings a day",
                    "Readings stored a day, in the mean of the last week; before there is a day of it what the schedule asks for."),
                store => store?.Forecast.ReadingsPerDay
            },
            {
                new Figure(
                    "gateway_store_expected_readings", Gauge, Number, "Readings to be expected",
                    "How many readings there will be when the oldest have come to the end of their retention."),
                store => store?.Forecast.Readings
            },
            { new Figure("gateway_store_expected_size_bytes", Gauge, Bytes, "File to be expected", "The length of the file then."), store => store?.Forecast.Length },
            {
                new Figure(
                    "gateway_store_disk_full_in_seconds", Gauge, Seconds, "Disk full in",
                    "How long until the store fills its disk; absent where it will not, as far as it goes."),
                store => store?.Forecast.UntilFull?.TotalSeconds
            },
            {
                new Figure(
                    "gateway_store_retention_last_run_timestamp_seconds", Gauge, Moment, "Old readings looked for",
                    "When readings older than their retention were last looked for: every hour."),
                _ => RetentionFacts.Load(state)?.EndedAt
            },
            { new Figure("gateway_store_retention_up", Gauge, Flag, "Old readings can be removed", "0 while old readings cannot be removed."), _ => run.Fault is null },
            {
                new Figure(
                    "gateway_store_retention_behind_seconds", Gauge, Seconds, "Kept longer by",
                    "How far the clock by which readings grow old is behind the gateway's: the gateway was off, or its clock was set."),
                _ => retention.Behind.TotalSeconds
            },
        };

    /// <summary>What the store held when it was last looked at.</summary>
    private sealed record Taken(StoreFigures Figures, StoreForecast Forecast);
}
