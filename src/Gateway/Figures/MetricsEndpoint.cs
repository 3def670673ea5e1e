using Gateway.Access;

namespace Gateway.Figures;

/// <summary><c>/metrics</c>: all figures for Prometheus, to whoever may see the gateway.</summary>
internal static class MetricsEndpoint
{
    /// <summary>Its address.</summary>
    public const string Path = "/metrics";

    /// <summary>Maps it.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder app) => app.MapGet(Path, WriteAsync).For(Role.Viewer);

    private static async Task WriteAsync(HttpContext context, FigureCatalogue figures)
    {
        context.Response.ContentType = PrometheusText.ContentType;
        var text = new PrometheusText(context.Response.BodyWriter);
        foreach (var group in figures.Groups)
        {
            group.Collect(text);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
    }
}
