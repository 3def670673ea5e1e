using System.Runtime.InteropServices;
using SQLitePCL;

namespace Metering.Storage;

/// <summary>Loads the newer of the operating system's SQLite and the packaged one, once, before the first connection.</summary>
public static class SqliteLibrary
{
    private const string Packaged = "e_sqlite3";

    private static readonly Lazy<string> Loaded = new(Load);

    /// <summary>Version, and where it came from, for the start-up log.</summary>
    /// <exception cref="DllNotFoundException">There is none.</exception>
    public static string Description => Loaded.Value;

    private static string Load()
    {
        var bindings = typeof(SQLite3Provider_e_sqlite3).Assembly;
        string[] names = OperatingSystem.IsWindows() ? [Packaged, "winsqlite3"] : [Packaged, "libsqlite3.so.0"];
        var (library, _, name) = names
            .Select(name => (Library: NativeLibrary.TryLoad(name, bindings, searchPath: null, out var handle) ? handle : 0, Name: name))
            .Where(found => found.Library != 0)
            .Select(found => (found.Library, Version: VersionOf(found.Library), found.Name))
            .DefaultIfEmpty()
            .MaxBy(found => found.Version);
        if (library == 0)
        {
            throw new DllNotFoundException($"No SQLite library: neither {string.Join(" nor ", names)} can be loaded.");
        }

        NativeLibrary.SetDllImportResolver(bindings, (asked, _, _) => asked == Packaged ? library : 0);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        return $"SQLite {raw.sqlite3_libversion().utf8_to_string()} from {name}";
    }

    private static int VersionOf(nint library) =>
        Marshal.GetDelegateForFunctionPointer<VersionNumber>(NativeLibrary.GetExport(library, "sqlite3_libversion_number"))();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int VersionNumber();
}
