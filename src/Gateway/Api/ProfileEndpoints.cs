using System.Globalization;
using Gateway.Configuration;
using Gateway.LogicalDevices;
using Metering;
using Metering.Profiles;
using Microsoft.AspNetCore.Http.Extensions;

namespace Gateway.Api;

/// <summary><c>/meters/{id}/profiles/{profile}</c>: the rows of a profile, some at a time.</summary>
internal static class ProfileEndpoints
{
    /// <summary>Rows of a page at most.</summary>
    public const int MostOfPage = 1000;

    /// <summary>Rows of a page when nothing is said.</summary>
    private const int UsualOfPage = 100;

    /// <summary>Maps the resource.</summary>
    public static void MapProfiles(this IEndpointRouteBuilder api) => api.MapGet("/meters/{id}/profiles/{profile}", PageAsync);

    private static Task<ProfilePage> PageAsync(
        string id, string profile, HttpRequest request, IMeterStore meters, IMeterProfiles profiles, ProfileReads reads, Installation installation)
    {
        var meter = meters.Need(id);
        if (!ProfileReader.Kinds.TryGetValue(profile, out var kind))
        {
            throw ApiException.NotFound($"There is no profile {profile}; there are {string.Join(", ", ProfileReader.Kinds.Keys)}.");
        }

        var fields = new QueryFields(request.Query);
        var (from, to) = fields.Period();
        var columns = fields.Text("columns");
        var limit = (int)(fields.Number("limit", 1, MostOfPage) ?? UsualOfPage);
        var after = fields.Text("after") is not { } text ? null : RowCursor.TryParse(text) ?? fields.Wrong<RowCursor?>("after", "give what the address of the next page has there.");
        fields.Refuse();
        IMeterProfile Open()
        {
            var whole = profiles.Of(meter, kind);
            return columns is null ? whole : whole.Only(ProfileReader.Columns(whole, columns));
        }

        return reads.RunAsync(() => Page(meter, profile, request, installation.Zone, Open, limit, ProfileReader.Rows(Open, from, to, after)), request.HttpContext.RequestAborted);
    }

    private static ProfilePage Page(
        Meter meter, string name, HttpRequest request, TimeZoneInfo zone, Func<IMeterProfile> open, int limit, IEnumerable<(IMeterProfile Profile, ProfileRow Row)> all)
    {
        try
        {
            // one more tells whether there are others
            var found = Waited(all.Take(limit + 1), request.HttpContext.RequestAborted).ToList();
            var shown = found.Count > 0 ? found[^1].Profile : open();
            var rows = found.Take(limit).Select(one => new ProfileRowResource(TimeZoneInfo.ConvertTime(one.Row.Mark, zone), ProfileReader.Values(one.Profile, one.Row))).ToList();
            return new ProfilePage(
                meter.Id.Value,
                name,
                shown.LogicalName.ToString(),
                [.. shown.Columns.Select(ColumnResource.Of)],
                rows,
                found.Count > limit ? Next(request, RowCursor.Of(found[limit - 1].Row), limit) : null);
        }
        catch (ForgottenReadingException)
        {
            throw ProfileReader.Forgotten;
        }
    }

    /// <summary>Rows as long as somebody waits for them.</summary>
    private static IEnumerable<T> Waited<T>(IEnumerable<T> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return row;
        }
    }

    private static string Next(HttpRequest request, RowCursor after, int limit)
    {
        var query = new QueryBuilder(request.Query.Where(field => field.Key is "from" or "to" or "columns").Select(field => KeyValuePair.Create(field.Key, field.Value.ToString())))
        {
            { "limit", limit.ToString(CultureInfo.InvariantCulture) },
            { "after", after.ToString() },
        };
        return request.Path + query.ToQueryString();
    }
}
