using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Access;
using Gateway.Api;

namespace Gateway.CommandLine;

/// <summary><c>users</c>: who signs in to the page, and a new password for whoever has lost his, on the machine itself.</summary>
internal static class UsersCommand
{
    /// <summary>Letters and digits that nobody takes for another.</summary>
    private const string Characters = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>99 bits.</summary>
    private const int Length = 20;

    private static readonly Argument<string> Name = new("NAME") { Description = "The user's name." };

    public static Command Create() => new("users", "Shows who may sign in to the page, and gives a new password to whoever has lost his.")
    {
        ServiceVerb.Create("list", "Lists the users with their roles.", [ServiceVerb.Json], ListAsync),
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
            table.Add(user.Name, $"{user.Role}".ToLowerInvariant(), user.CreatedAt.ToLocalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }

        table.Write(Console.Out);
        return ExitCode.Done;
    }

    private static async Task<int> ResetAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        var name = parsed.GetRequiredValue(Name);
        var password = Draw(name);
        var user = await client.SendAsync<UserResource>(HttpMethod.Patch, $"users/{Uri.EscapeDataString(name)}", new JsonObject { ["password"] = password }, cancellationToken);
        Console.WriteLine(parsed.GetValue(ServiceVerb.Json)
            ? JsonSerializer.Serialize(new { user.Name, Password = password }, ApiJson.Options)
            : $"The new password of {user.Name}, shown this once: {password}\nSign in with it and change it under your name, at the top of the page.");
        return ExitCode.Done;
    }

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
