using Gateway.Readout;

namespace Gateway.Api;

/// <summary>The service's interface for programs of this machine, <c>/api/v1</c>.</summary>
internal static class ApiEndpoints
{
    /// <summary>Adds what the interface needs.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services, HostRole role)
    {
        services.AddProblemDetails();
        services.ConfigureHttpJsonOptions(json => ApiJson.Apply(json.SerializerOptions));
        services.AddSingleton<ServiceToken>();
        services.AddSingleton<ManualReadouts>();
        return role == HostRole.Service ? services.AddHostedService<LocalInterface>() : services;
    }

    /// <summary>Maps all resources; what is none answers 404 in the same form.</summary>
    public static void UseApi(this WebApplication app)
    {
        app.UseMiddleware<LocalAccess>();
        app.UseStatusCodePages();
        var api = app.MapGroup("/api/v1");
        api.MapBuses();
        api.MapBusMeters();
        api.MapSearches();
        api.MapMeters();
        api.MapCommands();
        api.MapReadouts();
        api.MapPush();
        api.MapEvents();
        api.MapStore();
    }
}
