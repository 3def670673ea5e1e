using Gateway.Readout;
using Microsoft.AspNetCore.HostFiltering;

namespace Gateway.Api;

/// <summary>The service's interface for programs of this machine, <c>/api/v1</c>.</summary>
internal static class ApiEndpoints
{
    /// <summary>Names by which this machine calls itself; a page in a browser that a foreign name leads here is refused.</summary>
    private static readonly string[] Hosts = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Adds what the interface needs.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services, HostRole role)
    {
        services.Configure<HostFilteringOptions>(options =>
        {
            options.AllowedHosts = Hosts;
            options.AllowEmptyHosts = false;
            options.IncludeFailureMessage = false;
        });
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
        api.MapSearches();
        api.MapMeters();
        api.MapCommands();
        api.MapReadouts();
    }
}
