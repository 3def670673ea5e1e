using System.Globalization;
using Metering;

namespace Gateway.Upkeep;

/// <summary>
/// What the last look for old readings brought, kept in the state store for the verbs that run without the service:
/// <code>
/// retention.run    2026-11-21T12:00:00.0000000+00:00 48000
/// </code>
/// </summary>
/// <param name="EndedAt">When it ended, UTC.</param>
/// <param name="Telegrams">How many telegrams it removed.</param>
internal sealed record RetentionFacts(DateTimeOffset EndedAt, long Telegrams)
{
    private const string RunState = "retention.run";

    /// <summary>The facts that are kept; null: none, or none that can be read.</summary>
    public static RetentionFacts? Load(IStateStore state) =>
        state.State.GetValueOrDefault(RunState, "").Split(' ') is [var time, var count]
        && DateTimeOffset.TryParseExact(time, "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
        && long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var telegrams)
            ? new(at, telegrams)
            : null;

    /// <summary>Keeps them.</summary>
    /// <exception cref="StoreException">They could not be stored.</exception>
    public Task StoreAsync(IStateStore state) => state.SetAsync(RunState, string.Create(CultureInfo.InvariantCulture, $"{EndedAt:O} {Telegrams}"));
}
