using System.Net;
using System.Text.Json;

namespace Gateway.Tests.Api;

/// <summary>The last readout of a meter, and its profiles.</summary>
public class ValueInterfaceTests(WaterGateway fixture) : IClassFixture<WaterGateway>
{
    private const string Profile = "/api/v1/meters/2/profiles/loadProfile1";

    [Fact]
    public async Task Every_value_says_what_it_is_and_where_it_came_from()
    {
        var values = await GetAsync("/api/v1/meters/2/values");

        Assert.Equal("2026-11-01T16:00:00+01:00", Text(values, "readAt"));
        Assert.Equal((4, "power low", "water.all.0.json"), (values.GetProperty("status").GetInt32(), Text(values, "statusText"), Text(values, "mapping")));
        var objects = values.GetProperty("values").EnumerateArray().ToDictionary(value => Text(value, "obis")!);
        Assert.Equal(["0.0.96.50.0.255", "8.0.1.0.0.255", "8.0.2.0.0.255"], objects.Keys.Order(StringComparer.Ordinal));

        var volume = objects["8.0.1.0.0.255"];
        Assert.Equal(("register", "value", "1.004", "doubleLongUnsigned"), (Text(volume, "class"), Text(volume, "state"), Text(volume, "value"), Text(volume, "type")));
        Assert.Equal((1004, -3, "m3", 13), (volume.GetProperty("raw").GetInt32(), volume.GetProperty("scaler").GetInt32(), Text(volume, "unit"), volume.GetProperty("unitCode").GetInt32()));
        Assert.Equal("mbus.dib.0413.unmodifiedvalue", Text(volume, "key"));
        var record = volume.GetProperty("from");
        Assert.Equal(("0413", "0413EC030000", "volume", "1.004"), (Text(record, "key"), Text(record, "bytes"), Text(record, "description"), Text(record, "value")));

        Assert.Equal(("=+1", JsonValueKind.Null), (Text(objects["0.0.96.50.0.255"], "value"), objects["0.0.96.50.0.255"].GetProperty("raw").ValueKind));
    }

    [Fact]
    public async Task An_entry_in_error_says_it_in_words_and_what_nobody_maps_is_shown()
    {
        var values = await GetAsync("/api/v1/meters/2/values");
        var flow = Assert.Single(values.GetProperty("values").EnumerateArray(), value => Text(value, "obis") == "8.0.2.0.0.255");
        Assert.Equal(("error", null), (Text(flow, "state"), Text(flow, "value")));
        Assert.NotEmpty(Text(flow, "problem")!);
        Assert.Equal("023B", Text(flow.GetProperty("from"), "key"));

        var left = Assert.Single(values.GetProperty("unmapped").EnumerateArray());
        Assert.Equal(("025A", 255, -1, "25.5"), (Text(left, "key"), left.GetProperty("raw").GetInt32(), left.GetProperty("exponent").GetInt32(), Text(left, "value")));
    }

    [Fact]
    public async Task The_pages_of_a_profile_follow_each_other_and_hold_each_row_once()
    {
        var page = await GetAsync($"{Profile}?limit=2&from=2026-11-01T12:00:00%2B01:00&columns=8.0.1.0.0.255");
        Assert.Equal(("1.0.99.1.0.255", "8.0.1.0.0.255", "m3"), (Text(page, "obis"), Text(page.GetProperty("columns")[0], "obis"), Text(page.GetProperty("columns")[0], "unit")));
        var rows = new List<string>();
        for (var pages = 1; ; pages++)
        {
            rows.AddRange(page.GetProperty("rows").EnumerateArray().Select(row => $"{Text(row, "time")} {row.GetProperty("values")[0]}"));
            if (Text(page, "next") is not { } next)
            {
                Assert.Equal(3, pages);
                break;
            }

            page = await GetAsync(next);
        }

        Assert.Equal([.. Enumerable.Range(0, 5).Select(i => $"2026-11-01T{12 + i}:00:00+01:00 1.{i:D3}")], rows);
        Assert.Empty((await GetAsync($"{Profile}?to=2026-11-01T10:00:00Z")).GetProperty("rows").EnumerateArray());
        Assert.Equal(2, (await GetAsync($"{Profile}?from=2026-11-01T12:00Z&to=2026-11-01T13:00Z")).GetProperty("rows").GetArrayLength());
    }

    [Theory]
    [InlineData("/api/v1/meters/99/values", 404)]
    [InlineData("/api/v1/meters/2/values?colour=red", 400)]
    [InlineData("/api/v1/meters/99/profiles/billing", 404)]
    [InlineData("/api/v1/meters/2/profiles/loadProfile3", 404)]
    [InlineData(Profile + "?limit=0", 400)]
    [InlineData(Profile + "?limit=1001", 400)]
    [InlineData(Profile + "?limit=ten", 400)]
    [InlineData(Profile + "?from=yesterday", 400)]
    [InlineData(Profile + "?after=4711", 400)]
    [InlineData(Profile + "?after=99999999999999999.1", 400)]
    [InlineData(Profile + "?columns=1.2.3.4.5.6", 400)]
    [InlineData(Profile + "?columns=8.0.1.0.0.255,8.0.1.0.0.255", 400)]
    [InlineData(Profile + "?colour=red", 400)]
    [InlineData("/api/v1/export/readings?meters=99", 400)]
    [InlineData("/api/v1/export/readings?meters=2,x", 400)]
    [InlineData("/api/v1/export/readings?profile=daily", 400)]
    [InlineData("/api/v1/export/readings?format=xls", 400)]
    [InlineData("/api/v1/export/readings?from=x", 400)]
    [InlineData("/api/v1/export/readings?limit=5", 400)]
    public async Task A_wrong_question_is_told_what_is_wrong(string path, int status) =>
        Assert.Equal((HttpStatusCode)status, (await fixture.Client.SendAsync("GET", path)).Status);

    private async Task<JsonElement> GetAsync(string path)
    {
        var (status, body) = await fixture.Client.SendAsync("GET", path);
        Assert.Equal(HttpStatusCode.OK, status);
        return body;
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
