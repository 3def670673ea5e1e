using System.Net;
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

    private const int BaudRate = 38_400;

    private readonly TemporaryFolder _folder;
    private readonly SimulatedBusListener _bus;
    private readonly GatewayProgram _program;
    private readonly Chromium _browser;

    private BrowsedGateway(Chromium browser, TemporaryFolder folder, SimulatedBusListener bus, GatewayProgram program, Uri address)
    {
        (_browser, _folder, _bus, _program) = (browser, folder, bus, program);
        Page = new Page(browser, address);
    }

    /// <summary>What the person sees.</summary>
    public Page Page { get; }

    /// <summary>The folder of the test, for files that the person uploads.</summary>
    public TemporaryFolder Folder => _folder;

    /// <summary>Starts browser, bus and program; where there is no browser the test is skipped.</summary>
    /// <param name="meters">Meters on the bus; none is installed.</param>
    public static async Task<BrowsedGateway> StartAsync(int meters = 3)
    {
        var browser = new Chromium();
        var folder = new TemporaryFolder();
        var bus = SimulatedBusListener.Start(SimulatedBus.Create(seed: 1, meters, TimeProvider.System, BaudRate), new IPEndPoint(IPAddress.Loopback, 0), BaudRate, TimeProvider.System);
        var program = GatewayProgram.Start(
            folder,
            [],
            "run",
            $"--Gateway:DataDirectory={folder.File("data")}",
            "--Gateway:Dlms:Port=0",
            "--Gateway:Http:Port=0",
            "--Gateway:TimeZone=Europe/Stockholm",
            $"--Gateway:Buses:{Bus}:Address=tcp://{bus.EndPoint}",
            $"--Gateway:Buses:{Bus}:BaudRate={BaudRate}");
        var ready = await program.LineAsync(" is ready: ");
        return new BrowsedGateway(browser, folder, bus, program, new Uri(AddressOfPage().Match(ready).Value));
    }

    /// <summary>Makes the first administrator by the one-time code, as whoever stands before the machine does.</summary>
    public async Task MakeAdministratorAsync()
    {
        Page.Open("/");
        Page.Fill("One-time code", (await File.ReadAllTextAsync(SetupCode.FileIn(_folder.File("data")))).Trim());
        Page.Fill("Name", Administrator);
        Page.Fill("Password", Password);
        Page.Fill("The password again", Password);
        Page.Press("Make the administrator");
        await Page.SeesAsync("Overview");
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _program.DisposeAsync();
        await _bus.DisposeAsync();
        _folder.Dispose();
    }

    [GeneratedRegex(@"http://[^ ,]+", RegexOptions.NonBacktracking)]
    private static partial Regex AddressOfPage();
}
