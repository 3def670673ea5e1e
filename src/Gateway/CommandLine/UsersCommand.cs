using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Access;
using Gateway.Api;

namespace Gateway.CommandLine;

/// <summary><c>users</c>: who signs in to the page, on the machine itself; passwords are drawn and shown once, so that none is an argument.</summary>
internal static class UsersCommand
{
    /// <summary>Letters and digits that nobody takes for another.</summary>
    private const string Characters = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>99 bits.</summary>
    private const int Length = 20;

    private static readonly Argument<string> Name = new("NAME") { Description = "The user's name." };

    public static Command Create() => new("users", "Shows and changes who may sign in to the page, and gives a new password to whoever has lost his.")
    {
        ServiceVerb.Create("list", "Lists the users with their roles.", [ServiceVerb.Json], ListAsync),
        ServiceVerb.Create("add", "Adds a user; draws a password and shows it once.", [Name, RoleOption.Option, ServiceVerb.Json], AddAsync),
        ServiceVerb.Create("remove", "Removes a user, who is signed out everywhere.", [Name], RemoveAsync),
        ServiceVerb.Create("reset", "Draws a new password for a user and shows it once; the user is signed out everywhere.", [Name, ServiceVerb.Json], ResetAsync),
    };

    private static async Task<int> ListAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        var users = await client.GetAsync<UserResource[]>("users", cancellationToken);
        if (parsed.GetValue(ServiceVerb.Json))
        {
            foreach (var user in users)
            {
                Console.WriteLine(JsonSerializer.Serialize(user, ApiJson.Options));
            }

            return ExitCode.Done;
        }

        if (!users.Any(user => user.Role == Role.Administrator))
        {
            var file = SetupCode.FileIn(Path.GetFullPath(CommonOptions.Settings(parsed).DataDirectory));
            Console.WriteLine(client.IsService
                ? $"There is no administrator yet. Open the page on this machine; the one-time code is in {file}."
                : $"There is no administrator yet. Start the service: a one-time code is in {file} then, with which the page makes the first one.");
            return ExitCode.Done;
        }

        var table = new Table("Name", "Role", "Since");
        foreach (var user in users)
        {
            table.Add(user.Name, user.Role.Word(), user.CreatedAt.ToLocalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }

        table.Write(Console.Out);
        return ExitCode.Done;
    }

    private static async Task<int> AddAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        var name = parsed.GetRequiredValue(Name);
        var password = Draw(name);
        var body = new JsonObject { ["name"] = name, ["role"] = parsed.GetRequiredValue(RoleOption.Option), ["password"] = password };
        Show(parsed, await client.SendAsync<UserResource>(HttpMethod.Post, "users", body, cancellationToken), "The password", password);
        return ExitCode.Done;
    }

    private static async Task<int> RemoveAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        await client.DeleteAsync(PathOf(parsed.GetRequiredValue(Name)), cancellationToken);
        return ExitCode.Done;
    }

    private static async Task<int> ResetAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        var name = parsed.GetRequiredValue(Name);
        var password = Draw(name);
        Show(parsed, await client.SendAsync<UserResource>(HttpMethod.Patch, PathOf(name), new JsonObject { ["password"] = password }, cancellationToken), "The new password", password);
        return ExitCode.Done;
    }

    private static void Show(ParseResult parsed, UserResource user, string what, string password) => Console.WriteLine(parsed.GetValue(ServiceVerb.Json)
        ? JsonSerializer.Serialize(new { user.Name, user.Role, Password = password }, ApiJson.Options)
        : $"{what} of {user.Name}, shown this once: {password}\nSign in with it and change it under your name, at the top of the page.");

    /// <summary>A name that can be nobody's would be another resource.</summary>
    private static string PathOf(string name) => Users.NameOf(name) is { } user ? $"users/{user}" : throw new RefusedException($"There is no user '{name}': a user's name has {Users.AllowedNames}.");

    /// <summary>One that is allowed: it must not contain the user's name, which may be a letter.</summary>
    private static string Draw(string name)
    {
        string password;
        do
        {
            password = RandomNumberGenerator.GetString(Characters, Length);
        }
        while (name.Length > 0 && PasswordHash.WrongWith(password, name) is not null);
        return password;
    }
}
