using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Gateway.Access;
using Gateway.Tests.Harness;
using Simulation;
using Testing;

namespace Gateway.Tests.Browsing;

/// <summary>The built program with a bus of simulated meters of its own, and a person before its page.</summary>
internal sealed partial class BrowsedGateway : IAsyncDisposable
{
    /// <summary>The name of its bus.</summary>
    public const string Bus = "cellar";

    /// <summary>The name of its administrator.</summary>
    public const string Administrator = "admin";

    /// <summary>The administrator's password.</summary>
    public const string Password = "correct horse battery staple";

    /// <summary>Its time zone.</summary>
    public const string Zone = "Europe/Stockholm";

    private const int BaudRate = 38_400;

    private readonly TemporaryFolder _folder;
    private readonly SimulatedBusListener _bus;
    private readonly GatewayProgram _program;

    private BrowsedGateway(Chromium browser, TemporaryFolder folder, SimulatedBus meters, SimulatedBusListener bus, GatewayProgram program, Uri address)
    {
        (_folder, _bus, _program) = (folder, bus, program);
        Addresses = [.. meters.Meters.Select(meter => meter.Address.ToString())];
        Page = new Page(browser, address);
    }

    /// <summary>What the person sees.</summary>
    public Page Page { get; }

    /// <summary>The folder of the test, for files that the person uploads.</summary>
    public TemporaryFolder Folder => _folder;

    /// <summary>The secondary addresses of the meters on its bus.</summary>
    public IReadOnlyList<string> Addresses { get; }

    /// <summary>Starts bus and program; no meter is installed.</summary>
    /// <param name="browser">The person's browser.</param>
    /// <param name="count">Meters on the bus.</param>
    public static async Task<BrowsedGateway> StartAsync(Chromium browser, int count)
    {
        var folder = new TemporaryFolder();
        var meters = SimulatedBus.Create(seed: 1, count, TimeProvider.System, BaudRate);
        var bus = SimulatedBusListener.Start(meters, new IPEndPoint(IPAddress.Loopback, 0), BaudRate, TimeProvider.System);
        var program = GatewayProgram.Start(
            folder,
            [],
            "run",
            $"--Gateway:DataDirectory={folder.File("data")}",
            "--Gateway:Dlms:Port=0",
            $"--Gateway:Http:Port={FreePort()}", // one that it keeps when it starts anew
            "--Gateway:Profiles:LoadProfile1:Interval=all values",
            $"--Gateway:TimeZone={Zone}",
            $"--Gateway:Buses:{Bus}:Address=tcp://{bus.EndPoint}",
            $"--Gateway:Buses:{Bus}:BaudRate={BaudRate}");
        var ready = await program.LineAsync(" is ready: ");
        return new BrowsedGateway(browser, folder, meters, bus, program, new Uri(AddressOfPage().Match(ready).Value));
    }

    /// <summary>A file in its data directory.</summary>
    public string Data(string file = "") => _folder.File("data", file);

    /// <summary>Makes the first administrator by the one-time code, as whoever stands before the machine does.</summary>
    public async Task MakeAdministratorAsync()
    {
        Page.Open("/");
        Page.Fill("One-time code", (await File.ReadAllTextAsync(SetupCode.FileIn(Data()))).Trim());
        Page.Fill("Name", Administrator);
        Page.Fill("Password", Password);
        Page.Fill("The password again", Password);
        Page.Press("Make the administrator");
        await Page.SeesAsync("Overview");
    }

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        await _bus.DisposeAsync();
        _folder.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"http://[^ ,]+", RegexOptions.NonBacktracking)]
    private static partial Regex AddressOfPage();
}
