using Gateway.Figures;
using Gateway.Health;

namespace Gateway.Api;

/// <summary>What programs ask for, and no person: they are answered by a status and problem details, and never led to a page.</summary>
internal static class ForPrograms
{
    /// <summary>Whether a program asks: the interface in any version, the health checks, or the figures.</summary>
    public static bool IsForProgram(this HttpContext context)
    {
        var path = context.Request.Path;
        return path.StartsWithSegments(ApiEndpoints.AllVersions, StringComparison.OrdinalIgnoreCase)
            || path.StartsWithSegments(HealthEndpoints.Root, StringComparison.OrdinalIgnoreCase)
            || path.Equals(MetricsEndpoint.Path, StringComparison.OrdinalIgnoreCase);
    }
}
