using System.Runtime.CompilerServices;
using Metering.Storage;
using static Metering.Tests.Storage.Readings;

namespace Metering.Tests.Storage;

/// <summary>
/// Turns this test program into one that only stores readings, if an environment variable names the file: one number on a line for each
/// reading that was acknowledged, until somebody kills it.
/// </summary>
internal static class WriterProcess
{
    public const string Variable = "METERING_TEST_WRITER";

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
