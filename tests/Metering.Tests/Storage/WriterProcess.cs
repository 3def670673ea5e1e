using System.Runtime.CompilerServices;
using Metering.Events;
using Metering.Storage;
using static Metering.Tests.Storage.Readings;

namespace Metering.Tests.Storage;

/// <summary>
/// Turns this test program into one that only stores readings or events, if an environment variable names the file: one number on a line for each
/// of them that was acknowledged, until somebody kills it.
/// </summary>
internal static class WriterProcess
{
    public const string Variable = "METERING_TEST_WRITER";

    public const string EventsVariable = "METERING_TEST_EVENT_WRITER";

    /// <summary>A log of events that rolls over every few writes.</summary>
    public const int EventCapacity = 50;

    public const int Telegrams = 3;

    /// <summary>
    /// Runs before the program's entry point. Other threads cannot enter this assembly until it ends, so it waits for the store instead
    /// of being called back.
    /// </summary>
    [ModuleInitializer]
    internal static void RunIfAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { } file)
        {
            Run(file);
        }

        if (Environment.GetEnvironmentVariable(EventsVariable) is { } events)
        {
            RunEvents(events);
        }
    }

    private static void RunEvents(string file)
    {
        var store = new SqliteEventStore(SqliteDatabase.Open(file), EventCapacity, EventCapacity);
        var log = new EventLogName(default, EventLogKind.Standard);
        for (var i = 0; ; i++)
        {
            var entries = Enumerable.Range(0, 1 + (i % 5)).Select(k => new EventEntry(0, log, Midnight.AddSeconds(i), EventCode.BusFault, $"event {i}.{k}")).ToList();
#pragma warning disable VSTHRD002 // See above.
            var stored = i % 40 == 39
                ? [store.ClearAsync(new EventEntry(0, log, Midnight.AddSeconds(i), EventCode.EventLogCleared, $"clear {i}")).GetAwaiter().GetResult()]
                : store.AppendAsync(entries).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
            Console.Out.WriteLine(stored[^1].Number);
        }
    }

    private static void Run(string file)
    {
        var database = SqliteDatabase.Open(file);
        var readouts = new SqliteReadoutStore(database);
        var meter = new SqliteMeterStore(database).Meters.Values.First().Id;
        for (var i = 0; ; i++)
        {
            var appends = new Task<MeterReadout>[1 + (i % 5)];
            for (var k = 0; k < appends.Length; k++)
            {
                appends[k] = readouts.AppendAsync(Of(meter, Midnight.AddSeconds(i), [1], [2], [3]));
            }

#pragma warning disable VSTHRD002 // See above.
            var stored = Task.WhenAll(appends).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
            Console.Out.WriteLine(stored[^1].AppendNumber);
        }
    }
}
