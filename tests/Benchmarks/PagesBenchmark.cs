using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Gateway;
using Gateway.Access;
using Metering;
using Microsoft.AspNetCore.Hosting.Server;

namespace Benchmarks;

/// <summary>The pages of a service with so many meters, as a person who is signed in fetches them.</summary>
internal static partial class PagesBenchmark
{
    private const string Name = "measure";

    /// <summary><c>pages [FOLDER]</c>; without a folder of a store that it builds: 500 meters, one day.</summary>
    public static Task RunAsync(string[] options) => StoreBuilder.WithStoreAsync(options, MeasureAsync);

    private static async Task MeasureAsync(string folder)
    {
        await using var gateway = await StoredGateway.StartAsync(folder);
        var (users, password) = (gateway.Get<Users>(), RandomNumberGenerator.GetHexString(32));
        await (users.Find(Name) is null ? (Task)users.AddAsync(Name, Role.Administrator, password) : users.ChangeAsync(Name, Role.Administrator, password));

        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{StartUpText.Ports(gateway.Get<IServer>())[1]}") };
        await SignInAsync(http, password);
        var meter = $"/meters/{gateway.Get<IMeterStore>().Meters.Values.First().Id}";
        string[] pages =
        [
            "/", "/meters", meter, $"{meter}/profile", $"{meter}/profile?range=all", $"{meter}/telegram", $"{meter}/line", $"{meter}/edit", "/meters/install", "/mappings", "/push",
            "/push/LoadProfile1", "/events", "/settings", "/users", "/status", "/api/v1/meters",
        ];
        await Timing.CompareAsync(5, [.. pages.Select(page => (page, (Func<Task<string>>)(() => FetchAsync(http, page))))]);
    }

    private static async Task<string> FetchAsync(HttpClient http, string page)
    {
        var bytes = await http.GetByteArrayAsync(new Uri(page, UriKind.Relative));
        return string.Create(CultureInfo.InvariantCulture, $"{bytes.Length / 1000.0:N1} kB");
    }

    private static async Task SignInAsync(HttpClient http, string password)
    {
        var page = new Uri("/sign-in", UriKind.Relative);
        var token = FormToken().Match(await http.GetStringAsync(page)).Groups["token"].Value;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = Name, ["password"] = password, ["__RequestVerificationToken"] = token });
        using var answer = await http.PostAsync(page, form);
        if (answer.RequestMessage!.RequestUri!.AbsolutePath != "/")
        {
            throw new InvalidOperationException($"Signing in led to {answer.RequestMessage.RequestUri}.");
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FormToken();
}
