using Gateway.Configuration;
using Gateway.Tests.Harness;
using Metering.Events;
using Microsoft.Extensions.Configuration;

namespace Gateway.Tests;

public class ChangedSettingsTests
{
    private readonly InMemoryStateStore _state = new();
    private readonly RecordingEventLog _events = new();

    [Fact]
    public async Task The_keys_that_changed_since_the_last_start_are_named_once_and_not_their_values()
    {
        await StartAsync(("Gateway:Dlms:Port", "4059"), ("Gateway:MaxAge", "00:01:00"), ("Gateway:TimeZone", "Europe/Berlin"), ("Serilog:MinimumLevel", "Debug"));
        Assert.Empty(_events.All);
        await StartAsync(("Gateway:Dlms:Port", "4059"), ("Gateway:MaxAge", "00:01:00"), ("Gateway:TimeZone", "Europe/Berlin"));
        Assert.Empty(_events.All);

        (string, string)[] changed = [("Gateway:Dlms:Port", "4060"), ("gateway:maxage", "00:01:00"), ("Gateway:Buses:cellar:Address", "/dev/ttyUSB0")];
        await StartAsync(changed);
        await StartAsync(changed);

        Assert.Equal(["47 : settings changed since the last start: Gateway:Buses:cellar:Address, Gateway:Dlms:Port, Gateway:TimeZone."], _events.Events);
        Assert.DoesNotContain(_state.State.Values, value => value.Contains("ttyUSB0", StringComparison.Ordinal) || value.Contains("4060", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_secret_not_even_a_digest_is_kept()
    {
        await StartAsync(("Gateway:Receiver:Password", "first-secret"), ("Gateway:Receiver:EncryptionKey", "00112233"));
        Assert.Equal("{}", Assert.Single(_state.State.Values));
    }

    [Fact]
    public async Task What_cannot_be_read_is_written_anew()
    {
        await _state.SetAsync("service.settings", "no JSON");
        await StartAsync(("Gateway:Dlms:Port", "4059"));
        Assert.Empty(_events.All);
        await StartAsync(("Gateway:Dlms:Port", "4060"));
        Assert.Equal(EventCode.ParametersChanged, Assert.Single(_events.Codes));
    }

    private Task StartAsync(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
        return new ChangedSettings(configuration, _state, _events).StartAsync(CancellationToken.None);
    }
}
