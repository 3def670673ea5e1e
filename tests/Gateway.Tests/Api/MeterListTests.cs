using System.Net;
using System.Text;
using System.Text.Json;
using Gateway.Tests.Harness;
using Metering;
using Testing;

namespace Gateway.Tests.Api;

/// <summary>Installing by a list.</summary>
public sealed class MeterListTests : IAsyncLifetime
{
    private const string Head = "Position,Secondary address,Baud rate,Addressing mode,Primary address,Extended address,Bus,Key,Group";
    private const string Key = "00112233445566778899AABBCCDDEEFF";

    private readonly TemporaryFolder _data = new();
    private RunningGateway _gateway = null!;
    private InterfaceClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await RunningGateway.StartAsync(_data, "Gateway:Buses:cellar:Address=/dev/no-such-port", "Gateway:Buses:attic:Address=/dev/no-such-port2", "Gateway:Groups:tenants:ReadoutInterval=1 h");
        _client = new InterfaceClient(_gateway);
    }

    [Theory]
    [InlineData(',', false)]
    [InlineData(';', false)]
    [InlineData(';', true)]
    public async Task A_list_of_the_cme3100_installs_its_meters(char separator, bool hasMark)
    {
        var list = string.Join("\r\n",
            Head,
            $"\"Flat 1{separator} \"\"left\"\"\",14491001,2400,secondary,,96150106,cellar,,tenants",
            $"Flåt 2,1449100296150106,300,,,,cellar,{Key},",
            "Flat 3,,,Primary,7,,attic,,",
            "Flat 4,14491004,,primary,8,,attic,,",
            "").Replace(',', separator);
        var (status, body) = await SendAsync("", [.. hasMark ? Encoding.UTF8.Preamble.ToArray() : [], .. Encoding.UTF8.GetBytes(list)]);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((true, true, 4), (body.GetProperty("good").GetBoolean(), body.GetProperty("stored").GetBoolean(), body.GetProperty("meters").GetArrayLength()));
        Meter[] meters = [.. _gateway.Meters.Meters.Values];
        Assert.Equal([$"Flat 1{separator} \"left\"", "Flåt 2", "Flat 3", "Flat 4"], meters.Select(meter => meter.Name));
        Assert.Equal(["1449100196150106", "1449100296150106", null, null], meters.Select(meter => meter.Identity?.ToString()));
        Assert.Equal([null, 300, null, null], meters.Select(meter => meter.BaudRate));
        Assert.Equal(["tenants", "", "", ""], meters.Select(meter => meter.Group));
        Assert.Equal([AddressingMode.Secondary, AddressingMode.Secondary, AddressingMode.Primary, AddressingMode.Primary], meters.Select(meter => meter.Addressing));
        Assert.Equal([false, true, false, false], meters.Select(meter => meter.ProtectedKey.Length > 0));
        Assert.DoesNotContain(Key, body.GetRawText(), StringComparison.OrdinalIgnoreCase);
        var told = (await _client.SendAsync("GET", "/api/v1/events?meter=gateway")).Body.GetProperty("events").EnumerateArray().Select(entry => entry.GetProperty("message").GetString()!);
        Assert.Equal(4, told.Count(message => message.Contains("installed from a list", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_by_line_and_column_and_nothing_is_stored()
    {
        var list = Encoding.UTF8.GetBytes(string.Join('\n',
            Head,
            "a,1449100196150106,2400,secondary,,,cellar,,",
            "b,1449,2401,tertiary,251,,cellar,,",
            "c,14491001,,secondary,,,cellar,,",
            "d,1449100196150106,,secondary,,,cellar,,",
            "e,,,primary,5,,roof,,",
            "f,,,primary,6,,,,",
            "g,,,primary,7,,cellar,1234,",
            "h,,,primary,8,,cellar,,owners",
            $"{new string('x', 101)},,,primary,9,,cellar,,",
            "j,,,primary,10,,cellar,,,extra"));
        var (status, body) = await SendAsync("", list);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        var errors = body.GetProperty("errors").EnumerateObject().Select(error => error.Name).ToList();
        Assert.Equal(["10:1", "11:10", "3:2", "3:3", "3:4", "3:5", "4:6", "5:2", "6:7", "7:7", "8:8", "9:9"], errors.Order(StringComparer.Ordinal));
        Assert.Contains("the meter of line 2", body.GetProperty("errors").GetProperty("5:2")[0].GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("1234", body.GetProperty("errors").GetProperty("8:8")[0].GetString(), StringComparison.Ordinal);
        Assert.Empty(_gateway.Meters.Meters);

        var check = (await SendAsync("?check=true", list)).Body;
        Assert.Equal((false, false, errors.Count), (check.GetProperty("good").GetBoolean(), check.GetProperty("stored").GetBoolean(), check.GetProperty("issues").GetArrayLength()));
    }

    [Fact]
    public async Task A_line_tells_all_its_faults_and_none_that_only_follows_from_another()
    {
        var list = Encoding.UTF8.GetBytes(string.Join('\n',
            Head,
            $"{new string('x', 101)},1449100196150106,2401,secondary,,,roof,1234,owners",
            "b,,,tertiary,,,cellar,,owners",
            "c,14491001,,secondary,,,,,",
            "d,,,primary,5,,cellar,12,",
            "e,,,primary,5,,cellar,,,extra",
            "f,1449100X,,,,96150106,cellar,,"));
        var errors = (await SendAsync("", list)).Body.GetProperty("errors");
        Assert.Equal(["2:1", "2:3", "2:7", "2:8", "2:9", "3:4", "3:9", "4:6", "4:7", "5:8", "6:10", "6:5", "7:2"], errors.EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal));
        Assert.Contains("the meter of line 5", errors.GetProperty("6:5")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_stores_nothing_and_the_template_has_the_columns()
    {
        var check = (await SendAsync("?check=true", Encoding.UTF8.GetBytes($"{Head}\na,1449100196150106,,,,,cellar,,\n"))).Body;
        Assert.Equal((true, false, JsonValueKind.Null), (check.GetProperty("good").GetBoolean(), check.GetProperty("stored").GetBoolean(), check.GetProperty("meters")[0].GetProperty("id").ValueKind));
        Assert.Empty(_gateway.Meters.Meters);
        using var template = await _client.ResponseAsync("GET", "/api/v1/meters/template.csv");
        Assert.Equal((Head + "\r\n", "meters.csv"), (await template.Content.ReadAsStringAsync(), template.Content.Headers.ContentDisposition!.FileName));
    }

    [Theory]
    [InlineData("", "text/csv", 400)]
    [InlineData(Head, "text/csv", 400)]
    [InlineData("Colour\nred", "text/csv", 400)]
    [InlineData("Bus,Bus\na,b", "text/csv", 400)]
    [InlineData(Head + "\n\"a,,,", "text/csv", 400)]
    [InlineData(Head, "application/json", 415)]
    public async Task What_is_no_list_is_refused(string list, string type, int expected)
    {
        Assert.Equal((HttpStatusCode)expected, (await SendAsync("", Encoding.UTF8.GetBytes(list), type)).Status);
        Assert.Equal((HttpStatusCode)expected == HttpStatusCode.UnsupportedMediaType ? HttpStatusCode.UnsupportedMediaType : HttpStatusCode.OK, (await SendAsync("?check=true", Encoding.UTF8.GetBytes(list), type)).Status);
    }

    [Fact]
    public async Task A_list_that_is_too_long_is_refused()
    {
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await SendAsync("", new byte[(256 * 1024) + 1])).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync("?colour=red", "x"u8.ToArray())).Status);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
        _data.Dispose();
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(string query, byte[] list, string type = "text/csv")
    {
        using var content = new ByteArrayContent(list);
        content.Headers.ContentType = new(type);
        using var response = await _client.ResponseAsync("POST", $"/api/v1/meters/import{query}", content);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.Clone());
    }
}
