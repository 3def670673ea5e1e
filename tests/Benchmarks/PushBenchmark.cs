using System.Diagnostics;
using System.Globalization;
using Gateway;
using Gateway.Push;
using MBus.Link;
using Metering;
using Metering.Push;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Simulation;
using Testing;

namespace Benchmarks;

/// <summary>
/// How fast a receiver that was away is served: the service drains what is stored of simulated meters into a receiver on this machine, plain and ciphered in
/// turns, each row mapped from its telegram and each batch made durable.
/// </summary>
internal static class PushBenchmark
{
    private const int BaudRate = 2400;
    private const int Parallel = 64;

    public static async Task RunAsync(string[] options)
    {
        var (meters, rows) = (Options.Number(options, "--meters", 50), Options.Number(options, "--rows", 720));
        var folder = Directory.CreateTempSubdirectory("gateway-benchmark-");
        try
        {
            await using var receiver = new PushSink();
            await using var app = await StartAsync(folder.FullName, receiver.Port);
            await FillAsync(app.Services, meters, rows);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{meters} meters with {rows:N0} hourly rows each"));
            var all = new Dictionary<string, List<Drain>>(StringComparer.Ordinal) { ["none"] = [], ["authenticated-encrypted"] = [] };
            for (var round = -1; round < Measurement.Rounds; round++)
            {
                foreach (var (security, drains) in all)
                {
                    var drain = await DrainAsync(app.Services, receiver, security);
                    if (drain.Rows != (long)meters * rows)
                    {
                        throw new InvalidOperationException($"{drain.Rows} rows were acknowledged, not {(long)meters * rows}.");
                    }

                    if (round >= 0)
                    {
                        drains.Add(drain);
                    }
                }
            }

            foreach (var (security, drains) in all)
            {
                Print(security, drains);
            }

            await app.StopAsync();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<WebApplication> StartAsync(string folder, int port)
    {
        var app = await GatewayHost.BuildAsync(
        [
            "--Gateway:DataDirectory", folder,
            "--Gateway:Dlms:Port", "0",
            "--Gateway:Dlms:AllowLls", "true",
            "--Gateway:Dlms:SecurityPolicy", "none",
            "--Gateway:Http:Port", "0",
            "--Gateway:Simulation", "false",
            "--Gateway:ReadoutInterval", "1 h",
            "--Gateway:Push:Receiver:Address", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"),
            "--Gateway:Push:Reports:LoadProfile1:Enabled", "true",
            "--Gateway:Push:Reports:LoadProfile1:Schedule", "1 month",
            "--Serilog:MinimumLevel:Default", "Error",
        ]);
        await app.StartAsync();
        return app;
    }

    /// <summary>Passive meters with a reading for each hour.</summary>
    private static async Task FillAsync(IServiceProvider services, int count, int rows)
    {
        var (meters, readouts) = (services.GetRequiredService<IMeterStore>(), services.GetRequiredService<IReadoutStore>());
        var clock = new ManualTimeProvider(DateTimeOffset.UtcNow - TimeSpan.FromHours(rows + 1));
        var first = new DateTimeOffset(clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        var bus = SimulatedBus.Create(1, count, clock);
        var added = new List<Meter>();
        foreach (var meter in bus.Meters)
        {
            added.Add(await meters.AddAsync(new Meter { Bus = "benchmark", Identity = meter.HasSecondaryAddress ? meter.Address : null, PrimaryAddress = meter.PrimaryAddress, Active = false }));
        }

        var waiting = new List<Task>();
        for (var row = 0; row < rows; row++)
        {
            clock.Set(first.AddHours(row));
            foreach (var meter in added)
            {
                var address = meter.PrimaryAddress!.Value;
                bus.Receive(LinkFrame.Short(ControlField.SndNke, address), BaudRate);
                var telegram = bus.Receive(LinkFrame.Short(ControlField.ReqUd2.WithFrameCountBit(true), address), BaudRate)[0].Bytes.ToArray();
                waiting.Add(readouts.AppendAsync(new MeterReadout { Meter = meter.Id, ReadAt = first.AddHours(row), Telegrams = [telegram] }));
                if (waiting.Count == Parallel)
                {
                    await Task.WhenAll(waiting);
                    waiting.Clear();
                }
            }
        }

        await Task.WhenAll(waiting);
    }

    private static async Task<Drain> DrainAsync(IServiceProvider services, PushSink receiver, string security)
    {
        var (push, parts) = (services.GetRequiredService<PushService>(), services.GetRequiredService<PushServices>());
        await push.ChangeAsync(ReportKind.LoadProfile1, device: null, _ => new() { Receiver = new() { Security = security } });
        await parts.Cursors.RemoveAsync(ReportKind.LoadProfile1);
        var address = parts.Reports.Of(ReportKind.LoadProfile1).Receiver!;
        var (rows, notifications, octets) = (push.Workers.StateOf(address).Rows, push.Workers.StateOf(address).Notifications, receiver.Octets);
        var heap = 0L;
        var (watch, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        push.Workers.Fire(ReportKind.LoadProfile1, atOnce: true);
        while (push.Workers.Queue.Count > 0)
        {
            heap = Math.Max(heap, GC.GetTotalMemory(forceFullCollection: false));
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }

        var state = push.Workers.StateOf(address);
        return new(state.Rows - rows, state.Notifications - notifications, receiver.Octets - octets, watch.Elapsed, Environment.CpuUsage.TotalTime - cpu, heap);
    }

    private static void Print(string security, List<Drain> drains) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{security,-24} {Of(drain => drain.Rows / drain.Time.TotalSeconds, drains)} rows/s, {Of(drain => drain.Notifications / drain.Time.TotalSeconds, drains)} notifications/s, {Of(drain => drain.Octets / drain.Time.TotalSeconds / 1e3, drains)} kB/s, CPU {Of(drain => drain.Cpu.TotalMicroseconds / drain.Rows, drains)} us/row, heap at most {drains.Max(drain => drain.Heap) / 1e6:N0} MB"));

    private static string Of(Func<Drain, double> figure, List<Drain> drains) =>
        $"{Measurement.Median(drains.Select(figure), "N0")} ({Measurement.Range([.. drains.Select(figure)], "N0")})";

    /// <summary>One time through all that is stored.</summary>
    private sealed record Drain(long Rows, long Notifications, long Octets, TimeSpan Time, TimeSpan Cpu, long Heap);
}
