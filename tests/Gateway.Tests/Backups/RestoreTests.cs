using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Cosem;
using Gateway.Access;
using Gateway.Backups;
using Gateway.Configuration;
using Gateway.Tests.Access;
using Gateway.Tests.Api;
using Gateway.Tests.Harness;
using Metering;
using Metering.Events;
using Metering.Storage;
using Testing;

namespace Gateway.Tests.Backups;

/// <summary>A gateway is backed up while it works, and another machine becomes it.</summary>
public class RestoreTests
{
    private const string Passphrase = "Canary of a passphrase 7";
    private const string SendCounter = "dlms.counter.send";

    private static readonly Actor By = new("a test", Actor.ThisMachine);
    private static readonly EventLogName Log = new(MeterId.Gateway, EventLogKind.Standard);

    [Fact]
    public async Task Another_data_directory_becomes_the_same_gateway_and_a_head_end_goes_on()
    {
        using var old = new TemporaryFolder();
        using var fresh = new TemporaryFolder();
        string name, password, last;
        uint counter;
        CosemData value;
        await using (var gateway = await RunningGateway.StartAsync(old, "Gateway:SimulatedMeters=3", "Gateway:MaxAge=1.00:00:00"))
        {
            await gateway.AllAreReadAsync();
            await gateway.Get<Users>().AddAsync("kim", Role.Administrator, AccessGateway.Password);
            value = await FirstRegisterAsync(gateway);
            (name, password, last) = (gateway.Installation.Identity.LogicalDeviceName, gateway.Password, TextOf(gateway.Readouts.Last(new MeterId(1)).Readout!));
            Assert.StartsWith(old.File("of-the-old.backup"), (await RunAsync(old, "backup", old.File("of-the-old.backup"))).Returns(0).Output, StringComparison.Ordinal);
            Assert.Contains("is there already", (await RunAsync(old, "backup", old.File("of-the-old.backup"))).Error, StringComparison.Ordinal);
            await Eventually.HoldsAsync(() => gateway.Installation.Events.ReadAppended(Log, 0).Any(entry => entry.Code == EventCode.BackupMade), "the backup is told");
            counter = Counter(gateway.Installation.State);
        }

        await HidesAsync(old, password);
        var result = (await RunAsync(fresh, "restore", "--yes", old.File("of-the-old.backup"))).Returns(0).Output;
        Assert.Contains(name, result, StringComparison.Ordinal);
        Assert.Contains("replaced", result, StringComparison.Ordinal);
        await using var again = await RunningGateway.StartAsync(fresh, "Gateway:SimulatedMeters=3", "Gateway:MaxAge=1.00:00:00");
        Assert.Equal((name, password), (again.Installation.Identity.LogicalDeviceName, again.Password));
        Assert.Equal(last, TextOf(again.Readouts.Last(new MeterId(1)).Readout!));
        Assert.NotNull(again.Get<Users>().SignIn("kim", AccessGateway.Password));
        Assert.InRange(Counter(again.Installation.State), counter + (1u << 20), counter + (1u << 20) + 10_000);
        Assert.Equal(value, await FirstRegisterAsync(again));
        var events = again.Installation.Events.ReadAppended(Log, 0).ToList();
        Assert.DoesNotContain(events, entry => entry.Code == EventCode.WatchdogError);
        Assert.Contains(events, entry => entry.Code == EventCode.BackupRestored && entry.Message.Contains("all invocation counters were raised", StringComparison.Ordinal));
        Assert.Contains(again.Installation.Audit.Latest(before: null, most: 100), entry => entry.What == "backup restored");
    }

    [Fact]
    public async Task Settings_come_along_wherever_they_came_from()
    {
        using var old = new TemporaryFolder();
        using var fresh = new TemporaryFolder();
        await using (await RunningGateway.StartAsync(old, "Gateway:SimulatedMeters=1", "Gateway:TimeZone=Europe/Lisbon", "Gateway:Groups:bills:Retention=800", "Gateway:Http:TlsPassword=Canary of a key", "Gateway:FlagId=ABC"))
        {
            (await RunAsync(old, "backup", old.File("b"))).Returns(0);
        }

        (await RunAsync(fresh, "restore", "--yes", old.File("b"))).Returns(0);
        var settings = SettingsFile.Read(fresh.Path);
        Assert.Equal("Europe/Lisbon", settings["Gateway:TimeZone"]);
        Assert.Equal("800", settings["Gateway:Groups:bills:Retention"]);
        Assert.Equal("Canary of a key", settings["Gateway:Http:TlsPassword"]);
        Assert.Equal("ABC", settings["Gateway:FlagId"]);
        Assert.DoesNotContain("Canary", await File.ReadAllTextAsync(SettingsFile.In(fresh.Path)), StringComparison.Ordinal);
        Assert.DoesNotContain("Gateway:DataDirectory", settings.Keys);
    }

