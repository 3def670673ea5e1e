using Gateway.Readout;
using Metering;
using Metering.Events;

namespace Gateway.Events;

/// <summary>
/// Watches the room that is left for readings: event 1040 when it falls below the limit, 1041 when there is enough again. That writing fails is another
/// event (<see cref="StoreHealth"/>), which this one comes before.
/// </summary>
/// <param name="free">The bytes that are left; null: not known, then all stays as it is.</param>
/// <param name="lowMegabytes">The limit; 0: no watch is kept.</param>
/// <param name="state">Where it stands that it was told, so that a restart does not tell it again.</param>
/// <param name="store">Is tried after a fault, and told when that cannot be kept.</param>
/// <param name="events">Is told the rest.</param>
/// <param name="time">The clock.</param>
internal sealed class DiskWatch(Func<long?> free, int lowMegabytes, IStateStore state, StoreHealth store, IEventLog events, TimeProvider time) : BackgroundService
{
    /// <summary>What fills a disk within a minute is beyond help.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private const string LowState = "disk.low";
    private const long Megabyte = 1_000_000;

    private volatile string? _shortage;

    private bool IsTold => state.State.ContainsKey(LowState);

    /// <summary>In words that the disk is low at this moment; null: it is not.</summary>
    public string? Shortage
    {
        get
        {
            Measure();
            return _shortage;
        }
    }

    /// <summary>Looks once.</summary>
    internal async Task LookAsync()
    {
        await store.TryAsync(state);
        if (Measure() is var (isLow, left) && isLow != IsTold)
        {
            await TellAsync(isLow, left);
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                await LookAsync();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // as asked for, also by a start that is refused
        }
    }

    private (bool IsLow, string Left)? Measure()
    {
        if (lowMegabytes == 0 || free() is not { } bytes)
        {
            return null;
        }

        // a fifth more than the limit, since logs and temporary files come and go
        var limit = lowMegabytes * Megabyte;
        var isLow = bytes < (IsTold ? limit + (limit / 5) : limit);
        var left = FormattableString.Invariant($"{bytes / Megabyte} MB are left on the disk of the data directory");
        _shortage = isLow ? $"{left}, and Gateway:DiskLowMegabytes is {lowMegabytes}" : null;
        return (isLow, left);
    }

    private async Task TellAsync(bool isLow, string left)
    {
        try
        {
            await (isLow ? state.SetAsync(LowState, "told") : state.RemoveAsync(LowState));
        }
        catch (StoreException e)
        {
            // on a full disk that is to be expected: the writes that fail are told instead
            store.Failed(e);
            return;
        }

        events.Report(
            isLow ? EventCode.DiskLow : EventCode.DiskRecovered,
            "",
            isLow ? $"{left}. Make room, or give readings a shorter retention: when it is full no reading can be stored" : $"{left}, that is enough again");
    }
}
