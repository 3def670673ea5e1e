using Gateway.Configuration;
using Gateway.LogicalDevices;
using Metering;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace Gateway.Tests.Harness;

/// <summary>The whole service in this process, on free ports, with its log in a file of its own.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TemporaryFolder _logs;
    private bool _isStopped;

    private RunningGateway(WebApplication app, TemporaryFolder logs)
    {
        (_app, _logs) = (app, logs);
        (DlmsPort, HttpPort) = StartUpText.Ports(Get<IServer>()) is [var dlms, var http] ? (dlms, http) : throw new InvalidOperationException("Two ports are expected.");
    }

    public int DlmsPort { get; }

    public int HttpPort { get; }

    public Installation Installation => Get<Installation>();

    public IMeterStore Meters => Get<IMeterStore>();

    public IReadoutStore Readouts => Get<IReadoutStore>();

    public MappedObjects Mapped => Get<MappedObjects>();

    public string Password => Installation.LlsPassword;

    /// <summary>What was logged so far.</summary>
    public IReadOnlyList<string> Log => ReadLines(LogIn(_logs));

    /// <summary>Starts the service.</summary>
    /// <param name="data">The data directory.</param>
    /// <param name="settings">More settings, <c>Gateway:MaxAge=00:00:00</c>.</param>
    public static Task<RunningGateway> StartAsync(TemporaryFolder data, params string[] settings) => StartAsync(data.Path, TimeProvider.System, settings);

    /// <summary>Starts the service in a folder that is no temporary one.</summary>
    /// <param name="data">The data directory.</param>
    /// <param name="settings">More settings.</param>
    public static Task<RunningGateway> StartAsync(string data, params string[] settings) => StartAsync(data, TimeProvider.System, settings);

    /// <summary>Starts the service on a clock of one's own.</summary>
    /// <param name="data">The data directory.</param>
    /// <param name="time">The system's clock.</param>
    /// <param name="settings">More settings.</param>
    public static Task<RunningGateway> StartAsync(TemporaryFolder data, TimeProvider time, params string[] settings) => StartAsync(data.Path, time, settings);

    private static async Task<RunningGateway> StartAsync(string data, TimeProvider time, string[] settings)
    {
        var logs = new TemporaryFolder();
        WebApplication? app = null;
        try
        {
            app = await GatewayHost.BuildAsync(Arguments(data, logs, settings), time);
            await app.StartAsync();
            return new RunningGateway(app, logs);
        }
        catch
        {
            await (app?.DisposeAsync() ?? ValueTask.CompletedTask);
            logs.Dispose();
            throw;
        }
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public async Task AllAreReadAsync() => await Eventually.HoldsAsync(
        () => Meters.Meters.Values.All(meter => Readouts.Last(meter.Id).State != LastReadoutState.Never), "all meters were read");

    public async Task LogsAsync(string text) => await Eventually.HoldsAsync(
        () => Log.Any(line => line.Contains(text, StringComparison.Ordinal)), $"the log says '{text}'");

    public async ValueTask DisposeAsync()
    {
        if (!_isStopped)
        {
            await StopAsync();
        }
    }

    /// <summary>Lets it go as an operator does, and gives what the log said at the end.</summary>
    public async Task<IReadOnlyList<string>> StopAsync()
    {
        _isStopped = true;
        await _app.StopAsync();
        await _app.DisposeAsync();
        var log = Log;
        _logs.Dispose();
        return log;
    }

    private static string[] Arguments(string data, TemporaryFolder logs, string[] settings) =>
    [
        $"--Gateway:DataDirectory={data}",
        "--Gateway:Dlms:Port=0",
        "--Gateway:Http:Port=0",
        "--Gateway:ReadoutInterval=1 month",
        "--Serilog:MinimumLevel:Default=Verbose",
        "--Serilog:WriteTo:0:Name=File",
        $"--Serilog:WriteTo:0:Args:path={LogIn(logs)}",
        .. settings.Select(setting => $"--{setting}"),
    ];

    private static string LogIn(TemporaryFolder logs) => logs.File("log.txt");

    private static List<string> ReadLines(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }
}
