using System.Text;
using System.Text.Json;
using Gateway.Api;

namespace Gateway.Tests.Api;

/// <summary>Readings as a file.</summary>
public class ExportTests(WaterGateway fixture) : IClassFixture<WaterGateway>
{
    private const string Head = "2,\"'=cmd, \"\"Wåtts\"\"\",1234567896150107,ELV,water";

    [Fact]
    public async Task A_profile_is_one_value_a_line_as_rfc_4180_has_it()
    {
        var lines = await LinesAsync("?meters=2&profile=loadProfile1&to=2026-11-01T12:00:00Z", "\r\n");
        Assert.Equal(
            [
                "meter,name,address,manufacturer,medium,obis,time,value,unit,status",
                $"{Head},8.0.1.0.0.255,2026-11-01T12:00:00+01:00,1.000,m3,4",
                $"{Head},0.0.96.50.0.255,2026-11-01T12:00:00+01:00,'=+1,,4",
                $"{Head},8.0.1.0.0.255,2026-11-01T13:00:00+01:00,1.001,m3,4",
                $"{Head},0.0.96.50.0.255,2026-11-01T13:00:00+01:00,'=+1,,4",
            ],
            lines);
    }

    [Fact]
    public async Task Json_lines_hold_the_same_and_texts_as_they_are()
    {
        var lines = await LinesAsync("?meters=2&profile=loadProfile1&format=jsonl&to=2026-11-01T11:00:00Z", "\n");
        Assert.Equal(
            """{"meter":2,"name":"=cmd, \"Wåtts\"","address":"1234567896150107","manufacturer":"ELV","medium":"water","obis":"8.0.1.0.0.255","time":"2026-11-01T12:00:00+01:00","value":"1.000","unit":"m3","status":4}""",
            lines[0]);
        Assert.Equal("=+1", JsonDocument.Parse(lines[1]).RootElement.GetProperty("value").GetString());
        Assert.Equal(2, lines.Length);
    }

    [Fact]
    public async Task Raw_gives_the_telegrams_as_they_were_read()
    {
        var lines = await LinesAsync("?meters=2&profile=raw&from=2026-11-01T15:00:00Z", "\r\n");
        Assert.Equal("meter,name,address,manufacturer,medium,time,telegram,status,bytes", lines[0]);
        var telegram = Convert.ToHexString(fixture.Running.Readouts.Last(fixture.Meter.Id).Readout!.Telegrams[0].Span);
        Assert.Equal([$"{Head},2026-11-01T16:00:00+01:00,0,4,{telegram}"], lines[1..]);
    }

    [Fact]
    public async Task Without_meters_it_is_all_of_them_and_the_file_has_a_name()
    {
        using var response = await ResponseAsync("?profile=raw");
        Assert.Equal(("text/csv", "utf-8"), (response.Content.Headers.ContentType?.MediaType, response.Content.Headers.ContentType?.CharSet));
        Assert.Matches("^readings-raw-[0-9]{8}T[0-9]{6}Z\\.csv$", response.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        var text = await response.Content.ReadAsStringAsync();
        Assert.Contains("\r\n1,", text, StringComparison.Ordinal);
        Assert.Contains("\r\n2,", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_profile_it_is_load_profile_2_and_the_file_says_so()
    {
        using var response = await ResponseAsync("?meters=2");
        Assert.StartsWith("readings-loadProfile2-", response.Content.Headers.ContentDisposition!.FileName!.Trim('"'), StringComparison.Ordinal);
        using var named = await ResponseAsync("?meters=2&profile=loadProfile2");
        Assert.Equal(await named.Content.ReadAsStringAsync(), await response.Content.ReadAsStringAsync());
        Assert.Contains("Without it the file has `loadProfile2`", ApiDocument.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("Flat 1 = 2", "Flat 1 = 2")]
    [InlineData("", "")]
    public void A_name_is_no_formula(string name, string cell) => Assert.Equal(cell, ExportLine.Harmless(name));

    private async Task<string[]> LinesAsync(string query, string end)
    {
        using var response = await ResponseAsync(query);
        var text = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync());
        Assert.EndsWith(end, text, StringComparison.Ordinal);
        return text[..^end.Length].Split(end);
    }

    private async Task<HttpResponseMessage> ResponseAsync(string query)
    {
        var response = await fixture.Client.ResponseAsync("GET", $"/api/v1/export/readings{query}");
        response.EnsureSuccessStatusCode();
        return response;
    }
}
