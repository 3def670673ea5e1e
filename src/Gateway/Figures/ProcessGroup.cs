using System.Diagnostics;
using static Gateway.Figures.FigureKind;
using static Gateway.Figures.FigureUnit;

namespace Gateway.Figures;

/// <summary>The program. What Prometheus' own clients call the same bears the same name.</summary>
internal static class ProcessGroup
{
    private static readonly DateTimeOffset ProcessStart = StartOfProcess();

    /// <summary>The group.</summary>
    /// <param name="start">When the service began to run.</param>
    public static FigureGroup Create(DateTimeOffset start) => new FigureGroupOf<DateTimeOffset>("Program", () => start)
    {
        { new Figure("gateway_build_info", Gauge, Text, "Version", "Always 1: the version that runs.") { Splits = ["version"] }, _ => [FigureSeries.Of(ProgramVersion.Text, 1)] },
        {
            new Figure(
                "gateway_start_time_seconds", Gauge, Moment, "Service running since",
                "When the service began to run; changed settings begin it anew, and with it the figures of gateway_ that only grow."),
            at => at
        },
        { new Figure("process_start_time_seconds", Gauge, Moment, "Process running since", "When the process started."), _ => ProcessStart },
        { new Figure("process_cpu_seconds_total", Counter, Seconds, "CPU time", "CPU time that the process has taken."), _ => Environment.CpuUsage.TotalTime.TotalSeconds },
        { new Figure("process_resident_memory_bytes", Gauge, Bytes, "Memory", "Memory of the machine that the process has."), _ => Environment.WorkingSet },
        { new Figure("dotnet_threadpool_threads", Gauge, Number, "Threads of the pool", "Threads of the pool on which the service does its work."), _ => ThreadPool.ThreadCount },
        { new Figure("dotnet_gc_heap_size_bytes", Gauge, Bytes, "Managed heap", "Objects on the managed heap, those included that nobody needs any more."), _ => GC.GetTotalMemory(forceFullCollection: false) },
        { new Figure("dotnet_gc_allocated_bytes_total", Counter, Bytes, "Allocated", "Bytes allocated on the managed heap since the process started."), _ => GC.GetTotalAllocatedBytes() },
        {
            new Figure("dotnet_gc_collections_total", Counter, Number, "Collections", "Collections of the managed heap, by their generation.") { Splits = ["generation"] },
            _ => [FigureSeries.Of("0", GC.CollectionCount(0)), FigureSeries.Of("1", GC.CollectionCount(1)), FigureSeries.Of("2", GC.CollectionCount(2))]
        },
        { new Figure("dotnet_gc_pause_seconds_total", Counter, Seconds, "Pauses", "Time for which collections have held up the process."), _ => GC.GetTotalPauseDuration().TotalSeconds },
    };

    private static DateTimeOffset StartOfProcess()
    {
        using var process = Process.GetCurrentProcess();
        return new DateTimeOffset(process.StartTime);
    }
}
