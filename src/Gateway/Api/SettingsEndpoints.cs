using System.Text.Json;
using Gateway.Access;
using Gateway.Configuration;
using Metering.Events;

namespace Gateway.Api;

/// <summary><c>/settings</c> and <c>/restart</c>: what a person can set, and the start that brings it into force.</summary>
internal static class SettingsEndpoints
{
    private const string Section = GatewayOptions.Section;
    private const int LongestValue = 1000;

    /// <summary>Maps the resources.</summary>
    public static void MapSettings(this IEndpointRouteBuilder api)
    {
        api.MapGet("/settings", Show).For(Role.Administrator).ShowsTag();
        api.MapPatch("/settings", (HttpRequest request, SettingsChanges changes, RestartRequest restart) => ChangeAsync(Section, request, changes, restart))
            .For(Role.Administrator).ChangesTag().Tells("settings changed");
        foreach (var kind in (string[])[nameof(GatewayOptions.Buses), nameof(GatewayOptions.Groups)])
        {
            var address = $"/settings/{kind.ToLowerInvariant()}/{{name}}";
            api.MapPatch(address, (string name, HttpRequest request, SettingsChanges changes, RestartRequest restart) => ChangeAsync(PathOf(kind, name), request, changes, restart))
                .For(Role.Administrator).ChangesTag().Tells("settings changed");
            api.MapDelete(address, (string name, HttpRequest request, SettingsChanges changes, RestartRequest restart) => RemoveAsync(PathOf(kind, name), request, changes, restart))
                .For(Role.Administrator).ChangesTag().Tells("settings removed");
        }

        api.MapPost("/restart", RestartAsync).For(Role.Administrator).Tells("new start asked for");
    }

    private static SettingsResource Show(HttpResponse response, SettingsChanges changes, RestartRequest restart)
    {
        EntityTag.Tell(response.HttpContext, changes.Tag);
        var merged = changes.Layers.Merged().GetSection(Section);
        return new SettingsResource(
            [.. SettingCatalogue.Of(changes.Layers)], NamesIn(merged, nameof(GatewayOptions.Buses)), NamesIn(merged, nameof(GatewayOptions.Groups)), changes.LastFault, restart.IsAsked);
    }

    private static List<string> NamesIn(IConfigurationSection section, string kind) => [.. section.GetSection(kind).GetChildren().Select(child => child.Key)];

    private static string PathOf(string kind, string name) => name.Contains(':', StringComparison.Ordinal)
        ? throw new ApiException(StatusCodes.Status400BadRequest, "A name has no colon.")
        : ConfigurationPath.Combine(Section, kind, name);

    private static async Task<SettingsResource> ChangeAsync(string place, HttpRequest request, SettingsChanges changes, RestartRequest restart)
    {
        var (found, errors) = (new List<(string, string?)>(), new Dictionary<string, string[]>(StringComparer.Ordinal));
        Collect(place, "", (await RequestFields.ReadObjectAsync(request)), found, errors);
        return errors.Count > 0 ? throw ApiException.Invalid(errors) : await ApplyAsync(place, found, request, changes, restart);
    }

    private static Task<SettingsResource> RemoveAsync(string place, HttpRequest request, SettingsChanges changes, RestartRequest restart) =>
        changes.Layers.OriginOf(place) == SettingOrigin.Default
            ? throw ApiException.NotFound($"There is no {SettingPath.FieldOf(place)} in the settings.")
            : ApplyAsync(place, [(place, null)], request, changes, restart);

    private static async Task<SettingsResource> ApplyAsync(string place, List<(string Path, string? Value)> found, HttpRequest request, SettingsChanges changes, RestartRequest restart)
    {
        var prefix = place == Section ? "" : $"{SettingPath.FieldOf(place)}.";
        if (place != Section && changes.Layers.OriginOf(place) == SettingOrigin.Default && found.All(setting => setting.Value is null))
        {
            throw new ApiException(StatusCodes.Status400BadRequest, $"There is no {SettingPath.FieldOf(place)} yet; one with no setting would be none: give at least one.");
        }

        var changed = await changes.ChangeAsync(found, tag => EntityTag.Need(request, tag), prefix, Actor.Of(request.HttpContext));
        request.HttpContext.Tell(WordsOf(changed, change => change.Before), WordsOf(changed, change => change.After));
        if (changed.Count > 0)
        {
            restart.AskAfter(request.HttpContext);
        }

        return Show(request.HttpContext.Response, changes, restart);
    }

    private static string WordsOf(IReadOnlyList<SettingChange> changed, Func<SettingChange, string> value) => string.Join(", ", changed.Select(change => $"{change.Path}: {value(change)}"));

    private static async Task<IResult> RestartAsync(HttpContext context, RestartRequest restart, IEventLog events)
    {
        var fields = await RequestFields.ReadIfThereAsync(context.Request);
        fields?.CheckOthers();
        fields?.Refuse();
        events.Report(EventCode.ParametersChanged, $"a new start was asked for by {Actor.Of(context)}.");
        restart.AskAfter(context);
        return Results.Accepted();
    }

    private static void Collect(string path, string field, JsonElement value, List<(string, string?)> found, Dictionary<string, string[]> errors)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var inner in value.EnumerateObject())
                {
                    var name = field.Length == 0 ? inner.Name : $"{field}.{inner.Name}";
                    if (!SettingPath.IsPart(inner.Name))
                    {
                        errors[name] = ["is no name, which is not empty and has no colon: settings stand inside each other, as {\"http\":{\"port\":8080}}."];
                        continue;
                    }

                    Collect(SettingPath.Inside(path, inner.Name), name, inner.Value, found, errors);
                }

                break;
            case JsonValueKind.Array:
                errors[field] = ["give a value, not a list."];
                break;
            case JsonValueKind.String when value.GetString() is { Length: > LongestValue }:
                errors[field] = [$"is longer than {LongestValue} characters."];
                break;
            default:
                found.Add((path, value.ValueKind switch { JsonValueKind.Null => null, JsonValueKind.String => value.GetString(), _ => value.GetRawText() }));
                break;
        }
    }
}
