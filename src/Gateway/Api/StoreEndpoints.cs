using Gateway.Configuration;
using Gateway.Upkeep;
using Metering;

namespace Gateway.Api;

/// <summary><c>/store</c>: how much is kept, how much there will be, and what becomes of old readings.</summary>
internal static class StoreEndpoints
{
    /// <summary>Maps the resource.</summary>
    public static void MapStore(this IEndpointRouteBuilder api) => api.MapGet("/store", ResourceOf);

    private static StoreResource ResourceOf(StoreStatistics statistics, Retention retention, RetentionClock clock, RetentionRun run, IStateStore state, GatewayOptions options)
    {
        var (figures, forecast, free) = statistics.Kept;
        var last = RetentionFacts.Load(state);
        return new StoreResource
        {
            Readings = figures.Readings,
            Oldest = figures.Oldest,
            Newest = figures.Newest,
            Length = figures.Length,
            LogLength = figures.LogLength,
            Reusable = figures.Reusable,
            Free = free,
            ReadingsPerDay = Math.Round(forecast.ReadingsPerDay, 1),
            BytesPerReading = Math.Round(forecast.BytesPerReading, 1),
            Retention = retention.Of(""),
            GroupRetention = options.Groups.Where(group => group.Value.Retention is not null).ToDictionary(group => group.Key, group => retention.Of(group.Key), StringComparer.Ordinal),
            RetentionBehind = clock.Behind,
            ExpectedReadings = forecast.Readings,
            ExpectedLength = forecast.Length,
            RetentionRunAt = last?.EndedAt,
            RetentionRemoved = last?.Telegrams ?? 0,
            RetentionFault = run.Fault,
            Warning = forecast.Warning(statistics.Longest),
        };
    }
}
