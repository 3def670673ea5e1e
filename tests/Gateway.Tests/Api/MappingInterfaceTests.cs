using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Cosem;
using Dlms.Client;
using Gateway.LogicalDevices;
using Gateway.Tests.Harness;
using Metering.Events;
using Metering.Mapping;

namespace Gateway.Tests.Api;

/// <summary>Mapping files while the gateway runs.</summary>
public class MappingInterfaceTests(WaterGateway fixture) : IClassFixture<WaterGateway>
{
    private const string Water = "/api/v1/mappings/water.all.0.json";

    private static readonly string Volume = MappingText.Entry("8.0.1.0.0.255", "mbus.dib.0413.value");
    private static readonly string Temperature = MappingText.Entry("8.0.9.0.0.255", "mbus.dib.025a.value", type: 16, scaler: -1, unit: 9);

    private InterfaceClient Client => fixture.Client;

    private MappedObjects Mapped => fixture.Running.Mapped;

    [Fact]
    public async Task A_good_file_is_in_force_at_once_with_its_history_and_the_shipped_one_comes_back()
    {
        await using var headEnd = await HeadEndClient.ManagementAsync(fixture.Running.DlmsPort, fixture.Meter.LogicalDeviceAddress, fixture.Running.Password);
        Assert.DoesNotContain(await headEnd.GetObjectListAsync(), element => element.LogicalName.ToString() == "8.0.9.0.0.255");
        var before = Mapped.Catalog;

        var (status, put) = await Client.SendAsync("PUT", Water, MappingText.File(Volume, Temperature));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((true, 2, 2), (put.GetProperty("own").GetBoolean(), put.GetProperty("obisCodes").GetInt32(), put.GetProperty("meters")[0].GetInt32()));
        Assert.True(File.Exists(Path.Combine(fixture.Data, "mappings", "water.all.0.json")));
        Assert.Contains(await headEnd.GetObjectListAsync(), element => element.LogicalName.ToString() == "8.0.9.0.0.255");
        Assert.Equal(new CosemData.Long(255), await headEnd.ReadAsync(ClassId.Register, new LogicalName(8, 0, 9, 0, 0, 255)));
        var history = await HistoryAsync(headEnd);
        Assert.Equal(Enumerable.Repeat("255", 5), history);
        var values = (await Client.SendAsync("GET", "/api/v1/meters/2/values")).Body;
        Assert.Equal(["1.004", "25.5"], values.GetProperty("values").EnumerateArray().Select(value => value.GetProperty("value").GetString()));
        Assert.Contains(await EventsAsync(), message => message == "water.all.0.json was uploaded by the local interface: 2 OBIS codes in the place of 4 OBIS codes");
        Assert.Contains($"water.all.0.json={MeterMapper.FingerprintOf(Mapped.Catalog.Named("water.all.0.json")!)}", fixture.Running.Installation.State.State["mapping.files"], StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NoContent, (await Client.SendAsync("DELETE", Water)).Status);
        Assert.False(File.Exists(Path.Combine(fixture.Data, "mappings", "water.all.0.json")));
        Assert.DoesNotContain(await headEnd.GetObjectListAsync(), element => element.LogicalName.ToString() == "8.0.9.0.0.255");
        Assert.Equal(before.Named("water.all.0.json")!.Json, Mapped.Catalog.Named("water.all.0.json")!.Json);
        Assert.Contains(await EventsAsync(), message => message == "water.all.0.json was removed by the local interface; in its place is water.all.0.json with 4 OBIS codes");
    }