    [Fact]
    public async Task Without_readings_the_numbers_of_readings_go_on()
    {
        using var old = new TemporaryFolder();
        using var fresh = new TemporaryFolder();
        long newest;
        await using (var gateway = await RunningGateway.StartAsync(old, "Gateway:SimulatedMeters=3"))
        {
            await gateway.AllAreReadAsync();
            newest = gateway.Readouts.Newest;
            (await RunAsync(old, "backup", old.File("b"), "--without-readings")).Returns(0);
        }

        Assert.Contains("left out", (await RunAsync(fresh, "restore", "--yes", old.File("b"), "--check")).Returns(0).Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(fresh.Path));
        (await RunAsync(fresh, "restore", "--yes", old.File("b"))).Returns(0);
        await using var database = SqliteDatabase.Open(DataDirectory.DatabaseIn(fresh.Path));
        var (meters, readouts) = (new SqliteMeterStore(database), new SqliteReadoutStore(database));
        Assert.Empty(database.Check());
        Assert.Equal(3, meters.Meters.Count);
        Assert.Equal((newest, 0), (readouts.Newest, readouts.Figures(DateTimeOffset.MaxValue).Readings));
        await readouts.AppendAsync(new MeterReadout { Meter = new MeterId(1), ReadAt = DateTimeOffset.UtcNow, Telegrams = [new byte[] { 0xE5 }] });
        Assert.Equal((newest + 1, 1), (readouts.Newest, readouts.Figures(DateTimeOffset.MaxValue).Readings));
    }

    [Fact]
    public async Task Whatever_is_wrong_with_a_backup_nothing_is_changed()
    {
        using var old = new TemporaryFolder();
        using var other = new TemporaryFolder();
        await using (await RunningGateway.StartAsync(old, "Gateway:SimulatedMeters=1"))
        {
            (await RunAsync(old, "backup", old.File("b"))).Returns(0);
        }

        await using (await RunningGateway.StartAsync(other, "Gateway:SimulatedMeters=1"))
        {
            // makes another gateway
        }

        var before = Contents(other.Path);
        var backup = await File.ReadAllBytesAsync(old.File("b"));
        await File.WriteAllBytesAsync(old.File("cut"), backup[..^20]);
        await File.WriteAllBytesAsync(old.File("damaged"), [.. backup[..5000], (byte)(backup[5000] ^ 1), .. backup[5001..]]);
        (await RunAsync(other, "restore", "--yes", old.File("cut"))).IsRefused("The backup is cut", "byte");
        (await RunAsync(other, "restore", "--yes", old.File("damaged"))).IsRefused("damaged from byte");
        (await RunAsync(other, "restore", "--yes", old.File("none"))).IsRefused("cannot be read");
        (await RunWithAsync("another passphrase", other, "restore", "--yes", old.File("b"))).IsRefused("not the one of this backup");
        (await CommandLineRun.RunAsync("restore", "--yes", "-", "--passphrase", "-", "--data-directory", other.Path)).IsRefused("not both");
        (await RunWithAsync("too short", other, "restore", "--yes", old.File("b"))).IsRefused("at least 12 characters");
        var argument = await CommandLineRun.RunAsync("restore", "--yes", old.File("b"), "--passphrase", "Canary as an argument", "--data-directory", other.Path);
        argument.IsRefused("no such file", $"the account {Environment.UserName}, as which this runs", "- for standard input");
        Assert.DoesNotContain("Canary", argument.Error, StringComparison.Ordinal);
        Assert.Equal(before, Contents(other.Path));
    }

    [Fact]
    public async Task A_backup_with_which_a_stopped_service_does_not_start_is_taken_back()
    {
        using var old = new TemporaryFolder();
        using var other = new TemporaryFolder();
        await using (await RunningGateway.StartAsync(old, "Gateway:SimulatedMeters=1"))
        {
            (await RunAsync(old, "backup", old.File("b"))).Returns(0);
        }

        string before;
        await using (var gateway = await RunningGateway.StartAsync(other, "Gateway:SimulatedMeters=1"))
        {
            before = gateway.Installation.Identity.LogicalDeviceName;
        }

        (await RunAsync(other, "restore", "--yes", old.File("b"))).Returns(0);
        (await RunAsync(other, "restore", "--yes", old.File("b"))).IsRefused("comes into force with the next start of the service");
        Assert.True(PendingRestore.TakeBack(other.Path, "no"));
        await using var again = await RunningGateway.StartAsync(other, "Gateway:SimulatedMeters=1");
        Assert.Equal(before, again.Installation.Identity.LogicalDeviceName);
    }

