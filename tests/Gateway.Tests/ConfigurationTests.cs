using System.Text;
using Gateway.CommandLine;
using Gateway.Configuration;
using Gateway.Tests.Harness;
using Metering;
using Metering.Storage;
using Quartz;
using Testing;

namespace Gateway.Tests;

public class ConfigurationTests
{
    [Theory]
    [InlineData("tcp://192.168.1.20:10001", "192.168.1.20", 10001)]
    [InlineData("TCP://converter.local:1", "converter.local", 1)]
    [InlineData("tcp://[::1]:65535", "::1", 65535)]
    public void A_bus_address_can_be_a_host_and_a_port(string text, string host, int port)
    {
        Assert.True(BusAddress.TryParse(text, out var address));
        Assert.Equal((host, port, null), (address.Host, address.Port, address.SerialPort));
        Assert.True(BusAddress.TryParse(address.ToString(), out var again));
        Assert.Equal(address, again);
    }

    [Theory]
    [InlineData("/dev/ttyUSB0")]
    [InlineData("/dev/serial/by-id/usb-FTDI-if00")]
    [InlineData("COM3")]
    [InlineData("com12")]
    public void A_bus_address_can_be_a_serial_port(string text)
    {
        Assert.True(BusAddress.TryParse(text, out var address));
        Assert.Equal((null, text, text), (address.Host, address.SerialPort, address.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("tcp://")]
    [InlineData("tcp://host")]
    [InlineData("tcp://host:")]
    [InlineData("tcp://:10001")]
    [InlineData("tcp://[]:10001")]
    [InlineData("tcp:// :10001")]
    [InlineData("tcp://host:0")]
    [InlineData("tcp://host:65536")]
    [InlineData("tcp://host:+5")]
    [InlineData("udp://host:5")]
    [InlineData("host:5")]
    [InlineData("COM")]
    [InlineData("COMX")]
    [InlineData("ttyUSB0")]
    public void Anything_else_is_no_bus_address(string text) => Assert.False(BusAddress.TryParse(text, out _));

    [Theory]
    [InlineData("1 min", "2026-03-01T12:07:30Z", "2026-03-01T12:08:00Z", "2026-03-01T12:09:00Z")]
    [InlineData("15 min", "2026-03-01T12:07:30Z", "2026-03-01T12:15:00Z", "2026-03-01T12:30:00Z")]
    [InlineData("30 min", "2026-03-01T12:30:00Z", "2026-03-01T13:00:00Z", "2026-03-01T13:30:00Z")]
    [InlineData("1 h", "2026-03-01T12:30:00Z", "2026-03-01T13:00:00Z", "2026-03-01T14:00:00Z")]
    [InlineData("6 h", "2026-03-01T12:30:00Z", "2026-03-01T18:00:00Z", "2026-03-02T00:00:00Z")]
    [InlineData("1 day", "2026-03-01T12:30:00Z", "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z")]
    [InlineData("1 week", "2026-03-01T12:30:00Z", "2026-03-02T00:00:00Z", "2026-03-09T00:00:00Z")]
    [InlineData("1 month", "2026-03-01T12:30:00Z", "2026-04-01T00:00:00Z", "2026-05-01T00:00:00Z")]
    public void The_readout_is_aligned_to_the_wall_clock(string text, string after, string first, string second)
    {
        Assert.True(ReadoutInterval.TryParse(text, out var interval));
        Assert.Equal(text, interval.Text);
        var cron = new CronExpression(interval.Cron, TimeZoneInfo.Utc);
        var next = cron.GetNextValidTimeAfter(DateTimeOffset.Parse(after, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(DateTimeOffset.Parse(first, System.Globalization.CultureInfo.InvariantCulture), next);
        Assert.Equal(DateTimeOffset.Parse(second, System.Globalization.CultureInfo.InvariantCulture), cron.GetNextValidTimeAfter(next!.Value));
    }

    [Fact]
    public void Every_interval_that_is_named_as_allowed_is_allowed()
    {
        var allowed = ReadoutInterval.Allowed.Replace(" or ", ", ", StringComparison.Ordinal).Split(", ");
        var unit = "";
        foreach (var text in allowed.Reverse())
        {
            unit = text.Contains(' ', StringComparison.Ordinal) ? text.Split(' ')[1] : unit;
            var interval = $"{text.Split(' ')[0]} {unit}";
            Assert.True(ReadoutInterval.TryParse(interval, out _), interval);
        }

        Assert.Equal(21, allowed.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("15")]
    [InlineData("min")]
    [InlineData("0 min")]
    [InlineData("7 min")]
    [InlineData("60 min")]
    [InlineData("-1 h")]
    [InlineData("5 h")]
    [InlineData("24 h")]
    [InlineData("2 day")]
    [InlineData("15 min x")]
    [InlineData("15 sec")]
    public void Anything_else_is_no_interval(string text) => Assert.False(ReadoutInterval.TryParse(text, out _));

    [Fact]
    public void The_system_title_holds_maker_and_serial_number()
    {
        var identity = new GatewayIdentity("ELV", 16_000_000);
        Assert.Equal("454C560000F42400", Convert.ToHexString(identity.SystemTitle));
        Assert.Equal("ELV0016000000", identity.LogicalDeviceName);
        Assert.Equal("4B414D000FFFFFFF", Convert.ToHexString(new GatewayIdentity("KAM", GatewayIdentity.MaximumSerial).SystemTitle));
    }

    [Fact]
    public async Task A_serial_number_is_drawn_away_from_the_makers_and_kept()
    {
        await using var parts = await Parts.OpenAsync(storeMeters: false, runs: false);
        var drawn = new HashSet<uint>();
        for (var i = 0; i < 20; i++)
        {
            await parts.Installation.State.RemoveAsync("gateway.serial");
            var identity = await GatewayIdentity.LoadAsync(new GatewayOptions(), parts.Installation.State);
            Assert.InRange(identity.Serial, 200_000_000u, 268_435_455u);
            Assert.Equal(identity, await GatewayIdentity.LoadAsync(new GatewayOptions(), parts.Installation.State));
            drawn.Add(identity.Serial);
        }

        Assert.True(drawn.Count > 15);
        Assert.Equal(7u, (await GatewayIdentity.LoadAsync(new GatewayOptions { Serial = "0000000007" }, parts.Installation.State)).Serial);
    }

    [Fact]
    public async Task One_program_at_a_time_has_the_data_directory()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("data");
        Assert.Null(DataDirectory.HeldBy(path));
        using (await DataDirectory.TakeAsync(path, "the service, DLMS port 4059"))
        {
            Assert.Equal($"process {Environment.ProcessId}, the service, DLMS port 4059", DataDirectory.HeldBy(path));
            var refused = await Assert.ThrowsAsync<RefusedException>(() => DataDirectory.TakeAsync(path, "another"));
            Assert.Contains("the service, DLMS port 4059", refused.Message, StringComparison.Ordinal);
        }

        Assert.Null(DataDirectory.HeldBy(path));
        using var again = await DataDirectory.TakeAsync(path, "another");
        Assert.Equal(path, again.Path);
    }

    [Fact]
    public async Task A_look_at_who_has_the_data_directory_keeps_nobody_out()
    {
        using var folder = new TemporaryFolder();
        (await DataDirectory.TakeAsync(folder.Path, "the service")).Dispose();
        using (File.Open(folder.File("service.lock"), FileMode.Open, FileAccess.Read, FileShare.Read)) // as another program looks
        {
            Assert.Null(DataDirectory.HeldBy(folder.Path));
        }

        var look = File.Open(folder.File("service.lock"), FileMode.Open, FileAccess.Read, FileShare.Read);
        var taking = DataDirectory.TakeAsync(folder.Path, "a verb");
        Assert.False(taking.IsCompleted);
        await look.DisposeAsync();
        using var taken = await taking.InTimeAsync();
    }

    [Fact]
    public async Task Who_has_patience_gets_the_data_directory_when_the_other_program_gives_it_up()
    {
        using var folder = new TemporaryFolder();
        var first = await DataDirectory.TakeAsync(folder.Path, "a verb");
        var second = DataDirectory.TakeAsync(folder.Path, "the service", TimeSpan.FromMinutes(1));
        Assert.False(second.IsCompleted);
        first.Dispose();
        using var taken = await second.InTimeAsync();
        Assert.EndsWith("the service", DataDirectory.HeldBy(folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_gateway_keeps_is_its_owners_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        using var folder = new TemporaryFolder();
        using var taken = await DataDirectory.TakeAsync(folder.File("data"), "a test");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(taken.Path));
        }
    }

    [Fact]
    public async Task A_folder_that_cannot_be_used_is_named()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("file", "");
        var refused = await Assert.ThrowsAsync<RefusedException>(() => DataDirectory.TakeAsync(file, "a test"));
        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_password_is_drawn_once_and_not_readable_in_the_database()
    {
        using var folder = new TemporaryFolder();
        string password;
        await using (var parts = await Parts.OpenAsync(folder, runs: false))
        {
            password = parts.Installation.LlsPassword;
            Assert.Matches("^[a-z0-9A]{16}$", password);
        }

        var bytes = await File.ReadAllBytesAsync(folder.File("data", "gateway.db"));
        Assert.True(bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(password)) < 0);
        await using var again = await Parts.OpenAsync(folder, runs: false);
        Assert.Equal(password, again.Installation.LlsPassword);
    }

    [Fact]
    public async Task Every_installation_draws_a_password_of_its_own()
    {
        await using var one = await Parts.OpenAsync(runs: false);
        await using var other = await Parts.OpenAsync(runs: false);
        Assert.NotEqual(one.Installation.LlsPassword, other.Installation.LlsPassword);
    }

    [Fact]
    public async Task A_lost_key_of_the_secrets_is_refused_in_words()
    {
        using var folder = new TemporaryFolder();
        await using (await Parts.OpenAsync(folder, runs: false))
        {
        }

        Directory.Delete(folder.File("data", "keys"), recursive: true);

        var refused = await Assert.ThrowsAsync<RefusedException>(() => Parts.OpenAsync(folder, runs: false));
        Assert.Contains(folder.File("data", "keys"), refused.Message, StringComparison.Ordinal);
        Assert.Null(DataDirectory.HeldBy(folder.File("data")));
        (await CommandLineRun.RunAsync("keys", "--data-directory", folder.File("data"))).IsRefused(folder.File("data", "keys"));
    }

    [Fact]
    public async Task A_file_that_is_no_store_is_refused_and_the_folder_let_go()
    {
        using var folder = new TemporaryFolder();
        folder.Write("data/gateway.db", new string('x', 5000));

        var refused = await Assert.ThrowsAsync<RefusedException>(() => Parts.OpenAsync(folder, runs: false));

        Assert.Contains("gateway.db", refused.Message, StringComparison.Ordinal);
        Assert.Null(DataDirectory.HeldBy(folder.File("data")));
    }

    [Fact]
    public async Task A_real_meter_ends_the_simulation_for_good()
    {
        using var folder = new TemporaryFolder();
        await using var database = SqliteDatabase.Open(folder.File("gateway.db"));
        var (meters, state) = (new SqliteMeterStore(database), new SqliteStateStore(database));
        Assert.True(await SimulationRule.AllowsAsync(new GatewayOptions(), meters, state));
        await meters.AddAsync(new Meter { Bus = SimulationRule.Bus, Simulated = true });
        Assert.True(await SimulationRule.AllowsAsync(new GatewayOptions(), meters, state));
        Assert.False(await SimulationRule.AllowsAsync(new GatewayOptions { Simulation = false }, meters, state));
        Assert.True(await SimulationRule.AllowsAsync(new GatewayOptions { Simulation = true }, meters, state));

        var real = await meters.AddAsync(new Meter { Bus = "cellar" });
        Assert.False(await SimulationRule.AllowsAsync(new GatewayOptions { Simulation = true }, meters, state));
        await meters.RemoveAsync(real.Id);
        Assert.False(await SimulationRule.AllowsAsync(new GatewayOptions { Simulation = true }, meters, state));
    }
}
