using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Gateway.ServiceControl;

/// <summary>Lets the service manager of Windows start and stop the service, and tells it how the service stands.</summary>
/// <remarks>The manager calls back without a pointer of ours: there is one service in a process, and it is found in a static field.</remarks>
[SupportedOSPlatform("windows")]
internal sealed unsafe partial class WindowsServiceLifetime : IHostLifetime, IDisposable
{
    private const uint OwnProcess = 0x10;
    private const uint AcceptStop = 1;
    private const uint AcceptShutdown = 4;
    private const uint ControlStop = 1;
    private const uint ControlInterrogate = 4;
    private const uint ControlShutdown = 5;
    private const uint NotImplemented = 120;

    /// <summary>How long starting and stopping may take before the manager takes the service for dead, in ms: 60 s.</summary>
    private const uint WaitHint = 60_000;

    private static readonly TaskCompletionSource Connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private static readonly ManualResetEventSlim Ended = new();
    private static WindowsServiceLifetime? Current;
    private static nint Status;
    private static bool IsDispatched;

    private readonly IHostApplicationLifetime _lifetime;
    private readonly RestartRequest _restart;

    /// <summary>For one host; after a restart in the same process the next one goes on.</summary>
    public WindowsServiceLifetime(IHostApplicationLifetime lifetime, RestartRequest restart)
    {
        (_lifetime, _restart) = (lifetime, restart);
        Current = this;
    }

    /// <inheritdoc />
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _lifetime.ApplicationStarted.Register(() => Report(WindowsServiceState.Running));
        _lifetime.ApplicationStopping.Register(() => Report(_restart.IsAsked ? WindowsServiceState.Running : WindowsServiceState.StopPending));
        if (!IsDispatched)
        {
            IsDispatched = true;
            new Thread(Dispatch) { IsBackground = true, Name = "service manager" }.Start();
        }

        return Connected.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_restart.IsAsked)
        {
            // all is stored and closed: the manager may end the process from here on
            Report(WindowsServiceState.Stopped);
            Ended.Set();
        }
    }

    private static void Dispatch()
    {
        var name = Marshal.StringToHGlobalUni("");
        var table = stackalloc ServiceTableEntry[2];
        (table[0], table[1]) = (new ServiceTableEntry { Name = name, Main = &ServiceMain }, default);
        if (!StartServiceCtrlDispatcher(table))
        {
            Connected.TrySetException(new Win32Exception(Marshal.GetLastPInvokeError()));
        }
    }

    [UnmanagedCallersOnly]
    private static void ServiceMain(uint count, nint* arguments)
    {
        var name = Marshal.StringToHGlobalUni("");
        Status = RegisterServiceCtrlHandler(name, &Control, 0);
        Report(WindowsServiceState.StartPending);
        Connected.TrySetResult();
        Ended.Wait();
    }

    [UnmanagedCallersOnly]
    private static uint Control(uint control, uint type, nint data, nint context)
    {
        switch (control)
        {
            case ControlStop or ControlShutdown:
                Report(WindowsServiceState.StopPending);
                ThreadPool.QueueUserWorkItem(_ => Current?._lifetime.StopApplication());
                return 0;
            case ControlInterrogate:
                return 0;
            default:
                return NotImplemented;
        }
    }

    private static void Report(WindowsServiceState state)
    {
        if (Status == 0)
        {
            return;
        }

        var status = new ServiceStatus
        {
            Type = OwnProcess,
            State = state,
            Accepted = state == WindowsServiceState.Running ? AcceptStop | AcceptShutdown : 0,
            WaitHint = state is WindowsServiceState.StartPending or WindowsServiceState.StopPending ? WaitHint : 0,
        };
        _ = SetServiceStatus(Status, &status);
    }

    [LibraryImport("advapi32.dll", EntryPoint = "StartServiceCtrlDispatcherW", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool StartServiceCtrlDispatcher(ServiceTableEntry* table);

    [LibraryImport("advapi32.dll", EntryPoint = "RegisterServiceCtrlHandlerExW", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint RegisterServiceCtrlHandler(nint name, delegate* unmanaged<uint, uint, nint, nint, uint> handler, nint context);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetServiceStatus(nint handle, ServiceStatus* status);

    [StructLayout(LayoutKind.Sequential)]
    private struct ServiceStatus
    {
        public uint Type;
        public WindowsServiceState State;
        public uint Accepted;
        public uint ExitCode;
        public uint SpecificExitCode;
        public uint CheckPoint;
        public uint WaitHint;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct ServiceTableEntry
    {
        public nint Name;
        public delegate* unmanaged<uint, nint*, void> Main;
    }
}
