using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Gateway.ServiceControl;

/// <summary>The service control dispatcher of Windows (advapi32).</summary>
/// <remarks>The manager calls back without a pointer of ours: there is one service in a process, and it is found in static fields.</remarks>
[SupportedOSPlatform("windows")]
internal sealed unsafe partial class ControlDispatcher : IControlDispatcher
{
    private const uint OwnProcess = 0x10;
    private const uint AcceptStop = 1;
    private const uint AcceptShutdown = 4;
    private const uint ControlStop = 1;
    private const uint ControlInterrogate = 4;
    private const uint ControlShutdown = 5;
    private const uint NotImplemented = 120;

    /// <summary>What went wrong is the service's own (ERROR_SERVICE_SPECIFIC_ERROR).</summary>
    private const uint OwnError = 1066;

    /// <summary>How long a start or a stop may go without a word before the manager takes the service for dead, in ms: 60 s.</summary>
    private const uint WaitHint = 60_000;

    private static readonly TaskCompletionSource<bool> Connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private static readonly ManualResetEventSlim Ended = new();
    private static Action Stop = () => { };
    private static nint Status;

    /// <inheritdoc />
    public Task<bool> ConnectAsync(Action stop)
    {
        Stop = stop;
        new Thread(Dispatch) { IsBackground = true, Name = "service manager" }.Start();
        return Connected.Task;
    }

    /// <inheritdoc />
    public void Report(WindowsServiceState state, uint checkPoint, bool hasFailed)
    {
        var status = new ServiceStatus
        {
            Type = OwnProcess,
            State = state,
            Accepted = state == WindowsServiceState.Running ? AcceptStop | AcceptShutdown : 0,
            ExitCode = hasFailed ? OwnError : 0,
            SpecificExitCode = hasFailed ? 1u : 0,
            CheckPoint = checkPoint,
            WaitHint = checkPoint > 0 ? WaitHint : 0,
        };
        _ = SetServiceStatus(Status, &status);
        if (state == WindowsServiceState.Stopped)
        {
            Ended.Set();
        }
    }

    private static void Dispatch()
    {
        var name = Marshal.StringToHGlobalUni("");
        var table = stackalloc ServiceTableEntry[2];
        (table[0], table[1]) = (new ServiceTableEntry { Name = name, Main = &ServiceMain }, default);

        // returns when the service has ended, and at once when the manager has not started this process
        _ = StartServiceCtrlDispatcher(table);
        Connected.TrySetResult(false);
    }

    [UnmanagedCallersOnly]
    private static void ServiceMain(uint count, nint* arguments)
    {
        Status = RegisterServiceCtrlHandler(Marshal.StringToHGlobalUni(""), &Control, 0);
        Connected.TrySetResult(true);
        Ended.Wait();
    }

    [UnmanagedCallersOnly]
    private static uint Control(uint control, uint type, nint data, nint context)
    {
        switch (control)
        {
            case ControlStop or ControlShutdown:
                Stop();
                return 0;
            case ControlInterrogate:
                return 0;
            default:
                return NotImplemented;
        }
    }

    [LibraryImport("advapi32.dll", EntryPoint = "StartServiceCtrlDispatcherW")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool StartServiceCtrlDispatcher(ServiceTableEntry* table);

    [LibraryImport("advapi32.dll", EntryPoint = "RegisterServiceCtrlHandlerExW")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint RegisterServiceCtrlHandler(nint name, delegate* unmanaged<uint, uint, nint, nint, uint> handler, nint context);

    [LibraryImport("advapi32.dll")]
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
