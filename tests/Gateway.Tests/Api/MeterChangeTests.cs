using System.Net;
using System.Text.Json;
using Gateway.Tests.Harness;
using MBus.Link;
using Metering;
using Testing;

namespace Gateway.Tests.Api;

/// <summary>Changing where a meter is reached, and where head-ends find it.</summary>
public sealed class MeterChangeTests : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();
    private RunningGateway _gateway = null!;
    private InterfaceClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await RunningGateway.StartAsync(_data, "Gateway:Buses:cellar:Address=/dev/no-such-port", "Gateway:Buses:attic:Address=/dev/no-such-port2");
        _client = new InterfaceClient(_gateway);
        await AddAsync("""{"bus":"cellar","name":"one","identity":"1449100196150106"}""");
        await AddAsync("""{"bus":"cellar","name":"two","primaryAddress":7}""");
    }

    [Fact]
    public async Task A_meter_is_moved_to_another_bus_and_address()
    {
        var (status, body) = await ChangeAsync("""{"bus":"attic","addressing":"primary","primaryAddress":9,"identity":"1449100296150106","fabricationNumber":"12345678"}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(("attic", "primary", 9), (body.GetProperty("bus").GetString(), body.GetProperty("addressing").GetString(), body.GetProperty("primaryAddress").GetInt32()));
        var meter = Meter(1);
        Assert.Equal(("attic", AddressingMode.Primary, new PrimaryAddress(9), "1449100296150106", "12345678"), (meter.Bus, meter.Addressing, meter.PrimaryAddress!.Value, $"{meter.Identity}", meter.FabricationNumber));
    }

    [Fact]
    public async Task What_would_be_wrong_is_refused_by_field_and_changes_nothing()
    {
        (string Body, string Field)[] wrong =
        [
            ("""{"bus":"garage"}""", "bus"),
            ("""{"bus":null}""", "bus"),
            ("""{"addressing":"somehow"}""", "addressing"),
            ("""{"addressing":"primary"}""", "primaryAddress"),
            ("""{"addressing":"primary","primaryAddress":7}""", "primaryAddress"),
            ("""{"identity":null}""", "identity"),
            ("""{"identity":"14"}""", "identity"),
            ("""{"logicalDevice":17}""", "logicalDevice"),
            ("""{"logicalDevice":127}""", "logicalDevice"),
            ("""{"logicalDevice":null}""", "logicalDevice"),
            ("""{"logicalDevice":15}""", "logicalDevice"),
            ("""{"replacedAt":"2026-01-01"}""", "replacedAt"),
        ];
        var before = Meter(1);
        foreach (var (body, field) in wrong)
        {
            var (status, problem) = await ChangeAsync(body);

            Assert.Equal((HttpStatusCode.BadRequest, body), (status, body));
            Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.GetRawText());
            Assert.Equal(before, Meter(1));
        }
    }

    [Fact]
    public async Task A_quota_is_given_and_taken_away_as_the_form_sends_it()
    {
        Assert.Equal(HttpStatusCode.OK, (await ChangeAsync("""{"readout":{"quota":{"readouts":4,"period":"1.00:00:00"},"firstFrameCountBit":false}}""")).Status);
        Assert.Equal((new ReadoutQuota(4, TimeSpan.FromDays(1)), false), (Meter(1).Readout.Quota, Meter(1).Readout.FirstFrameCountBit));

        Assert.Equal(HttpStatusCode.OK, (await ChangeAsync("""{"readout":{"quota":{"readouts":5}}}""")).Status);
        Assert.Equal(new ReadoutQuota(5, TimeSpan.FromDays(1)), Meter(1).Readout.Quota);
        var (status, problem) = await ChangeAsync("""{"readout":{"quota":{"readouts":null}}}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.True(problem.GetProperty("errors").TryGetProperty("readout.quota.readouts", out _), problem.GetRawText());

        Assert.Equal(HttpStatusCode.OK, (await ChangeAsync("""{"readout":{"quota":{"readouts":null,"period":null},"firstFrameCountBit":null}}""")).Status);
        Assert.Equal((null, null), (Meter(1).Readout.Quota, Meter(1).Readout.FirstFrameCountBit));
    }

    [Theory]
    [InlineData("{\"name\":\"a\",\"name\":\"b\"}", "twice")]
    [InlineData("{\"name\":\"\\ud800\"}", "UTF-8")]
    [InlineData("{\"\\ud800\":1}", "UTF-8")]
    [InlineData("{\"name\":", "line 1")]
    public async Task A_body_that_cannot_be_read_is_refused_with_the_reason(string body, string reason)
    {
        var (status, problem) = await ChangeAsync(body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(reason, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_number_of_a_meter_that_was_read_stays_its_own()
    {
        await _gateway.Readouts.AppendAsync(new MeterReadout { Meter = new MeterId(1), ReadAt = DateTimeOffset.UnixEpoch, Telegrams = [new byte[] { 0x68 }] });

        var (status, problem) = await ChangeAsync("""{"identity":"1449100296150106"}""");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("install the other one as a new meter", problem.GetProperty("errors").GetProperty("identity")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_meter_is_found_where_the_removed_one_was()
    {
        Assert.Equal(HttpStatusCode.NoContent, (await _client.SendAsync("DELETE", "/api/v1/meters/2")).Status);

        Assert.Equal(HttpStatusCode.OK, (await ChangeAsync("""{"logicalDevice":17,"name":"where two was"}""")).Status);

        Assert.Equal((17, "where two was"), (Meter(1).LogicalDeviceAddress, Meter(1).Name));
    }

    [Fact]
    public async Task A_replaced_meter_that_is_back_is_read_again()
    {
        await _gateway.Meters.ReplaceAsync(new MeterId(2), DateTimeOffset.UtcNow, new Meter { Bus = "cellar", Addressing = AddressingMode.Primary, PrimaryAddress = new PrimaryAddress(8) }, (_, successor) => successor);

        var (status, _) = await _client.SendAsync("PATCH", "/api/v1/meters/2", """{"replacedAt":null,"active":true}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((null, true), (Meter(2).ReplacedAt, Meter(2).Active));
    }

    [Fact]
    public async Task Of_two_who_install_one_address_at_once_one_is_refused()
    {
        const string Body = """{"bus":"cellar","primaryAddress":77}""";
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _client.SendAsync("POST", "/api/v1/meters", Body)));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.Single(_gateway.Meters.Meters.Values, meter => meter.PrimaryAddress?.Value == 77);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
        _data.Dispose();
    }

    private Meter Meter(int id) => _gateway.Meters.Find(new MeterId(id))!;

    private async Task AddAsync(string body) => Assert.Equal(HttpStatusCode.Created, (await _client.SendAsync("POST", "/api/v1/meters", body)).Status);

    private Task<(HttpStatusCode Status, JsonElement Body)> ChangeAsync(string body) => _client.SendAsync("PATCH", "/api/v1/meters/1", body);
}
