using System.Globalization;
using Gateway.Access;
using Gateway.Configuration;

namespace Gateway.Api;

/// <summary><c>/tokens</c>: what programs show to use the interface.</summary>
internal static class TokenEndpoints
{
    /// <summary>Maps the resources.</summary>
    public static void MapTokens(this IEndpointRouteBuilder api)
    {
        api.MapGet("/tokens", (ApiTokens tokens) => tokens.All.Select(TokenResource.Of)).For(Role.Administrator);
        api.MapPost("/tokens", AddAsync).For(Role.Administrator).MayHaveToWait().Tells("token made");
        api.MapDelete("/tokens/{id}", RemoveAsync).For(Role.Administrator).Tells("token removed");
    }

    /// <summary><c>{"name":"billing","role":"viewer","expiresAt":"2027-01-01","present":"..."}</c>; without the date it never expires.</summary>
    private static async Task<IResult> AddAsync(HttpRequest request, ApiTokens tokens, SignIns attempts)
    {
        var fields = await RequestFields.ReadAsync(request);
        var (name, role, expiresAt) = (fields.Text("name", otherwise: null), fields.NeedRole(), Moment(fields, "expiresAt"));
        var present = fields.OwnPassword(request.HttpContext.User, RequestFields.PresentPassword);
        fields.CheckOthers();
        fields.Refuse();
        await attempts.ProveAsync(request.HttpContext, present, RequestFields.PresentPassword);
        var (token, text) = await tokens.AddAsync(name ?? "", role, expiresAt);
        request.HttpContext.Tell("", WordsOf(token), on: $"tokens/{token.Id}");
        return Results.Created($"{ApiEndpoints.Root}/tokens/{token.Id}", TokenResource.Of(token) with { Token = text });
    }

    private static async Task<IResult> RemoveAsync(string id, HttpContext context, ApiTokens tokens)
    {
        var removed = await tokens.RemoveAsync(id);
        context.Tell(WordsOf(removed), "");
        return Results.NoContent();
    }

    private static DateTimeOffset? Moment(RequestFields fields, string name) => fields.Text(name, otherwise: null) is not { } text ? null
        : MomentText.TryParseUtc(text, out var at) ? at.ToUniversalTime()
        : fields.Wrong<DateTimeOffset?>(name, "give a date or a time such as 2027-01-01T12:00:00Z, without an offset it is UTC; or null: never.", null);

    private static string WordsOf(ApiToken token) => string.Create(
        CultureInfo.InvariantCulture, $"'{token.Name}', role {token.Role.Word()}, {(token.ExpiresAt is { } at ? $"until {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : "for ever")}");
}
