using System.Net.Sockets;
using System.Text;
using Gateway.CommandLine;
using Gateway.ServiceControl;
using Gateway.Tests.Harness;
using Testing;

namespace Gateway.Tests.ServiceControl;

/// <summary>What systemd is told, and what is installed into a file system that is being made.</summary>
public class SystemdTests
{
    private static readonly string[] Folders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    [Fact]
    public async Task A_service_tells_that_it_is_ready_that_it_lives_that_it_starts_anew_and_that_it_stops()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "systemd is Linux's.");
        using var folder = new TemporaryFolder();
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(folder.File("notify")));
        await using var program = GatewayProgram.Start(
            folder, [$"NOTIFY_SOCKET={folder.File("notify")}", "WATCHDOG_USEC=3600000000"], "run", "--Gateway:Dlms:Port=0", "--Gateway:Http:Port=0", $"--Gateway:DataDirectory={folder.File("data")}", "--Gateway:SimulatedMeters=1");
        await StartsAsync();
        await using (var client = await ServiceClient.ConnectAsync(new() { DataDirectory = folder.File("data") }, CancellationToken.None))
        {
            await client.DeleteAsync("events?meter=gateway&log=standard", CancellationToken.None);
            await (await client.DownloadAsync(HttpMethod.Post, "restart", body: null, CancellationToken.None)).Content.DisposeAsync();
        }

        Assert.Matches("^RELOADING=1\nMONOTONIC_USEC=[0-9]+$", await NextAsync());
        await StartsAsync();
        var end = program.StopAsync();
        Assert.Equal("STOPPING=1", await NextAsync());
        (await end).Returns(0);

        // that it lives is told with each start at once, however long the watchdog would wait
        async Task StartsAsync() => Assert.Equal(["READY=1\nSTATUS=serving", "WATCHDOG=1"], new[] { await NextAsync(), await NextAsync() }.Order(StringComparer.Ordinal));

        async Task<string> NextAsync()
        {
            var buffer = new byte[1000];
            return Encoding.UTF8.GetString(buffer, 0, await systemd.ReceiveAsync(buffer).InTimeAsync());
        }
    }

    [Fact]
    public async Task The_unit_is_one_that_systemd_takes()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "There is no systemd-analyze here.");
        using var folder = new TemporaryFolder();
        var unit = (await File.ReadAllTextAsync(Path.Combine(Repository.Root, "service", "gateway.service"))).Replace("/opt/gateway/current/Gateway", "/bin/true", StringComparison.Ordinal);
        var (code, words) = await SystemProgram.TryAsync("/usr/bin/systemd-analyze", "verify", folder.Write("gateway.service", unit));
        Assert.Equal((0, ""), (code, words));
    }

    [Fact]
    public async Task A_file_system_that_is_being_made_gets_account_program_unit_and_data_directory_and_loses_them_again()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Installing is root's.");
        Assert.SkipUnless(IsThere("useradd") && IsThere("systemctl"), "There is no useradd or no systemctl here.");
        using var root = new TemporaryFolder();
        Directory.CreateDirectory(root.File("etc"));
        root.Write("etc/passwd", "root:x:0:0:root:/root:/bin/sh\n");
        Directory.CreateDirectory(root.File("usr"));
        root.Write("etc/group", "root:x:0:\ndialout:x:20:\n");
        root.Write("source/Gateway", "a program");
        var (control, output) = (new SystemdUnit(root.Path), new StringWriter());
        var installation = new ServiceInstallation(control, root.File("source"), "1.0", TimeProvider.System, output);
        await installation.InstallAsync();
        Assert.Contains("gateway:", await File.ReadAllTextAsync(root.File("etc/passwd")), StringComparison.Ordinal);
        Assert.Contains("dialout:x:20:gateway", await File.ReadAllTextAsync(root.File("etc/group")), StringComparison.Ordinal);
        Assert.Equal("a program", await File.ReadAllTextAsync(root.File("opt/gateway/current/Gateway")));
        Assert.True(File.Exists(root.File("etc/systemd/system/multi-user.target.wants/gateway.service")));
        if (OperatingSystem.IsLinux())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(root.File("var/lib/gateway")));
            Assert.True(File.GetUnixFileMode(root.File("usr/local/bin/gateway")).HasFlag(UnixFileMode.OtherExecute));
        }

        var owner = (await SystemProgram.TryAsync("stat", "--format=%u", root.File("var/lib/gateway"))).Words;
        Assert.Contains($"gateway:!:{owner}:", await File.ReadAllTextAsync(root.File("etc/passwd")), StringComparison.Ordinal);

        await installation.UninstallAsync(withData: false);
        Assert.False(File.Exists(root.File("etc/systemd/system/gateway.service")) || Path.Exists(root.File("opt/gateway")) || File.Exists(root.File("usr/local/bin/gateway")));
        Assert.True(Directory.Exists(root.File("var/lib/gateway")));
        await installation.InstallAsync();
        await installation.UninstallAsync(withData: true);
        Assert.False(Directory.Exists(root.File("var/lib/gateway")));
        Assert.DoesNotContain("gateway:", await File.ReadAllTextAsync(root.File("etc/passwd")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_root_of_a_file_system_is_refused_and_stays_as_it_is()
    {
        using var root = new TemporaryFolder();
        root.Write("source/Gateway", "a program");
        var installation = new ServiceInstallation(new SystemdUnit(root.File("mnt")), root.File("source"), "1.0", TimeProvider.System, TextWriter.Null);
        var fault = await Assert.ThrowsAsync<ServiceControlException>(installation.InstallAsync);
        Assert.Contains("is not the root of a file system, and nothing was changed", fault.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(root.File("mnt")));
    }

    [Fact]
    public void Where_systemd_does_not_run_it_says_what_does_without_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && !Directory.Exists("/run/systemd/system"), "systemd runs here.");
        var fault = Assert.Throws<ServiceControlException>(new SystemdUnit("/").NeedManager);
        Assert.Contains("systemd does not run here, and nothing was changed. --root DIR", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Starting.\nUnhandled exception. System.IO.FileNotFoundException: Could not load 'Dlms'.\n\nFile name: 'Dlms'\n   at A.B()\n   at C.D()", "Unhandled exception. System.IO.FileNotFoundException: Could not load 'Dlms'.|File name: 'Dlms'")]
    [InlineData("Gateway:Dlms:Port is 4059; another program has that port.", "Gateway:Dlms:Port is 4059; another program has that port.")]
    [InlineData("1\n2\n3\n4", "2|3|4")]
    [InlineData("", "")]
    public void Of_what_a_program_said_before_it_ended_the_reason_is_shown(string log, string shown) => Assert.Equal(shown.Split('|'), TellingLines.Of(log).Split(Environment.NewLine));

    private static bool IsThere(string program) => Folders.Any(folder => File.Exists(Path.Combine(folder, program)));
}
