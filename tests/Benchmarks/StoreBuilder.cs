using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Metering.Storage;
using Microsoft.Data.Sqlite;

namespace Benchmarks;

/// <summary>
/// Builds a data directory whose store looks as after so many days of readouts every 15 minutes: in the order of time, so that the pages are filled
/// as in life. It ends now. 500 meters and 400 days are 19.2 million readings.
/// </summary>
internal static class StoreBuilder
{
    /// <summary>From one readout of a meter to the next.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);

    /// <summary>From one meter's readout to the next one's.</summary>
    private static readonly TimeSpan BetweenMeters = TimeSpan.FromMilliseconds(700);

    /// <summary>What a reading takes, roughly, with both its indexes; free disk is checked with it.</summary>
    private const int BytesPerReading = 300;

    /// <summary>Cycles of a transaction.</summary>
    private const int CyclesTogether = 32;

    private const string Insert =
        "INSERT INTO readout (meter, read_at, append_no, telegram_no, format, complete, bytes) VALUES ($meter, $read_at, $append_no, $telegram_no, 0, 1, $bytes)";

    private static readonly string[] Parameters = ["$meter", "$read_at", "$append_no", "$telegram_no", "$bytes"];

    /// <summary><c>store-build FOLDER [--meters 500] [--days 400]</c>.</summary>
    public static async Task RunAsync(string[] options)
    {
        if (options is not [var folder, ..] || folder.StartsWith('-'))
        {
            throw new InvalidOperationException("store-build takes a folder that is not there yet: store-build FOLDER [--meters 500] [--days 400].");
        }

        var (meters, days) = (Options.Number(options, "--meters", 500), Options.Number(options, "--days", 400));
        var cycles = (int)(TimeSpan.FromDays(days) / Interval);
        Refuse(folder, (long)meters * cycles * BytesPerReading);
        var unfinished = UnfinishedIn(folder);
        await File.WriteAllTextAsync(unfinished, "");
        await BuildAsync(Path.Combine(folder, "gateway.db"), meters, cycles);
        File.Delete(unfinished);
    }

    /// <summary>Measures a store: that of the folder that is given, else one that is built for it, 500 meters and one day, and removed afterwards.</summary>
    public static async Task WithStoreAsync(string[] options, Func<string, Task> measure)
    {
        if (options is [var folder, ..])
        {
            await measure(folder);
            return;
        }

        var built = Path.Combine(Directory.CreateTempSubdirectory("gateway-benchmark-").FullName, "data");
        try
        {
            await RunAsync([built, "--days", "1"]);
            await measure(built);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(built)!, recursive: true);
        }
    }

    /// <summary>The file that marks a folder whose store was not built to its end.</summary>
    public static string UnfinishedIn(string folder) => Path.Combine(folder, "unfinished");

    private static void Refuse(string folder, long needed)
    {
        if (Directory.Exists(folder))
        {
            throw new InvalidOperationException($"{folder} is there already{(File.Exists(UnfinishedIn(folder)) ? " and was not built to its end: remove it" : "")}.");
        }

        var free = new DriveInfo(Directory.CreateDirectory(folder).FullName).AvailableFreeSpace;
        if (needed > free / 2)
        {
            Directory.Delete(folder);
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The store takes about {needed / 1_000_000:N0} MB; the disk has {free / 1_000_000:N0} MB free, and half of that is left alone."));
        }
    }

    private static async Task BuildAsync(string file, int meters, int cycles)
    {
        var now = DateTimeOffset.UtcNow;
        var last = new DateTimeOffset(now.Ticks - (now.Ticks % Interval.Ticks), TimeSpan.Zero) - Interval;
        var first = last - (Interval * (cycles - 1));
        var stored = Enumerable.Range(0, meters).Select(number => new StoredMeter(number, first)).ToList();
        await using (var database = SqliteDatabase.Open(file))
        {
            var store = new SqliteMeterStore(database);
            foreach (var meter in stored)
            {
                await store.AddAsync(meter.Meter);
            }
        }

        var read = Channel.CreateBounded<List<List<byte[]>>>(CyclesTogether);
        var reading = Task.Run(() => ReadAsync(stored, first, cycles, read.Writer));
        await WriteAsync(file, first, read.Reader, cycles);
        await reading;
    }

    private static async Task ReadAsync(List<StoredMeter> meters, DateTimeOffset first, int cycles, ChannelWriter<List<List<byte[]>>> read)
    {
        for (var cycle = 0; cycle < cycles; cycle++)
        {
            var mark = first + (Interval * cycle);
            await read.WriteAsync([.. meters.AsParallel().AsOrdered().Select(meter => meter.Read(mark))]);
        }

        read.Complete();
    }

    private static async Task WriteAsync(string file, DateTimeOffset first, ChannelReader<List<List<byte[]>>> read, int cycles)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var settings = new SqliteCommand("PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 16000", connection);
        await settings.ExecuteNonQueryAsync();
        await using var insert = new SqliteCommand(Insert, connection);
        foreach (var name in Parameters)
        {
            insert.Parameters.AddWithValue(name, null);
        }

        var (number, cycle, watch) = (0L, 0, Stopwatch.StartNew());
        while (await read.WaitToReadAsync())
        {
            await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync();
            insert.Transaction = transaction;
            for (var together = 0; together < CyclesTogether && await read.WaitToReadAsync() && read.TryRead(out var telegrams); together++, cycle++)
            {
                Write(insert, telegrams, first + (Interval * cycle), number);
                number += telegrams.Count;
            }

            await transaction.CommitAsync();
            if (cycle % (CyclesTogether * 30) < CyclesTogether)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cycle} of {cycles} cycles, {number:N0} readings, {number / watch.Elapsed.TotalSeconds:N0} a second"));
            }
        }
    }

    /// <summary>One cycle: a reading of each meter.</summary>
    private static void Write(SqliteCommand insert, List<List<byte[]>> telegrams, DateTimeOffset mark, long number)
    {
        var values = insert.Parameters;
        for (var meter = 0; meter < telegrams.Count; meter++)
        {
            values[0].Value = meter + 1;
            values[1].Value = (mark + (BetweenMeters * meter)).ToUnixTimeMilliseconds();
            values[2].Value = number + meter + 1;
            for (var telegram = 0; telegram < telegrams[meter].Count; telegram++)
            {
                values[3].Value = telegram;
                values[4].Value = telegrams[meter][telegram];
                insert.ExecuteNonQuery();
            }
        }
    }
}
