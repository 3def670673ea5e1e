using System.Net;
using System.Text;
using System.Text.Json;

namespace Gateway.Tests.Api;

/// <summary>What a request brings: of the right type, and not too long.</summary>
public class RequestBodyTests(InterfaceGateway fixture) : IClassFixture<InterfaceGateway>
{
    private const int Most = 65_536;

    [Theory]
    [InlineData("PATCH", "/api/v1/meters/1", "text/plain", "application/json")]
    [InlineData("PATCH", "/api/v1/meters/1", "application/x-www-form-urlencoded", "application/json")]
    [InlineData("PATCH", "/api/v1/settings", "text/json", "application/json")]
    [InlineData("POST", "/api/v1/meters", null, "application/json")]
    [InlineData("POST", "/api/v1/push/reports/Billing/send", "text/plain", "application/json")]
    [InlineData("POST", "/api/v1/mappings/check", "text/plain", "application/json")]
    [InlineData("POST", "/api/v1/meters/import", "application/json", "text/csv")]
    public async Task Another_type_is_refused_in_words(string method, string path, string? type, string wanted)
    {
        var problem = await RefusedAsync(HttpStatusCode.UnsupportedMediaType, method, path, Content("{}", type));
        Assert.Equal($"Send it as Content-Type: {wanted}; {(type is null ? "the request does not say what it is" : $"this is {type}")}.", problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/merge-patch+json")]
    public async Task Json_is_taken_by_all_its_names(string type)
    {
        using var client = new InterfaceClient(fixture.Running);
        using var response = await client.ResponseAsync("PATCH", "/api/v1/meters/1", Content("{}", type));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_request_that_needs_something_says_so_when_it_brings_nothing() => Assert.Equal(
        "The request is empty; send a JSON object as Content-Type: application/json.",
        (await RefusedAsync(HttpStatusCode.BadRequest, "POST", "/api/v1/readouts", content: null)).GetProperty("detail").GetString());

    [Theory]
    [InlineData("PATCH", "/api/v1/meters/1", Most, "application/json", "A request", false)]
    [InlineData("PATCH", "/api/v1/meters/1", Most, "application/json", "A request", true)]
    [InlineData("POST", "/api/v1/readouts", Most, "application/json", "A request", false)]
    [InlineData("POST", "/api/v1/readouts", Most, "application/json", "A request", true)]
    [InlineData("POST", "/api/v1/meters/import?check=true", 262_144, "text/csv", "A list of meters", true)]
    [InlineData("POST", "/api/v1/mappings/check", 1_048_576, "application/json", "A mapping file", false)]
    [InlineData("POST", "/api/v1/mappings/check", 1_048_576, "application/json", "A mapping file", true)]
    public async Task A_byte_too_many_is_refused_and_none_less(string method, string path, int most, string type, string what, bool isChunked)
    {
        using var client = new InterfaceClient(fixture.Running);
        using var longest = await client.ResponseAsync(method, path, Blanks(most, type, isChunked));
        Assert.NotEqual(HttpStatusCode.RequestEntityTooLarge, longest.StatusCode);
        var problem = await RefusedAsync(HttpStatusCode.RequestEntityTooLarge, method, path, Blanks(most + 1, type, isChunked));
        Assert.Equal($"{what} has at most {most} bytes.", problem.GetProperty("detail").GetString());
    }

    private async Task<JsonElement> RefusedAsync(HttpStatusCode status, string method, string path, HttpContent? content)
    {
        using var client = new InterfaceClient(fixture.Running);
        using var response = await client.ResponseAsync(method, path, content);
        Assert.Equal((status, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.Clone();
    }

    private static ByteArrayContent Content(string text, string? type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    /// <summary>A length that is not said before is found out.</summary>
    private static HttpContent Blanks(int count, string type, bool isChunked)
    {
        var bytes = Encoding.UTF8.GetBytes("{}".PadRight(count));
        HttpContent content = isChunked ? new StreamContent(new Unseekable(bytes)) : new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    private sealed class Unseekable(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
