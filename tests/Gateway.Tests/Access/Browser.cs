using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Gateway.Access;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Access;

/// <summary>A person's browser: it keeps cookies, fills in forms and sends what the page's scripts send.</summary>
internal sealed partial class Browser : IDisposable
{
    private readonly HttpClientHandler _handler;
    private readonly HttpClient _http;

    public Browser(RunningGateway gateway, CookieContainer? cookies = null)
    {
        Cookies = cookies ?? new CookieContainer();
        _handler = new HttpClientHandler { CookieContainer = Cookies };
        _http = new HttpClient(_handler) { BaseAddress = new Uri($"http://127.0.0.1:{gateway.HttpPort}") };
    }

    public CookieContainer Cookies { get; }

    /// <summary>Signs in; gives where it led.</summary>
    public async Task<string> SignInAsync(string name, string password)
    {
        using var answer = await PostAsync("/sign-in", ("name", name), ("password", password));
        return answer.RequestMessage!.RequestUri!.AbsolutePath;
    }

    /// <summary>A page as text, wherever it leads.</summary>
    public async Task<(string Path, string Text)> PageAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
        return (answer.RequestMessage!.RequestUri!.AbsolutePath, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Fills in the form of a page.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        var token = FormToken().Match((await PageAsync(path)).Text).Groups["token"].Value;
        using var form = new FormUrlEncodedContent([.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)), KeyValuePair.Create("__RequestVerificationToken", token)]);
        return await _http.PostAsync(new Uri(path, UriKind.Relative), form);
    }

    /// <summary>What the page's scripts send, with the token that the page at <paramref name="from"/> has.</summary>
    public async Task<(HttpStatusCode Status, string Text)> SendAsync(string method, string path, string? body = null, string? from = "/account")
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        return await SendAsync(method, path, content, from);
    }

    /// <summary>The same with a file or a form.</summary>
    public async Task<(HttpStatusCode Status, string Text)> SendAsync(string method, string path, HttpContent? content, string? from = "/account")
    {
        var (status, answer) = await AskAsync(method, path, content, from);
        return (status, Encoding.UTF8.GetString(answer));
    }

    /// <summary>The same, where the answer may be a file.</summary>
    public async Task<(HttpStatusCode Status, byte[] Answer)> AskAsync(string method, string path, HttpContent? content, string? from = "/account")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (from is not null)
        {
            request.Headers.Add(AccessServices.AntiforgeryField, MetaToken().Match((await PageAsync(from)).Text).Groups["token"].Value);
        }

        request.Content = content;
        using var response = await _http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsByteArrayAsync());
    }

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FormToken();

    [GeneratedRegex("name=\"antiforgery\" content=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MetaToken();
}
