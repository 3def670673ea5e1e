using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Access;
using Gateway.Api;
using Gateway.Configuration;
using Gateway.Diagnosis;
using Gateway.Health;

namespace Gateway.CommandLine;

/// <summary>What verbs ask of the service: of the one that runs in the data directory, or of its parts in this process when none runs.</summary>
internal sealed class ServiceClient : IAsyncDisposable
{
    /// <summary>A store of years takes minutes to be copied for a backup; who waits in vain ends it by Ctrl+C: 1 h.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly HttpClient _http;
    private readonly LocalService? _local;

    /// <summary>Asks the service at an address.</summary>
    internal ServiceClient(Uri address, string token, string fingerprint, LocalService? local)
    {
        // the token goes to this machine and nowhere else
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString(HashAlgorithmName.SHA256) == fingerprint;
        _http = new HttpClient(handler) { BaseAddress = new Uri(address, $"{ApiEndpoints.Root}/"), Timeout = Longest };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", Actor.UserAgent);
        _local = local;
    }

    /// <summary>Whether it is a running service that is asked.</summary>
    public bool IsService => _local is null;

    /// <summary>Finds the service, or starts its parts here.</summary>
    /// <exception cref="RefusedException">There is no data directory, it is another user's, or another verb has it.</exception>
    public static Task<ServiceClient> ConnectAsync(GatewayOptions options, CancellationToken cancellationToken)
    {
        DataDirectory.RefuseOther(Path.GetFullPath(options.DataDirectory));
        return ConnectToBusAsync(options, [], cancellationToken);
    }

    /// <summary>The same for a verb with which an installer begins: it makes the data directory.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="settings">Settings of this verb alone, which a running service does not take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RefusedException">The data directory is another user's, another verb has it, or a running service has settings of its own.</exception>
    public static async Task<ServiceClient> ConnectToBusAsync(GatewayOptions options, IReadOnlyList<string> settings, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(options.DataDirectory);
        if (DataDirectory.HeldBy(folder) is not { } holder)
        {
            var local = await LocalService.StartAsync(options, settings, cancellationToken);
            return new ServiceClient(local.Address, local.Token, "", local);
        }

        if (settings.Count > 0)
        {
            throw new RefusedException($"The service runs and has its own setting: {string.Join(", ", settings.Select(setting => setting.Trim('-').Split('=')[0]))}. Change it there and start the service anew.");
        }

        try
        {
            return ServiceToken.Read(folder) is var (address, token)
                ? new ServiceClient(address, token, ServiceToken.FingerprintIn(folder), local: null)
                : throw new RefusedException($"{folder} is in use by {holder}, which cannot be asked: it is just starting or stopping, or it is no service. Try again, or stop it.");
        }
        catch (UnauthorizedAccessException e)
        {
            throw new RefusedException($"{ServiceToken.FileIn(folder)} is not yours to read; use the account that the service runs under.", e);
        }
    }

