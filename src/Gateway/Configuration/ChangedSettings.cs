using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Metering;
using Metering.Events;

namespace Gateway.Configuration;

/// <summary>
/// Tells by event 47 which settings are others than at the last start, from files, environment and command line together. Of each setting a digest is kept
/// and nothing else; of one that holds a secret, not even that.
/// </summary>
internal sealed class ChangedSettings(IConfiguration configuration, IStateStore state, IEventLog events) : IHostedService
{
    private const string State = "service.settings";

    /// <summary>Bytes of a digest: 8, enough to tell two values apart.</summary>
    private const int DigestLength = 8;

    private static readonly string[] Secrets = ["password", "secret", "key", "token"];

    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var now = configuration.GetSection(GatewayOptions.Section).AsEnumerable(makePathsRelative: true)
            .Where(setting => setting.Value is not null && !Secrets.Any(secret => setting.Key.EndsWith(secret, StringComparison.OrdinalIgnoreCase)))
            .ToDictionary(setting => setting.Key, setting => DigestOf(setting.Value!), StringComparer.OrdinalIgnoreCase);
        var text = JsonSerializer.Serialize(new SortedDictionary<string, string>(now, StringComparer.OrdinalIgnoreCase));
        var known = state.State.GetValueOrDefault(State);
        if (text == known)
        {
            return;
        }

        if (Changed(known, now) is { Count: > 0 } changed)
        {
            events.Report(EventCode.ParametersChanged, $"settings changed since the last start: {string.Join(", ", changed.Select(key => $"{GatewayOptions.Section}:{key}"))}.");
        }

        await state.SetAsync(State, text);
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The keys that came, went or have another value; none at the first start, or when what is kept cannot be read.</summary>
    private static List<string> Changed(string? known, Dictionary<string, string> now)
    {
        if (known is null || Parse(known) is not { } before)
        {
            return [];
        }

        return [.. before.Keys.Union(now.Keys, StringComparer.OrdinalIgnoreCase).Where(key => before.GetValueOrDefault(key) != now.GetValueOrDefault(key)).Order(StringComparer.OrdinalIgnoreCase)];
    }

    private static Dictionary<string, string>? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(text) is { } parsed ? new(parsed, StringComparer.OrdinalIgnoreCase) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string DigestOf(string value) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(value)).AsSpan(0, DigestLength));
}
