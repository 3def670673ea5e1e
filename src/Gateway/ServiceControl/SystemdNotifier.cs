using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Gateway.ServiceControl;

/// <summary>
/// Tells systemd how the service stands (sd_notify, Type=notify): that it is ready once its ports are taken, that it starts anew or stops, and now and then
/// that it lives (WatchdogSec). Does nothing where no systemd asks for it.
/// </summary>
internal sealed partial class SystemdNotifier(IHostApplicationLifetime lifetime, RestartRequest restart, ILogger<SystemdNotifier> log) : LifecycleService, IDisposable
{
    private const string SocketVariable = "NOTIFY_SOCKET";
    private const string WatchdogVariable = "WATCHDOG_USEC";

    private readonly string? _socket = Environment.GetEnvironmentVariable(SocketVariable);
    private Timer? _watchdog;

    /// <inheritdoc />
    public override Task StartingAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(_socket))
        {
            return Task.CompletedTask;
        }

        // the last of all moments: whatever can refuse a start has not
        lifetime.ApplicationStarted.Register(() => Send("READY=1\nSTATUS=serving"));

        // a service that says it is stopping would be ended by force when it starts anew in the same process
        lifetime.ApplicationStopping.Register(() => Send(restart.IsAsked ? $"RELOADING=1\nMONOTONIC_USEC={Environment.TickCount64 * 1000}" : "STOPPING=1"));
        if (Period is { } period)
        {
            _watchdog = new Timer(_ => Send("WATCHDOG=1"), state: null, TimeSpan.Zero, period);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public void Dispose() => _watchdog?.Dispose();

    /// <summary>Half the time after which systemd takes the service for dead; null: it does not.</summary>
    private static TimeSpan? Period => long.TryParse(Environment.GetEnvironmentVariable(WatchdogVariable), CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0
        ? TimeSpan.FromMicroseconds(microseconds / 2)
        : null;

    private void Send(string state)
    {
        try
        {
            // a name that begins with @ lies in no folder: its first octet is 0
            var end = new UnixDomainSocketEndPoint(_socket![0] == '@' ? "\0" + _socket[1..] : _socket);
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.SendTo(Encoding.UTF8.GetBytes(state), end);
        }
        catch (SocketException e)
        {
            LogNotTold(log, state.Split('\n')[0], e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "systemd cannot be told {State}: {Reason}")]
    private static partial void LogNotTold(ILogger logger, string state, string reason);
}
