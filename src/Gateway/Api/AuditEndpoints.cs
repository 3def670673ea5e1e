using Gateway.Access;
using Metering.Audit;

namespace Gateway.Api;

/// <summary><c>/audit</c>: who has changed what, those stored last first.</summary>
internal static class AuditEndpoints
{
    /// <summary>Entries of a page at most.</summary>
    public const int MostOfPage = 1000;

    private const int UsualOfPage = 100;

    /// <summary>Maps the resource.</summary>
    public static void MapAudit(this IEndpointRouteBuilder api) => api.MapGet("/audit", List).For(Role.Administrator);

    /// <summary><c>?before=4711&amp;most=100</c>.</summary>
    private static AuditPage List(HttpRequest request, IAuditStore audit)
    {
        var fields = new QueryFields(request.Query);
        var (before, most) = (fields.Number("before", 1, long.MaxValue), fields.Number("most", 1, MostOfPage));
        fields.Refuse();
        return AuditPage.Of(audit, before, (int)(most ?? UsualOfPage));
    }
}
