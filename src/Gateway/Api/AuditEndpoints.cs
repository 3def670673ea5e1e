using System.Globalization;
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
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var other in request.Query.Keys.Where(key => key is not ("before" or "most")))
        {
            errors[other] = ["there is no such parameter; there are before, most."];
        }

        var (before, most) = (Number(request, errors, "before", long.MaxValue), Number(request, errors, "most", MostOfPage));
        return errors.Count == 0 ? AuditPage.Of(audit, before, (int)(most ?? UsualOfPage)) : throw ApiException.Invalid(errors);
    }

    private static long? Number(HttpRequest request, Dictionary<string, string[]> errors, string name, long most)
    {
        if (!request.Query.TryGetValue(name, out var values))
        {
            return null;
        }

        if (values.Count == 1 && long.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most)
        {
            return number;
        }

        errors[name] = [string.Create(CultureInfo.InvariantCulture, $"give a whole number from 1 to {most}.")];
        return null;
    }
}
