using Gateway.Access;
using Gateway.Api;
using Gateway.Events;
using Gateway.Readout;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Health;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: it does its work. Anybody has the answer in one word; whoever may see the gateway is also
/// told what is not ready.
/// </summary>
internal static class HealthEndpoints
{
    /// <summary>Where both begin.</summary>
    public const string Root = "/health";

    /// <summary>Adds the checks: of the service, the store, the lines of the buses and the disk.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services, HostRole role)
    {
        var checks = services.AddHealthChecks().AddCheck<RunningCheck>("service").AddCheck<StoreCheck>("store").AddCheck<LinesCheck>("lines");
        if (role == HostRole.Service)
        {
            checks.AddCheck<DiskCheck>("disk");
        }

        return services;
    }

    /// <summary>Maps both.</summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks($"{Root}/live", new() { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks($"{Root}/ready", new() { ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.User.RoleOf() >= Role.Viewer
        ? context.Response.WriteAsJsonAsync(HealthResource.Of(report), ApiJson.Options)
        : context.Response.WriteAsync($"{report.Status}");
}