    [Fact]
    public async Task What_no_backup_can_hold_is_left_out_and_told()
    {
        using var old = new TemporaryFolder();
        using var fresh = new TemporaryFolder();
        old.Write("mappings/notes.txt", "not a mapping");
        old.Write("mappings/long.json", new string(' ', BackupEntries.LongestSmall + 1));
        await using (var gateway = await RunningGateway.StartAsync(old, "Gateway:SimulatedMeters=1"))
        {
            var made = (await RunAsync(old, "backup", old.File("b"))).Returns(0);
            Assert.Contains("mappings/long.json, mappings/notes.txt", made.Error, StringComparison.Ordinal);
            await Eventually.HoldsAsync(() => gateway.Installation.Events.ReadAppended(Log, 0).Any(entry => entry.Message.Contains("mappings/notes.txt", StringComparison.Ordinal)), "it is told in the log");
        }

        (await RunAsync(fresh, "restore", "--yes", old.File("b"))).Returns(0);
    }

    [Fact]
    public async Task One_that_is_brought_back_twice_at_once_comes_once()
    {
        using var old = new TemporaryFolder();
        using var data = new TemporaryFolder();
        await using (await RunningGateway.StartAsync(old, "Gateway:SimulatedMeters=1"))
        {
            (await RunAsync(old, "backup", old.File("b"))).Returns(0);
        }

        using var staging = new RestoreStaging(data.Path, () => Settings.LayersOf());
        var pipe = new Pipe();
        var first = staging.RunAsync(pipe.Reader.AsStream(), BackupPassphrase.Of(Passphrase), By, CancellationToken.None);
        await using (var file = File.OpenRead(old.File("b")))
        {
            Assert.True((await Assert.ThrowsAsync<BackupException>(() => staging.RunAsync(file, BackupPassphrase.Of(Passphrase), By, CancellationToken.None))).IsConflict);
            file.Position = 0;
            await file.CopyToAsync(pipe.Writer.AsStream());
        }

        await pipe.Writer.CompleteAsync();
        await first.InTimeAsync();
        await using (var file = File.OpenRead(old.File("b")))
        {
            Assert.True((await Assert.ThrowsAsync<BackupException>(() => staging.RunAsync(file, BackupPassphrase.Of(Passphrase), By, CancellationToken.None))).IsConflict);
        }

        Assert.True(PendingRestore.IsUnderWay(data.Path));
    }

    [Fact]
    public async Task A_backup_of_another_gateway_than_the_environment_names_is_refused()
    {
        using var old = new TemporaryFolder();
        using var fresh = new TemporaryFolder();
        await using (await RunningGateway.StartAsync(old, "Gateway:SimulatedMeters=1"))
        {
            (await RunAsync(old, "backup", old.File("b"))).Returns(0);
        }

        await File.WriteAllTextAsync(old.File("passphrase"), Passphrase);
        var refused = await GatewayProgram.RunAsync(
            fresh, ["Gateway__Serial=0200000007"], "restore", "--yes", old.File("b"), "--passphrase", old.File("passphrase"), "--data-directory", fresh.File("data"));
        refused.IsRefused("Gateway:Serial", "ELV0200000007");
    }

    [Fact]
    public async Task A_certificate_that_is_not_on_the_new_machine_is_told_and_stops_no_start()
    {
        using var old = new TemporaryFolder();
        using var fresh = new TemporaryFolder();
        File.Copy(await CertificateAsync(old), old.File("given.pem"));
        await using (await RunningGateway.StartAsync(old, "Gateway:SimulatedMeters=1", $"Gateway:Http:Tls={old.File("given.pem")}"))
        {
            (await RunAsync(old, "backup", old.File("b"))).Returns(0);
        }

        File.Delete(old.File("given.pem"));
        Assert.Contains("given.pem'; there is no such file. The gateway makes a certificate of its own", (await RunAsync(fresh, "restore", "--yes", old.File("b"))).Returns(0).Output, StringComparison.Ordinal);
        Assert.Equal("self-signed", SettingsFile.Read(fresh.Path)["Gateway:Http:Tls"]);
    }

