using Gateway.CommandLine;
using Gateway.Configuration;
using Microsoft.Extensions.Configuration;

namespace Gateway.Tests.Push;

public class PushSettingsTests
{
    [Theory]
    [InlineData("MaxPdu", "1000", "Gateway:Push:MaxPdu is 1000; give 1024 to 65535 bytes.")]
    [InlineData("Receiver:Address", "host", "Gateway:Push:Receiver:Address is 'host'; give host:port such as head-end.example:4059")]
    [InlineData("Receiver:Security", "high", "Gateway:Push:Receiver:Security is 'high'; give none, authenticated or authenticated-encrypted.")]
    [InlineData("Receiver:ClientSap", "0", "Gateway:Push:Receiver:ClientSap is 0; give 1 to 65535.")]
    [InlineData("Reports:LoadProfile1:Schedule", "7 min", "Gateway:Push:Reports:LoadProfile1:Schedule is '7 min'; give 1, 2, 3")]
    [InlineData("Reports:Billing:ValuePeriod", "all", "Gateway:Push:Reports:Billing:ValuePeriod is 'all'; give unsent, or how many of the latest rows, 1 to 10000.")]
    [InlineData("Reports:FraudLog:Retries", "256", "Gateway:Push:Reports:FraudLog:Retries is 256; give 0 to 255 repetitions.")]
    [InlineData("Reports:FraudLog:RepetitionDelay", "00:00:00.5", "Gateway:Push:Reports:FraudLog:RepetitionDelay is 00:00:00.5000000; give 00:00:01 to 18:12:15")]
    [InlineData("Reports:FraudLog:Randomisation", "1.00:00:00", "Gateway:Push:Reports:FraudLog:Randomisation is 1.00:00:00; give 00:00:00 to 18:12:15")]
    [InlineData("Reports:FraudLog:CommunicationWindow:0", "22:00", "Gateway:Push:Reports:FraudLog:CommunicationWindow has '22:00'; give 22:00-06:00")]
    [InlineData("Reports:OnInstallation:Schedule", "1 h", "Gateway:Push:Reports:OnInstallation:Schedule cannot be given: this report is sent when the list of meters has changed.")]
    [InlineData("Reports:Daily:Enabled", "true", "Gateway:Push:Reports:Daily is not a setting; Gateway:Push:Reports has LoadProfile1, LoadProfile2")]
    [InlineData("Reports:Billing:Enabled", "yes", "Gateway:Push:Reports:Billing:Enabled is 'yes'; give true or false.")]
    public void What_is_wrong_is_told_by_its_key(string key, string value, string message)
    {
        var refused = Assert.Throws<RefusedException>(() => Read((key, value)));
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Fact]
    public void All_settings_can_be_written()
    {
        var push = Read(
            ("MaxPdu", "4096"),
            ("Receiver:Address", "[2001:db8::1]:4059"),
            ("Receiver:ClientSap", "102"),
            ("Reports:LoadProfile1:Enabled", "true"),
            ("Reports:LoadProfile1:Schedule", "0 5 0/4 * * ?"),
            ("Reports:LoadProfile1:ValuePeriod", "96"),
            ("Reports:LoadProfile1:Receiver:Security", "authenticated"),
            ("Reports:LoadProfile1:CommunicationWindow:0", "22:00-06:00"),
            ("Reports:LoadProfile1:CommunicationWindow:1", "FFFFFFFF01080000008000FF-FFFFFFFF05110000008000FF"));

        Assert.Equal((4096, "[2001:db8::1]:4059", 102), (push.MaxPdu, push.Receiver.Address, push.Receiver.ClientSap));
        Assert.Equal((true, "0 5 0/4 * * ?", "96", "authenticated"), (push.Reports.LoadProfile1.Enabled, push.Reports.LoadProfile1.Schedule, push.Reports.LoadProfile1.ValuePeriod, push.Reports.LoadProfile1.Receiver!.Security));
        Assert.Equal(2, push.Reports.LoadProfile1.CommunicationWindow!.Count);
    }

    private static PushOptions Read(params (string Key, string Value)[] settings) => Settings.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>($"Gateway:Push:{setting.Key}", setting.Value))).Build()).Push;
}
