using Gateway.Access;

namespace Gateway.Api;

/// <summary><c>/users</c>: who signs in to the page, with which role; and one's own password.</summary>
internal static class UserEndpoints
{
    /// <summary>Maps the resources.</summary>
    public static void MapUsers(this IEndpointRouteBuilder api)
    {
        api.MapGet("/users", (Users users) => users.All.Select(UserResource.Of)).For(Role.Administrator);
        api.MapGet("/users/{name}", (string name, Users users) => UserResource.Of(users.Find(name) ?? throw ApiException.NotFound($"There is no user {name}."))).For(Role.Administrator).Shows(TagOf);
        api.MapPost("/users", AddAsync).For(Role.Administrator).MayHaveToWait().Tells("user added");
        api.MapPatch("/users/{name}", ChangeAsync).For(Role.Administrator).MayHaveToWait().Changes(TagOf).Tells("user changed");
        api.MapDelete("/users/{name}", RemoveAsync).For(Role.Administrator).Changes(TagOf).Tells("user removed");
        api.MapPut("/users/me/password", ChangeOwnAsync).MayHaveToWait().Tells("own password changed");
    }

    /// <summary>The entity tag of a user; a new password makes another one.</summary>
    public static string TagOf(User user) => EntityTag.Of(user.Name + user.Stamp);

    private static string? TagOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<Users>().Find(context.Request.RouteValues["name"]?.ToString() ?? "") is { } user ? TagOf(user) : null;

    /// <summary><c>{"name":"kim","role":"installer","password":"...","present":"..."}</c>; the last is that of the administrator who is signed in.</summary>
    private static async Task<IResult> AddAsync(HttpRequest request, Users users, SignIns attempts)
    {
        var fields = await RequestFields.ReadAsync(request);
        var (name, role, password) = (fields.Text("name", otherwise: null), fields.NeedRole(), fields.Text("password", otherwise: null));
        var present = fields.OwnPassword(request.HttpContext.User, RequestFields.PresentPassword);
        fields.CheckOthers();
        fields.Refuse();
        await attempts.ProveAsync(request.HttpContext, present, RequestFields.PresentPassword);
        var added = await users.AddAsync(name ?? "", role, password ?? "");
        request.HttpContext.Tell("", WordsOf(added.Role), on: $"users/{added.Name}");
        return Results.Created($"{ApiEndpoints.Root}/users/{added.Name}", UserResource.Of(added));
    }

    /// <summary><c>{"role":"viewer","present":"..."}</c>, <c>{"password":"...","present":"..."}</c> or all; the user's sessions end. Nobody's own password.</summary>
    private static async Task<UserResource> ChangeAsync(string name, HttpRequest request, Users users, SignIns attempts)
    {
        var fields = await RequestFields.ReadAsync(request);
        var (role, password, present) = (fields.Role(), fields.Text("password", otherwise: null), fields.OwnPassword(request.HttpContext.User, RequestFields.PresentPassword));
        if (password is not null && Sessions.UserOf(request.HttpContext.User) is { } self && self == Users.NameOf(name))
        {
            fields.Wrong("password", "is your own: change it under your name (PUT /users/me/password), where the present one is asked for.", 0);
        }

        fields.CheckOthers();
        fields.Refuse();
        if (users.Find(name) is { } known && password is null && (role is null || role == known.Role))
        {
            throw new ApiException(StatusCodes.Status400BadRequest, $"Nothing would change: give another role than {known.Role.Word()}, or a new password.");
        }

        await attempts.ProveAsync(request.HttpContext, present, RequestFields.PresentPassword);
        var (before, changed) = await users.ChangeAsync(name, role, password);
        request.HttpContext.Tell(WordsOf(before.Role), $"{WordsOf(changed.Role)}{(password is null ? "" : ", a new password")}", on: $"users/{changed.Name}");
        return UserResource.Of(changed);
    }

    private static async Task<IResult> RemoveAsync(string name, HttpContext context, Users users)
    {
        var removed = await users.RemoveAsync(name);
        context.Tell(WordsOf(removed.Role), "", on: $"users/{removed.Name}");
        return Results.NoContent();
    }

    /// <summary><c>{"present":"...","password":"..."}</c>: the user's other sessions end, this one goes on.</summary>
    private static async Task<IResult> ChangeOwnAsync(HttpRequest request, Users users, SignIns attempts)
    {
        var context = request.HttpContext;
        var user = Sessions.UserOf(context.User) is { } name ? users.Find(name) : null;
        if (user is null)
        {
            throw new ApiException(StatusCodes.Status403Forbidden, "Only somebody who has signed in to the page has a password.");
        }

        var fields = await RequestFields.ReadAsync(request);
        var (present, password) = (fields.OwnPassword(context.User, RequestFields.PresentPassword), fields.Text("password", otherwise: null));
        if (password is not null && password == present)
        {
            fields.Wrong("password", "is the present one: give another.", 0);
        }

        fields.CheckOthers();
        fields.Refuse();
        await attempts.ProveAsync(context, present, RequestFields.PresentPassword);
        var (_, changed) = await users.ChangeAsync(user.Name, role: null, password ?? "");
        context.Tell("", "", on: $"users/{user.Name}");
        await Sessions.BeginAsync(context, changed);
        return Results.NoContent();
    }

    private static string WordsOf(Role role) => $"role {role.Word()}";
}
