using Gateway.Tests.Harness;
using Gateway.Upkeep;
using Metering;
using Testing;

namespace Gateway.Tests;

/// <summary>The verb <c>store</c>, with a service and without.</summary>
public class StoreVerbTests
{
    [Fact]
    public async Task The_store_of_a_service_is_shown_and_the_same_when_the_service_has_ended()
    {
        using var data = new TemporaryFolder();
        await using (var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=3", "Gateway:Retention=100 days", "Gateway:Groups:bills:Retention=800"))
        {
            await gateway.AllAreReadAsync();
            await Eventually.HoldsAsync(() => RetentionFacts.Load(gateway.Installation.State) is not null, "old readings were looked for");
            var store = Assert.Single((await RunAsync(data, "store", "show", "--json")).Returns(0).Json);
            Assert.Equal(gateway.Readouts.Newest, store.GetProperty("readings").GetInt64());
            Assert.Equal("100.00:00:00", store.GetProperty("retention").GetString());
            Assert.Equal("800.00:00:00", store.GetProperty("groupRetention").GetProperty("bills").GetString());
            Assert.Equal(0.1, store.GetProperty("readingsPerDay").GetDouble());
            Assert.True(store.GetProperty("length").GetInt64() > 0 && store.GetProperty("free").GetInt64() > 0);
            Assert.Equal(System.Text.Json.JsonValueKind.Null, store.GetProperty("retentionFault").ValueKind);

            var log = store.GetProperty("logLength").GetInt64();
            Assert.InRange(log, 1, store.GetProperty("length").GetInt64());

            var shown = (await RunAsync(data, "store", "show")).Returns(0).Output;
            Assert.All(["Kept for              100 days", "800 days in group bills", "0 telegrams removed", "200 bytes"], words => Assert.Contains(words, shown, StringComparison.Ordinal));
            Assert.Matches(@"(?m)^Files +[0-9.]+ [kM]?B, [0-9.]+ [kM]?B of it the write-ahead log, 0 bytes for readings to come\r?$", shown);
            var retention = gateway.Get<Retention>();
            Assert.InRange(gateway.Installation.Time.GetUtcNow() - retention.KeptSince(new Meter { Bus = "b" }), TimeSpan.FromDays(99.99), TimeSpan.FromDays(100.01));
        }

        var after = (await RunAsync(data, "store", "show")).Returns(0).Output;
        Assert.Contains("0 telegrams removed", after, StringComparison.Ordinal);
        Assert.Contains("Kept for              400 days", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_a_store_is_refused()
    {
        using var data = new TemporaryFolder();
        (await RunAsync(data, "store", "show")).IsRefused("is no data directory");
    }

    private static Task<CommandResult> RunAsync(TemporaryFolder data, params string[] args) => CommandLineRun.RunAsync([.. args, "--data-directory", data.Path]);
}
