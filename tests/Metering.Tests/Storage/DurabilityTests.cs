using System.Diagnostics;
using System.Globalization;
using Metering.Events;
using Metering.Storage;
using Testing;
using static Metering.Tests.Storage.Readings;

namespace Metering.Tests.Storage;

/// <summary>Whatever was acknowledged is there after the program or the machine died.</summary>
public class DurabilityTests
{
    [Fact]
    public async Task What_was_acknowledged_before_the_process_was_killed_is_there()
    {
        await using var store = new TemporaryStore();
        var meter = await store.AddMeterAsync();
        var random = new Random(1);
        for (var round = 0; round < Rounds.Of(quick: 2, ci: 100, full: 1_000); round++)
        {
            await store.Database.DisposeAsync();
            var acknowledged = await KillAfterAsync(store.File, random.Next(1, 200));
            await store.ReopenAsync();

            var stored = store.Readouts.ReadAppended(meter, 0).ToList();

            Assert.InRange(stored[^1].AppendNumber, acknowledged, long.MaxValue);
            Assert.Equal(Enumerable.Range(1, stored.Count), stored.Select(readout => (int)readout.AppendNumber));
            Assert.All(stored, readout => Assert.Equal(WriterProcess.Telegrams, readout.Telegrams.Length));
            Assert.Equal(Text(stored[^1]), Text(store.Readouts.Last(meter).Readout));
        }
    }

    [Fact]
    public async Task Events_acknowledged_before_the_process_was_killed_are_there_and_no_number_is_used_twice()
    {
        await using var store = new TemporaryStore(WriterProcess.EventCapacity, WriterProcess.EventCapacity);
        var log = new EventLogName(default, EventLogKind.Standard);
        var random = new Random(3);
        var before = 0L;
        for (var round = 0; round < Rounds.Of(quick: 2, ci: 50, full: 300); round++)
        {
            await store.Database.DisposeAsync();
            var acknowledged = await KillAfterAsync(store.File, random.Next(1, 200), WriterProcess.EventsVariable);
            await store.ReopenAsync();

            var stored = store.Events.ReadAppended(log, 0).ToList();

            Assert.InRange(acknowledged, before + 1, stored[^1].Number);
            Assert.InRange(stored.Count, 1, WriterProcess.EventCapacity);
            Assert.Equal(Enumerable.Range((int)stored[0].Number, stored.Count), stored.Select(entry => (int)entry.Number));
            Assert.Equal(stored[^1], store.Events.Last(log));
            before = store.Events.Newest;
            Assert.Equal(stored[^1].Number, before);
        }
    }

    [Fact]
    public async Task Wherever_a_power_cut_ends_the_log_the_acknowledged_readings_are_there_and_whole()
    {
        await using var store = new TemporaryStore();
        var meter = await store.AddMeterAsync();
        var log = store.File + "-wal";
        var (numbers, lengths) = (new List<long>(), new List<long>());
        for (var i = 0; i < 40; i++)
        {
            numbers.Add((await store.Readouts.AppendAsync(Of(meter, Midnight.AddMinutes(i), [1], [2], [3]))).AppendNumber);
            lengths.Add(new FileInfo(log).Length);
        }

        var (file, written) = (Bytes(store.File), Bytes(log));
        var random = new Random(2);
        for (var round = 0; round < Rounds.Of(quick: 40, ci: 2_000, full: 100_000); round++)
        {
            var acknowledged = random.Next(numbers.Count - 1);
            var cut = random.NextInt64(lengths[acknowledged], lengths[acknowledged + 1]);
            var stored = await AfterPowerCutAsync(file, written[..(int)cut], round % 2 == 0 ? Mutations.Noise(random, 5000) : [], meter);

            Assert.Equal(numbers[..(acknowledged + 1)], stored.Select(readout => readout.AppendNumber));
            Assert.All(stored, readout => Assert.Equal(3, readout.Telegrams.Length));
        }
    }

    /// <summary>Opens a copy of the store as the disk holds it after a power cut: a log cut off, perhaps with rubbish behind.</summary>
    private static async Task<List<MeterReadout>> AfterPowerCutAsync(byte[] file, byte[] log, byte[] rubbish, MeterId meter)
    {
        var folder = Directory.CreateTempSubdirectory("metering-");
        try
        {
            var copy = Path.Combine(folder.FullName, "copy.db");
            await File.WriteAllBytesAsync(copy, file);
            await File.WriteAllBytesAsync(copy + "-wal", [.. log, .. rubbish]);
            await using var database = SqliteDatabase.Open(copy);
            return [.. new SqliteReadoutStore(database).ReadAppended(meter, 0)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static byte[] Bytes(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Has another process write, and kills it after so many acknowledged writes; returns the last number acknowledged.</summary>
    private static async Task<long> KillAfterAsync(string file, int readings, string variable = WriterProcess.Variable)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["exec", typeof(WriterProcess).Assembly.Location])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        start.Environment[variable] = file;
        using var process = Process.Start(start)!;
        var acknowledged = 0L;
        for (var i = 0; i < readings; i++)
        {
            var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The writer ended by itself.");
            acknowledged = long.Parse(line, CultureInfo.InvariantCulture);
        }

        process.Kill();
        await process.WaitForExitAsync();
        return acknowledged;
    }
}
