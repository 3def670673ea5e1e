using Gateway.Access;
using Gateway.Readout;

namespace Gateway.Api;

/// <summary>The service's interface, <c>/api/v1</c>: for programs, for the command line and for the page.</summary>
internal static class ApiEndpoints
{
    /// <summary>Where all its versions begin, also those that there are not.</summary>
    public const string AllVersions = "/api";

    /// <summary>Where it begins.</summary>
    public const string Root = AllVersions + "/v1";

    /// <summary>Adds what the interface needs.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services, HostRole role)
    {
        services.AddProblemDetails();
        services.ConfigureHttpJsonOptions(json => ApiJson.Apply(json.SerializerOptions));
        services.AddSingleton<ServiceToken>();
        services.AddSingleton<ManualReadouts>();
        services.AddSingleton<ChangeGate>();
        services.AddSingleton<ProfileReads>();
        services.AddDescription();
        return role == HostRole.Service ? services.AddHostedService<LocalInterface>() : services;
    }

    /// <summary>Maps all resources. Whoever sees the gateway may read them; a change names its role, and stands in the audit log.</summary>
    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup(Root).For(Role.Viewer).AuditChanges().TagByAddress().AddEndpointFilter(NeedKnownParametersAsync);
        api.MapBuses();
        api.MapBusMeters();
        api.MapSearches();
        api.MapMeters();
        api.MapImport();
        api.MapValues();
        api.MapProfiles();
        api.MapExport();
        api.MapMappings();
        api.MapCommands();
        api.MapReadouts();
        api.MapPush();
        api.MapClients();
        api.MapEvents();
        api.MapStore();
        api.MapUsers();
        api.MapTokens();
        api.MapAudit();
        api.MapSettings();
        api.MapKeys();
        api.MapBackups();
        app.MapDescription();
    }

    /// <summary>A misspelt parameter is no silent loss.</summary>
    private static ValueTask<object?> NeedKnownParametersAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var request = invocation.HttpContext.Request;
        if (request.Query.Count > 0)
        {
            var route = (invocation.HttpContext.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
            new QueryFields(request.Query).RefuseOthers([.. OperationWords.Of(request.Method, route[(Root.Length + 1)..])?.Query.Keys ?? Enumerable.Empty<string>()]);
        }

        return next(invocation);
    }
}