    [Fact]
    public async Task By_the_interface_a_backup_is_made_checked_and_refused_in_its_form()
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");
        using var client = new InterfaceClient(gateway);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.SendAsync("POST", "/api/v1/backup", "{}")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.SendAsync("POST", "/api/v1/backup", """{"passphrase":"short"}""")).Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await client.SendAsync("POST", "/api/v1/restore", "{}")).Status);
        using var made = await client.ResponseAsync("POST", "/api/v1/backup", new StringContent($$"""{"passphrase":"{{Passphrase}}"}""", new MediaTypeHeaderValue("application/json")));
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        Assert.StartsWith($"gateway-{gateway.Installation.Identity.LogicalDeviceName}-", made.Content.Headers.ContentDisposition!.FileName!.Trim('"'), StringComparison.Ordinal);
        var backup = await made.Content.ReadAsByteArrayAsync();
        Assert.False(Directory.Exists(data.File(DataDirectory.BackupFolder)));

        Assert.Equal(HttpStatusCode.OK, await SendAsync("?check=true", ("passphrase", Passphrase), ("file", backup)));
        Assert.Equal(HttpStatusCode.OK, await SendAsync("?check=true", ("passphrase", Passphrase + "\n"), ("file", backup)));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync("?check=true", ("passphrase", Passphrase + "\n\n"), ("file", backup)));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync("?check=true", ("passphrase", "another passphrase"), ("file", backup)));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync("?check=true", ("file", backup), ("passphrase", Passphrase)));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync("?check=true", ("passphrase", Passphrase)));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync("?check=true", ("passphrase", new string('x', 100_000)), ("file", backup)));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync("?check=perhaps", ("passphrase", Passphrase), ("file", backup)));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync("", ("passphrase", Passphrase), ("file", backup[..^1])));
        Assert.Equal(HttpStatusCode.BadRequest, await BrokenOffAsync("?check=true"));
        Assert.Equal(HttpStatusCode.BadRequest, await BrokenOffAsync(""));
        Assert.False(PendingRestore.IsUnderWay(data.Path));

        // a form whose end is missing
        async Task<HttpStatusCode> BrokenOffAsync(string query)
        {
            const string Part = "--b\r\nContent-Disposition: form-data; name=";
            byte[] form = [.. Encoding.UTF8.GetBytes($"{Part}passphrase\r\n\r\n{Passphrase}\r\n{Part}file\r\n\r\n"), .. backup[..^100]];
            using var content = new ByteArrayContent(form) { Headers = { ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b") } };
            using var response = await client.ResponseAsync("POST", $"/api/v1/restore{query}", content);
            Assert.Contains("breaks off", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            return response.StatusCode;
        }

        async Task<HttpStatusCode> SendAsync(string query, params (string Name, object Value)[] parts)
        {
            using var form = new MultipartFormDataContent();
            foreach (var (name, value) in parts)
            {
                if (value is byte[] bytes)
                {
                    form.Add(new ByteArrayContent(bytes), name, "a.backup");
                }
                else
                {
                    form.Add(new StringContent((string)value), name);
                }
            }

            using var response = await client.ResponseAsync("POST", $"/api/v1/restore{query}", form);
            return response.StatusCode;
        }
    }

    /// <summary>The passphrase is in no log, no event and no file, and of what is in the backup nothing can be read.</summary>
    private static async Task HidesAsync(TemporaryFolder old, string password)
    {
        foreach (var file in Directory.EnumerateFiles(old.Path, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(Passphrase, await TextOfAsync(file), StringComparison.OrdinalIgnoreCase);
        }

        var backup = await TextOfAsync(old.File("of-the-old.backup"));
        Assert.All(new[] { "gateway.db", "SIMULATED", "SQLite", password }, word => Assert.DoesNotContain(word, backup, StringComparison.Ordinal));

        static async Task<string> TextOfAsync(string file) => Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file));
    }

    private static async Task<string> CertificateAsync(TemporaryFolder data)
    {
        await using (await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1", "Gateway:Http:Tls=self-signed"))
        {
            return data.File("https.pem");
        }
    }

    private static async Task<CosemData> FirstRegisterAsync(RunningGateway gateway)
    {
        await using var client = await HeadEndClient.ManagementAsync(gateway.DlmsPort, 16, gateway.Password);
        var register = gateway.Mapped.Of(gateway.Meters.Meters[1]).First(one => one.ClassId == ClassId.Register);
        return await client.ReadAsync(ClassId.Register, register.LogicalName);
    }

    private static string TextOf(MeterReadout readout) => $"{readout.ReadAt:O} {readout.AppendNumber} {string.Join(' ', readout.Telegrams.Select(telegram => Convert.ToHexString(telegram.Span)))}";

    private static uint Counter(SqliteStateStore state) => uint.Parse(state.State.GetValueOrDefault(SendCounter, "0"), CultureInfo.InvariantCulture);

    private static Dictionary<string, string> Contents(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => !file.Contains("service.", StringComparison.Ordinal) && !file.Contains("logs", StringComparison.Ordinal))
        .ToDictionary(file => file, file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))), StringComparer.Ordinal);

    private static Task<CommandResult> RunAsync(TemporaryFolder data, params string[] args) => RunWithAsync(Passphrase, data, args);

    private static async Task<CommandResult> RunWithAsync(string passphrase, TemporaryFolder data, params string[] args)
    {
        using var secrets = new TemporaryFolder();
        return await CommandLineRun.RunAsync([.. args, "--passphrase", secrets.Write("passphrase", passphrase + "\n"), "--data-directory", data.Path]);
    }
}
