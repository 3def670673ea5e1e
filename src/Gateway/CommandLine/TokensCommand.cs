using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Access;
using Gateway.Api;

namespace Gateway.CommandLine;

/// <summary><c>tokens</c>: what programs show to use the interface, such as whoever asks for metrics.</summary>
internal static class TokensCommand
{
    private static readonly Argument<string> Name = new("NAME") { Description = "Which program it is for." };
    private static readonly Argument<string> Id = new("ID") { Description = "The token's id, as tokens list has it." };
    private static readonly Option<string?> Until = new("--until") { Description = "A date or a time, UTC, from when on it is refused; without it never.", HelpName = "TIME" };

    public static Command Create() => new("tokens", "Shows, makes and removes the tokens with which programs use the interface.")
    {
        ServiceVerb.Create("list", "Lists the tokens with their roles; never the tokens themselves.", [ServiceVerb.Json], ListAsync),
        ServiceVerb.Create("add", "Makes a token and shows it once.", [Name, RoleOption.Option, Until, ServiceVerb.Json], AddAsync),
        ServiceVerb.Create("remove", "Removes a token, which is refused from now on.", [Id], RemoveAsync),
    };

    private static async Task<int> ListAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        var tokens = await client.GetAsync<TokenResource[]>("tokens", cancellationToken);
        if (tokens.Length == 0 && !parsed.GetValue(ServiceVerb.Json))
        {
            Console.WriteLine("There are no tokens.");
            return ExitCode.Done;
        }

        var table = new Table("Id", "Name", "Role", "Since", "Until");
        foreach (var token in tokens)
        {
            if (parsed.GetValue(ServiceVerb.Json))
            {
                Console.WriteLine(JsonSerializer.Serialize(token, ApiJson.Options));
            }

            table.Add(token.Id, token.Name, token.Role.Word(), DayOf(token.CreatedAt), Ends(token.ExpiresAt));
        }

        if (!parsed.GetValue(ServiceVerb.Json))
        {
            table.Write(Console.Out);
        }

        return ExitCode.Done;
    }

    private static async Task<int> AddAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["name"] = parsed.GetRequiredValue(Name), ["role"] = parsed.GetRequiredValue(RoleOption.Option), ["expiresAt"] = parsed.GetValue(Until) };
        var token = await client.SendAsync<TokenResource>(HttpMethod.Post, "tokens", body, cancellationToken);
        Console.WriteLine(parsed.GetValue(ServiceVerb.Json)
            ? JsonSerializer.Serialize(token, ApiJson.Options)
            : $"The token {token.Id} for {token.Name}, shown this once: {token.Token}\nThe program sends it with each request: Authorization: Bearer ...");
        return ExitCode.Done;
    }

    private static async Task<int> RemoveAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        await client.DeleteAsync(PathOf(parsed.GetRequiredValue(Id)), cancellationToken);
        return ExitCode.Done;
    }

    /// <summary>An id that can be no token's would be another resource.</summary>
    private static string PathOf(string id) => id.Length > 0 && id.All(char.IsAsciiHexDigit) ? $"tokens/{id.ToUpperInvariant()}" : throw new RefusedException($"There is no token '{id}'; gateway tokens list has the ids.");

    private static string Ends(DateTimeOffset? at) => at is not { } end ? "for ever"
        : end <= DateTimeOffset.UtcNow ? "expired"
        : end.ToString(end.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string DayOf(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
