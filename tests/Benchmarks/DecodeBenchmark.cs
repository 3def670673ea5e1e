using System.Text.Json.Nodes;
using MBus.Application;
using MBus.Link;
using Testing;

namespace Benchmarks;

/// <summary>Telegrams decoded per second over the test telegrams, on one core.</summary>
internal static class DecodeBenchmark
{
    private const int Passes = 2000;

    public static async Task RunAsync()
    {
        var folders = new[] { Repository.SharedVectors, Repository.File("tests", "vectors", "mbus") };
        var own = Telegrams(Directory.EnumerateFiles(folders[1]!, "own-records.jsonl"));
        await CompareAsync("own-records", own);
        if (folders[0] is { } shared)
        {
            await CompareAsync("real meters", Telegrams(Directory.EnumerateFiles(shared, "*.jsonl").Where(f => !Path.GetFileName(f).StartsWith("own-", StringComparison.Ordinal))));
        }
    }

    private static async Task CompareAsync(string name, ReadOnlyMemory<byte>[] telegrams)
    {
        var bytes = telegrams.Sum(t => t.Length);
        var records = telegrams.Sum(t => Count(t));
        Console.WriteLine($"{name}: {telegrams.Length} telegrams, {bytes / telegrams.Length} bytes and {(double)records / telegrams.Length:N1} records each on average");
        await Measurement.CompareAsync(
            "telegrams",
            "bytes each",
            Of("frame check", static telegram => LinkFrame.TryParse(telegram, out _) == LinkError.None ? 1 : 0),
            Of("records without values", Count),
            Of("typed values, unit, exponent", Values),
            Of("values as text", Texts));

        Candidate Of(string part, Func<ReadOnlyMemory<byte>, long> work) => new(part, () => Task.FromResult(Repeat(telegrams, work)));
    }

    private static ReadOnlyMemory<byte>[] Telegrams(IEnumerable<string> files) =>
    [
        .. files.SelectMany(File.ReadLines).Select(line => JsonNode.Parse(line)!)
            .Where(v => (string?)v["expected"]?["kind"] == "variable" && v["expected"]!["records"] is JsonArray { Count: > 0 })
            .Select(v => (ReadOnlyMemory<byte>)Convert.FromHexString((string)v["hex"]!)),
    ];

    private static long Repeat(ReadOnlyMemory<byte>[] telegrams, Func<ReadOnlyMemory<byte>, long> work)
    {
        long sum = 0;
        for (var pass = 0; pass < Passes; pass++)
        {
            foreach (var telegram in telegrams)
            {
                sum += work(telegram);
            }
        }

        return sum == long.MinValue ? 0 : (long)Passes * telegrams.Length;
    }

    private static long Count(ReadOnlyMemory<byte> telegram)
    {
        var records = Telegram.Decode(telegram).Records;
        long count = 0;
        while (records.MoveNext())
        {
            count++;
        }

        return count;
    }

    private static long Values(ReadOnlyMemory<byte> telegram)
    {
        var records = Telegram.Decode(telegram).Records;
        long sum = 0;
        while (records.MoveNext())
        {
            var record = records.Current;
            var value = record.Value;
            sum += (long)value.Number + record.Vib.Exponent + record.Vib.Unit.Length + (value.HasValue ? 1 : 0);
        }

        return sum;
    }

    private static long Texts(ReadOnlyMemory<byte> telegram)
    {
        var records = Telegram.Decode(telegram).Records;
        long sum = 0;
        while (records.MoveNext())
        {
            sum += records.Current.ValueText?.Length ?? 0;
        }

        return sum;
    }
}