    /// <summary>GET.</summary>
    public Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) => SendAsync<T>(HttpMethod.Get, path, body: null, cancellationToken);

    /// <summary>DELETE.</summary>
    public async Task DeleteAsync(string path, CancellationToken cancellationToken) => (await SendAsync(HttpMethod.Delete, path, body: null, cancellationToken)).Dispose();

    /// <summary>Any request whose answer is JSON.</summary>
    /// <exception cref="RefusedException">What was asked cannot be done; the message says why.</exception>
    /// <exception cref="FailedException">It failed.</exception>
    public async Task<T> SendAsync<T>(HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(method, path, body, cancellationToken);
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(ApiJson.Options, cancellationToken) ?? throw new FailedException("The service's answer is empty.");
        }
        catch (JsonException e)
        {
            throw new FailedException("The service's answer cannot be read: the service is of another version than this program. Start it anew.", e);
        }
    }

    /// <summary>Whether the service does its work, and if not why.</summary>
    /// <exception cref="FailedException">It does not answer, or not as it should.</exception>
    public async Task<HealthResource> HealthAsync(CancellationToken cancellationToken)
    {
        try
        {
            // that it is not ready is an answer too
            using var response = await _http.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellationToken);
            return await response.Content.ReadFromJsonAsync<HealthResource>(ApiJson.Options, cancellationToken) ?? throw new FailedException("The service's answer is empty.");
        }
        catch (JsonException e)
        {
            throw new FailedException("The service's answer cannot be read: it was started anew meanwhile, or is of another version than this program. Try again.", e);
        }
        catch (HttpRequestException e)
        {
            throw Stopped(e);
        }
    }

    /// <summary>Any request whose answer is a file.</summary>
    /// <returns>The name that the service gives it, what it says is not in it, and its content; whoever gets it disposes of it.</returns>
    /// <exception cref="RefusedException">What was asked cannot be done; the message says why.</exception>
    /// <exception cref="FailedException">It failed.</exception>
    public async Task<(string Name, string? LeftOut, Stream Content)> DownloadAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        var response = await SendAsync(method, path, body, cancellationToken);
        var leftOut = response.Headers.TryGetValues(BackupEndpoints.LeftOutHeader, out var values) ? Uri.UnescapeDataString(string.Concat(values)) : null;
        return (response.Content.Headers.ContentDisposition?.FileName?.Trim('"') ?? "", leftOut, await response.Content.ReadAsStreamAsync(cancellationToken));
    }

    /// <summary>Sends a form with a file, and gives the answer.</summary>
    /// <exception cref="RefusedException">What was asked cannot be done; the message says why.</exception>
    /// <exception cref="FailedException">It failed.</exception>
    public async Task<T> UploadAsync<T>(string path, MultipartFormDataContent form, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = form }, cancellationToken);
        return await response.Content.ReadFromJsonAsync<T>(ApiJson.Options, cancellationToken) ?? throw new FailedException("The service's answer is empty.");
    }

    /// <summary>Follows the line of a bus; begins when the service has said that it listens.</summary>
    /// <exception cref="FailedException">The service stopped.</exception>
    public async IAsyncEnumerable<LineEntry> TraceAsync(string bus, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, $"buses/{Uri.EscapeDataString(bus)}/trace", body: null, cancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await LineOfAsync(reader, cancellationToken) is { } line)
        {
            yield return JsonSerializer.Deserialize<LineEntry>(line, ApiJson.Options) ?? throw new FailedException("The service's answer is empty.");
        }

        throw Stopped(inner: null);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await (_local?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) }, cancellationToken);

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        using var request = message;
        try
        {
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using (response)
            {
                throw await RefusalOfAsync(response, cancellationToken);
            }
        }
        catch (HttpRequestException e)
        {
            throw Stopped(e);
        }
    }

    private async Task<string?> LineOfAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken);
        }
        catch (IOException e)
        {
            throw Stopped(e);
        }
    }

    private static async Task<Exception> RefusalOfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            return new RefusedException("The service was started anew meanwhile; try again.");
        }

        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var detail = $"The service answers {(int)response.StatusCode}.";
        if (response.Content.Headers.ContentType?.MediaType == "application/problem+json"
            && await response.Content.ReadFromJsonAsync<JsonObject>(cancellationToken) is { } problem)
        {
            detail = (string?)problem["detail"] ?? (string?)problem["title"] ?? detail;
            errors = problem["errors"]?.Deserialize<Dictionary<string, string[]>>() ?? errors;
        }

        return (int)response.StatusCode < 500 ? new RefusedException(detail) { IsConflict = response.StatusCode == HttpStatusCode.Conflict, Errors = errors } : new FailedException(detail);
    }

    private FailedException Stopped(Exception? inner) => new($"The service at {_http.BaseAddress!.Authority} does not answer any more; it was stopped meanwhile.", inner);
}