    public static TheoryData<string, string, string?, int> Wrong => new()
    {
        { "PUT", Water, MappingText.File(Volume, Volume), 400 },
        { "PUT", Water, "{", 400 },
        { "PUT", Water, "[]", 400 },
        { "PUT", Water, "", 400 },
        { "PUT", Water, MappingText.File(Volume).Replace("\"water\"", "\"heat\"", StringComparison.Ordinal), 400 },
        { "PUT", Water, MappingText.File(Volume).Replace("\"water\"", "\"???\"", StringComparison.Ordinal), 400 },
        { "PUT", Water, new string(' ', (1 << 20) + 1), 413 },
        { "PUT", "/api/v1/mappings/..%2F..%2Fwater.all.0.json", MappingText.File(Volume), 400 },
        { "PUT", "/api/v1/mappings/Water.all.0.json", MappingText.File(Volume), 400 },
        { "PUT", "/api/v1/mappings/water-.all.0.json", MappingText.File(Volume).Replace("\"water\"", "\"water-\"", StringComparison.Ordinal), 400 },
        { "DELETE", Water, null, 409 },
        { "DELETE", "/api/v1/mappings/gas.all.0.json", null, 404 },
        { "DELETE", "/api/v1/mappings/..%2Fgateway.db", null, 404 },
        { "GET", "/api/v1/mappings/gas.all.0.json", null, 404 },
        { "GET", "/api/v1/mappings/..%2Fgateway.db", null, 404 },
        { "GET", "/api/v1/mappings/template", null, 400 },
        { "GET", "/api/v1/mappings/template?meter=99", null, 404 },
        { "POST", "/api/v1/mappings/check", new string(' ', (1 << 20) + 1), 413 },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_is_wrong_changes_nothing(string method, string path, string? file, int expected)
    {
        var (catalog, events) = (Mapped.Catalog, fixture.Running.Installation.Events.Newest);
        Assert.Equal((HttpStatusCode)expected, (await Client.SendAsync(method, path, file)).Status);
        Assert.Same(catalog, Mapped.Catalog);
        Assert.Equal(events, fixture.Running.Installation.Events.Newest);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task A_broken_file_is_told_by_line_and_column()
    {
        var (status, body) = await Client.SendAsync("PUT", Water, MappingText.File(Volume, Volume));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith("3:", Assert.Single(body.GetProperty("errors").EnumerateObject()).Name, StringComparison.Ordinal);

        var check = (await Client.SendAsync("POST", "/api/v1/mappings/check", MappingText.File(Volume, Volume))).Body;
        var issue = Assert.Single(check.GetProperty("issues").EnumerateArray());
        Assert.Equal((false, 3, "error"), (check.GetProperty("good").GetBoolean(), issue.GetProperty("line").GetInt32(), issue.GetProperty("severity").GetString()));
        Assert.True((await Client.SendAsync("POST", "/api/v1/mappings/check", MappingText.File(Volume))).Body.GetProperty("good").GetBoolean());
        Assert.Empty(Files());
    }

    [Fact]
    public async Task A_file_that_is_no_json_by_its_type_is_refused()
    {
        using var content = new StringContent(MappingText.File(Volume), Encoding.UTF8, "text/plain");
        using var response = await Client.ResponseAsync("PUT", Water, content);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task A_preview_tells_what_would_be_new_gone_and_changed()
    {
        var catalog = Mapped.Catalog;
        var (status, preview) = await Client.SendAsync("POST", "/api/v1/mappings/preview", MappingText.File(Volume.Replace("-3", "-2", StringComparison.Ordinal).Replace("\"dlmsDataType\": 6", "\"dlmsDataType\": 5", StringComparison.Ordinal), Temperature));
        Assert.Equal(HttpStatusCode.OK, status);
        var meter = Assert.Single(preview.GetProperty("meters").EnumerateArray());
        Assert.Equal((2, "water.all.0.json"), (meter.GetProperty("meter").GetInt32(), meter.GetProperty("mappingBefore").GetString()));
        var changes = meter.GetProperty("objects").EnumerateArray().ToDictionary(one => one.GetProperty("obis").GetString()!, one => one);
        Assert.Equal(
            ["0.0.96.50.0.255 gone", "8.0.1.0.0.255 changed", "8.0.2.0.0.255 gone", "8.0.9.0.0.255 new"],
            changes.Select(one => $"{one.Key} {one.Value.GetProperty("change").GetString()}").Order(StringComparer.Ordinal));
        Assert.Equal(("25.5", "°C"), (changes["8.0.9.0.0.255"].GetProperty("after").GetProperty("value").GetString(), changes["8.0.9.0.0.255"].GetProperty("after").GetProperty("unit").GetString()));
        Assert.Equal(JsonValueKind.Null, changes["8.0.9.0.0.255"].GetProperty("before").ValueKind);
        Assert.Same(catalog, Mapped.Catalog);

        var broken = (await Client.SendAsync("POST", "/api/v1/mappings/preview", MappingText.File(Volume, Volume))).Body;
        Assert.Equal((false, 0), (broken.GetProperty("check").GetProperty("good").GetBoolean(), broken.GetProperty("meters").GetArrayLength()));
    }

    [Fact]
    public async Task The_list_tells_what_is_in_force_and_a_file_can_be_had_with_its_tag()
    {
        var listed = Assert.Single((await Client.SendAsync("GET", "/api/v1/mappings")).Body.EnumerateArray());
        Assert.Equal(("water.all.0.json", "water", "all", 0, 4, false), (
            listed.GetProperty("file").GetString(), listed.GetProperty("type").GetString(), listed.GetProperty("manufacturer").GetString(), listed.GetProperty("version").GetInt32(),
            listed.GetProperty("obisCodes").GetInt32(), listed.GetProperty("own").GetBoolean()));
        Assert.Equal([2], listed.GetProperty("meters").EnumerateArray().Select(meter => meter.GetInt32()));

        using var file = await Client.ResponseAsync("GET", Water);
        Assert.Equal((listed.GetProperty("etag").GetString(), "water.all.0.json"), (file.Headers.ETag!.ToString(), file.Content.Headers.ContentDisposition!.FileName));
        Assert.Equal(Mapped.Catalog.Named("water.all.0.json")!.Json, await file.Content.ReadAsStringAsync());
        using var again = await Client.ResponseAsync("GET", Water, null, ("If-None-Match", file.Headers.ETag.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task Who_has_seen_another_state_changes_nothing()
    {
        var tag = (await Client.SendAsync("GET", "/api/v1/mappings")).Body[0].GetProperty("etag").GetString()!;
        Assert.Equal(HttpStatusCode.PreconditionFailed, await PutAsync(MappingText.File(Volume), ("If-Match", "\"other\"")));
        Assert.Equal(HttpStatusCode.PreconditionFailed, await PutAsync(MappingText.File(Volume), ("If-None-Match", "*")));
        Assert.Empty(Files());
        Assert.Equal(HttpStatusCode.OK, await PutAsync(MappingText.File(Volume), ("If-Match", tag)));
        Assert.Equal(HttpStatusCode.PreconditionFailed, await PutAsync(MappingText.File(Temperature), ("If-Match", tag)));
        using var removed = await Client.ResponseAsync("DELETE", Water, null, ("If-Match", tag));
        Assert.Equal(HttpStatusCode.PreconditionFailed, removed.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await Client.SendAsync("DELETE", Water)).Status);
    }

    [Fact]
    public async Task A_template_is_a_good_file_with_all_that_the_meter_sends()
    {
        using var response = await Client.ResponseAsync("GET", "/api/v1/mappings/template?meter=2");
        Assert.Equal("water.ELV.1.json", response.Content.Headers.ContentDisposition!.FileName);
        var check = MappingFile.Check("template", await response.Content.ReadAsByteArrayAsync());
        Assert.Empty(check.Issues);
        Assert.Equal(
            ["8.0.1.0.0.255 mbus.dib.0413", "8.0.2.0.0.255 mbus.dib.023b", "0.0.96.50.0.255 mbus.dib.0d78", "0.0.128.0.1.255 mbus.dib.025a"],
            check.Mapping!.Entries.Select(entry => $"{entry.LogicalName} {entry.Keys[0].Text.Replace(".unmodifiedvalue", "", StringComparison.Ordinal)}"));
    }

    private async Task<HttpStatusCode> PutAsync(string file, (string Name, string Value) field)
    {
        using var content = new StringContent(file, Encoding.UTF8, "application/json");
        using var response = await Client.ResponseAsync("PUT", Water, content, field);
        return response.StatusCode;
    }

    private string[] Files() => Directory.Exists(Path.Combine(fixture.Data, "mappings")) ? Directory.GetFiles(Path.Combine(fixture.Data, "mappings")) : [];

    private async Task<IReadOnlyList<string>> EventsAsync() =>
        [.. (await Client.SendAsync("GET", $"/api/v1/events?code={(int)EventCode.MappingChanged}")).Body.GetProperty("events").EnumerateArray().Select(entry => entry.GetProperty("message").GetString()!.TrimEnd('.'))];

    /// <summary>The last column of load profile 1.</summary>
    private static async Task<string[]> HistoryAsync(DlmsClient client) =>
        [.. Assert.IsType<CosemData.Array>(await client.ReadAsync(ClassId.ProfileGeneric, Obis.LoadProfile1)).Items
            .Select(row => Assert.IsType<CosemData.Long>(Assert.IsType<CosemData.Structure>(row).Items[^1]).Value.ToString(CultureInfo.InvariantCulture))];
}
