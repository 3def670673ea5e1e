using System.Runtime.CompilerServices;
using Gateway.Api;
using Gateway.CommandLine;
using Gateway.Events;
using Gateway.Readout;
using Gateway.Upkeep;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Checkup;

/// <summary>Whether there is room for readings, now and until the oldest are removed.</summary>
internal sealed class RoomCheck : ICheck
{
    private const long Megabyte = 1_000_000;

    /// <summary>With less nothing is stored any more in a moment: 10 MB.</summary>
    private const long Hardly = 10 * Megabyte;

    /// <inheritdoc />
    public string Subject => "disk";

    /// <inheritdoc />
    public async IAsyncEnumerable<Finding> LookAsync(CheckedGateway gateway, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Directory.Exists(gateway.Folder) && DiskSpace.FreeOn(gateway.Folder) is { } free)
        {
            const string Next = "Make room on the disk of the data directory; a shorter Gateway:Retention keeps the database from growing, and gives nothing back to the disk.";
            var least = gateway.Options.DiskLowMegabytes;
            yield return IsFull(gateway) ? Finding.Bad(Subject, $"{ShownValue.Bytes(free)} are free: nothing can be stored soon.", Next)
                : free < least * Megabyte ? Finding.Look(Subject, $"{ShownValue.Bytes(free)} are free, less than the {least} MB of Gateway:DiskLowMegabytes.", Next)
                : Finding.Ok(Subject, $"{ShownValue.Bytes(free)} are free.");
        }

        var warning = gateway is { Service: { } service, Unasked: null } ? (await service.GetAsync<StoreResource>("store", cancellationToken)).Warning : Forecast(gateway);
        if (warning?.Split(": ", 2) is [var what, var why])
        {
            yield return Finding.Look(Subject, $"{what}.", why);
        }
    }

    /// <summary>Whether nothing can be stored any more, or soon.</summary>
    internal static bool IsFull(CheckedGateway gateway) => Directory.Exists(gateway.Folder) && DiskSpace.FreeOn(gateway.Folder) < Hardly;

    /// <summary>What the store is to come to, by what is in it; null: there is room for it, or nothing is known of it.</summary>
    private static string? Forecast(CheckedGateway gateway)
    {
        // what is wrong with a setting is told already, and one of them may be an interval
        if (gateway.Store is not { } store || gateway.SettingFaults.Count > 0)
        {
            return null;
        }

        var options = gateway.Options;
        var statistics = new StoreStatistics(
            store.Readouts,
            store.Meters,
            new ReadoutIntervals(options, NullLogger<ReadoutIntervals>.Instance),
            new Retention(options, () => DateTimeOffset.UtcNow),
            gateway.Folder,
            TimeProvider.System);
        return statistics.Kept.Forecast.Warning(statistics.Longest);
    }
}
