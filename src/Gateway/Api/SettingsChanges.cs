using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Access;
using Gateway.CommandLine;
using Gateway.Configuration;
using Metering;
using Metering.Events;

namespace Gateway.Api;

/// <summary>Changes settings by page and interface: one change after the other, each checked as a whole before anything is written.</summary>
internal sealed class SettingsChanges(SettingsLayers layers, Installation installation, IMeterStore meters, IEventLog events, StartFault? fault) : IDisposable
{
    private const string Buses = $"{GatewayOptions.Section}:{nameof(GatewayOptions.Buses)}";

    private readonly Turn _turn = new();
    private volatile SettingsLayers _layers = layers;

    /// <summary>The settings as they were written last.</summary>
    public SettingsLayers Layers => _layers;

    /// <summary>Why those that were changed last, or the backup that was brought back, did not start.</summary>
    public StartFault? LastFault => fault;

    /// <summary>Names their state.</summary>
    public string Tag => EntityTag.Of(JsonSerializer.Serialize(_layers.Page.OrderBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase)));

    /// <summary>Changes settings; gives those that are others now, none where they are so already.</summary>
    /// <param name="changes">Paths with their values; null: nobody sets it any more, nor what is in it.</param>
    /// <param name="need">Refuses the change when whoever asks has seen another state than the one with this tag; null: whatever it is.</param>
    /// <param name="prefix">What the fields of the request leave out, <c>buses.cellar.</c>.</param>
    /// <param name="by">Who asks.</param>
    /// <exception cref="ApiException">Something is wrong; nothing was changed.</exception>
    public async Task<IReadOnlyList<SettingChange>> ChangeAsync(IReadOnlyList<(string Path, string? Value)> changes, Action<string>? need, string prefix, Actor by)
    {
        try
        {
            return await _turn.RunAsync(() => Task.FromResult(Change(changes, need, prefix, by)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new ApiException(StatusCodes.Status503ServiceUnavailable, $"The settings could not be written: {e.Message}");
        }
    }

    /// <summary>How many meters are read over a bus.</summary>
    public int MetersOn(string bus) => meters.Meters.Values.Count(meter => meter.Active && meter.Bus.Equals(bus, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    private IReadOnlyList<SettingChange> Change(IReadOnlyList<(string Path, string? Value)> changes, Action<string>? need, string prefix, Actor by)
    {
        need?.Invoke(Tag);
        var page = new Dictionary<string, string?>(_layers.Page, StringComparer.OrdinalIgnoreCase);
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var (path, value) in changes)
        {
            if (Apply(page, path, value) is { } wrong)
            {
                errors[Field(path, prefix)] = [wrong];
            }
        }

        Refuse(errors);
        var next = _layers.With(page);
        Check(next, [.. changes.Select(change => change.Path)], prefix);
        var changed = page.Keys.Union(_layers.Page.Keys, StringComparer.OrdinalIgnoreCase)
            .Where(key => page.GetValueOrDefault(key) != _layers.Page.GetValueOrDefault(key))
            .Order(StringComparer.Ordinal)
            .ToList();
        if (changed.Count == 0)
        {
            return [];
        }

        SettingsFile.Write(installation.Path, page);
        var (before, after) = (_layers.Merged(), next.Merged());
        _layers = next;
        events.Report(EventCode.ParametersChanged, $"settings were changed by {by}: {string.Join(", ", changed)}.");
        return [.. changed.Select(key => SettingChange.Of(key, before, after))];
    }

    private static string Field(string path, string prefix) => SettingPath.FieldOf(path) is var field && field.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? field[prefix.Length..] : field;

    private string? Apply(Dictionary<string, string?> page, string path, string? value)
    {
        if (!SettingCatalogue.Has(path))
        {
            return "is no setting that can be changed here; settings stand inside each other, as {\"http\":{\"port\":8080}}.";
        }

        var origin = _layers.OriginOf(path);
        if (origin >= SettingOrigin.Environment)
        {
            return $"is set by the {(origin == SettingOrigin.Environment ? "environment" : "command line")}, which keeps it.";
        }

        if (value is not null)
        {
            page[path] = value;
            return null;
        }

        foreach (var key in page.Keys.Where(key => SettingsLayers.IsIn(key, path)).ToList())
        {
            page.Remove(key);
        }

        return origin == SettingOrigin.File && SettingsLayers.IsIn(path, Buses) && path.Count(letter => letter == ':') == 2 ? "stands in appsettings.json; remove it there." : null;
    }

    private static void Check(SettingsLayers next, IReadOnlyList<string> changed, string prefix)
    {
        var merged = next.Merged();
        try
        {
            HttpsCertificate.Check(Settings.Read(merged).Http);
        }
        catch (RefusedException e)
        {
            var keys = merged.AsEnumerable().Select(setting => setting.Key).Concat(SettingCatalogue.Of(next).Select(setting => $"{GatewayOptions.Section}:{setting.Key.Replace('.', ':')}")).ToList();
            Refuse(e.Message.Split(Environment.NewLine)
                .GroupBy(line => KeyOf(line, keys, changed) is { } key ? Field(key, prefix) : "", StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal));
        }
    }

    /// <summary>The setting that a fault is told at: the one it begins with, unless only another one that it names was changed.</summary>
    private static string? KeyOf(string line, IEnumerable<string> keys, IReadOnlyList<string> changed)
    {
        var first = keys.Where(key => line.StartsWith(key, StringComparison.OrdinalIgnoreCase) && line.Length > key.Length && line[key.Length] is ' ' or ':').MaxBy(key => key.Length);
        return first is null || changed.Any(path => SettingsLayers.IsIn(first, path))
            ? first
            : changed.FirstOrDefault(path => line.Contains($" {path};", StringComparison.OrdinalIgnoreCase)) ?? first;
    }

    private static void Refuse(Dictionary<string, string[]> errors)
    {
        if (errors.Count > 0)
        {
            throw ApiException.Invalid(errors);
        }
    }
}
