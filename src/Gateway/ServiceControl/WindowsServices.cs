using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace Gateway.ServiceControl;

/// <summary>The service manager of Windows (advapi32), as far as it is needed.</summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe partial class WindowsServices : IWindowsServices
{
    private const uint ManagerAll = 0xF003F;
    private const uint ServiceAll = 0xF01FF;
    private const uint OwnProcess = 0x10;
    private const uint AutoStart = 2;
    private const uint NormalError = 1;
    private const uint NoChange = 0xFFFFFFFF;
    private const uint StopControl = 1;
    private const uint DescriptionInfo = 1;
    private const uint FailureActionsInfo = 2;
    private const uint FailureFlagInfo = 4;
    private const uint RestartAction = 1;
    private const uint NoAction = 0;
    private const uint ProcessInfo = 0;
    private const int RunsAlready = 1056;
    private const int DoesNotExist = 1060;
    private const int HearsNothing = 1061;
    private const int TakesNothing = 1052;
    private const int NotActive = 1062;
    private const int ConfigLength = 8192;

    /// <summary>A service that ends by itself is started again after 5 s, however often; what happened a day ago is forgotten.</summary>
    private const uint RestartDelay = 5000;
    private const uint ForgetAfter = 86_400;

    /// <inheritdoc />
    public string User
    {
        get
        {
            using var identity = WindowsIdentity.GetCurrent();
            return identity.User?.Value ?? "";
        }
    }

    /// <inheritdoc />
    public string? CommandOf(string name)
    {
        using var service = Open(name);
        if (service is null)
        {
            return null;
        }

        var buffer = stackalloc byte[ConfigLength];
        Need(QueryServiceConfig(service.Handle, (ServiceConfig*)buffer, ConfigLength, out _), "be asked");
        return Marshal.PtrToStringUni(((ServiceConfig*)buffer)->Command);
    }

    /// <inheritdoc />
    public void Create(string name, string title, string description, string command, string account)
    {
        using var manager = Manager();
        using var service = new Opened(CreateService(manager.Handle, name, title, ServiceAll, OwnProcess, AutoStart, NormalError, command, null, 0, null, account, null));
        Need(service.Handle != 0, "be made");
        var text = Marshal.StringToHGlobalUni(description);
        Need(ChangeServiceConfig2(service.Handle, DescriptionInfo, &text), "be described");
        Marshal.FreeHGlobal(text);
        var alsoWithoutCrash = 1;

        // a manager that does not know this starts it again after a crash only
        _ = ChangeServiceConfig2(service.Handle, FailureFlagInfo, &alsoWithoutCrash);
    }

    /// <inheritdoc />
    public void SetCommand(string name, string command)
    {
        using var service = Existing(name);
        Need(ChangeServiceConfig(service.Handle, NoChange, NoChange, NoChange, command, null, 0, null, null, null, null), "be changed");
    }

    /// <inheritdoc />
    public void SetRecovery(string name, bool startsAgain)
    {
        using var service = Open(name);
        if (service is not null)
        {
            var action = new Action { Type = startsAgain ? RestartAction : NoAction, Delay = RestartDelay };
            var actions = new FailureActions { ResetPeriod = ForgetAfter, Count = 1, Actions = &action };
            Need(ChangeServiceConfig2(service.Handle, FailureActionsInfo, &actions), "be given recovery actions");
        }
    }

    /// <inheritdoc />
    public void Start(string name)
    {
        using var service = Existing(name);
        Need(StartService(service.Handle, 0, 0) || Marshal.GetLastPInvokeError() == RunsAlready, "be started");
    }

    /// <inheritdoc />
    public void Stop(string name)
    {
        using var service = Open(name);
        var status = default(ServiceStatus);
        var isAsked = service is null || ControlService(service.Handle, StopControl, &status);
        Need(isAsked || Marshal.GetLastPInvokeError() is NotActive or HearsNothing or TakesNothing, "be stopped");
    }

    /// <inheritdoc />
    public void Delete(string name)
    {
        using var service = Open(name);
        if (service is not null)
        {
            Need(DeleteService(service.Handle), "be removed");
        }
    }

    /// <inheritdoc />
    public (WindowsServiceState State, uint Code, int Process) StatusOf(string name)
    {
        using var service = Open(name);
        if (service is null)
        {
            return (WindowsServiceState.Missing, 0, 0);
        }

        var status = default(ServiceStatusProcess);
        Need(QueryServiceStatusEx(service.Handle, ProcessInfo, &status, (uint)sizeof(ServiceStatusProcess), out _), "be asked");
        return ((WindowsServiceState)status.Status.State, status.Status.ExitCode, (int)status.ProcessId);
    }

    /// <inheritdoc />
    public string? OwnerOf(string folder) =>
        Directory.Exists(folder) ? new DirectoryInfo(folder).GetAccessControl(AccessControlSections.Owner).GetOwner(typeof(SecurityIdentifier))?.Value : null;

    private static Opened Manager()
    {
        var manager = new Opened(OpenSCManager(null, null, ManagerAll));
        Need(manager.Handle != 0, "be reached");
        return manager;
    }

    private static Opened? Open(string name)
    {
        using var manager = Manager();
        var service = OpenService(manager.Handle, name, ServiceAll);
        Need(service != 0 || Marshal.GetLastPInvokeError() == DoesNotExist, "be opened");
        return service == 0 ? null : new Opened(service);
    }

    private static Opened Existing(string name) => Open(name) ?? throw new ServiceControlException($"There is no service {name}.");

    private static void Need(bool succeeded, string what)
    {
        if (!succeeded)
        {
            throw new ServiceControlException($"The service cannot {what}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        }
    }

    [LibraryImport("advapi32.dll", EntryPoint = "OpenSCManagerW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint OpenSCManager(string? machine, string? database, uint access);

    [LibraryImport("advapi32.dll", EntryPoint = "OpenServiceW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint OpenService(nint manager, string name, uint access);

    [LibraryImport("advapi32.dll", EntryPoint = "CreateServiceW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint CreateService(
        nint manager, string name, string title, uint access, uint type, uint start, uint error, string command, string? group, nint tag, string? dependencies, string account, string? password);

    [LibraryImport("advapi32.dll", EntryPoint = "ChangeServiceConfigW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool ChangeServiceConfig(
        nint service, uint type, uint start, uint error, string? command, string? group, nint tag, string? dependencies, string? account, string? password, string? title);

    [LibraryImport("advapi32.dll", EntryPoint = "ChangeServiceConfig2W", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool ChangeServiceConfig2(nint service, uint level, void* info);

    [LibraryImport("advapi32.dll", EntryPoint = "QueryServiceConfigW", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool QueryServiceConfig(nint service, ServiceConfig* config, uint length, out uint needed);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool QueryServiceStatusEx(nint service, uint level, ServiceStatusProcess* status, uint length, out uint needed);

    [LibraryImport("advapi32.dll", EntryPoint = "StartServiceW", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool StartService(nint service, uint count, nint arguments);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool ControlService(nint service, uint control, ServiceStatus* status);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool DeleteService(nint service);

    [LibraryImport("advapi32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CloseServiceHandle(nint handle);

    private sealed class Opened(nint handle) : IDisposable
    {
        public nint Handle => handle;

        public void Dispose()
        {
            if (handle != 0)
            {
                _ = CloseServiceHandle(handle);
            }
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct ServiceStatus
    {
        public uint Type;
        public uint State;
        public uint Accepted;
        public uint ExitCode;
        public uint SpecificExitCode;
        public uint CheckPoint;
        public uint WaitHint;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct ServiceStatusProcess
    {
        public ServiceStatus Status;
        public uint ProcessId;
        public uint Flags;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct ServiceConfig
    {
        public uint Type;
        public uint Start;
        public uint Error;
        public nint Command;
        public nint Group;
        public uint Tag;
        public nint Dependencies;
        public nint Account;
        public nint Title;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Action
    {
        public uint Type;
        public uint Delay;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct FailureActions
    {
        public uint ResetPeriod;
        public nint Reboot;
        public nint Command;
        public uint Count;
        public Action* Actions;
    }
}
