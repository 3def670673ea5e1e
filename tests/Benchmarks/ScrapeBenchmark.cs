using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Gateway;
using Gateway.Api;
using Gateway.Figures;
using Microsoft.AspNetCore.Hosting.Server;

namespace Benchmarks;

/// <summary>A scrape of a service with so many meters: the first one, which looks into the store, and those after it.</summary>
internal static class ScrapeBenchmark
{
    private const int Scrapes = 50;

    /// <summary><c>scrape [FOLDER]</c>; without a folder of a store that it builds: 500 meters, one day.</summary>
    public static Task RunAsync(string[] options) => StoreBuilder.WithStoreAsync(options, MeasureAsync);

    private static async Task MeasureAsync(string folder)
    {
        await using var gateway = await StoredGateway.StartAsync(folder);
        var catalogue = gateway.Get<FigureCatalogue>();
        var output = new ArrayBufferWriter<byte>(1 << 20);
        Print("the first scrape", Scrape(catalogue, output));
        var scrapes = Enumerable.Range(0, Scrapes).Select(_ => Scrape(catalogue, output)).ToList();
        Timing.Print("a scrape", [.. scrapes.Select(scrape => scrape.Milliseconds)], "ms");
        Timing.Print("it allocates", [.. scrapes.Select(scrape => scrape.Allocated / 1024.0)], "kB", string.Create(CultureInfo.InvariantCulture, $"{output.WrittenCount / 1024:N0} kB of text"));
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{StartUpText.Ports(gateway.Get<IServer>())[1]}") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", gateway.Get<ServiceToken>().Text);
        await Timing.CompareAsync(5, [("over HTTP", async () =>
        {
            var text = await http.GetByteArrayAsync(new Uri(MetricsEndpoint.Path, UriKind.Relative));
            return string.Create(CultureInfo.InvariantCulture, $"{text.Count(one => one == '\n'):N0} lines");
        })]);
    }

    private static (double Milliseconds, long Allocated) Scrape(FigureCatalogue catalogue, ArrayBufferWriter<byte> output)
    {
        output.ResetWrittenCount();
        var (start, before) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
        var text = new PrometheusText(output);
        foreach (var group in catalogue.Groups)
        {
            group.Collect(text);
        }

        return (Stopwatch.GetElapsedTime(start).TotalMilliseconds, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Print(string what, (double Milliseconds, long Allocated) scrape) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-44} {scrape.Milliseconds,10:N1} ms   {scrape.Allocated / 1024:N0} kB allocated"));
}
