using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Metering.Storage;

/// <summary>What the database's error codes mean to an operator.</summary>
internal static class SqliteFaults
{
    /// <summary>The error with its name and its file.</summary>
    public static StoreException Named(string file, SqliteException e)
    {
        var (fault, message) = e.SqliteErrorCode switch
        {
            raw.SQLITE_CANTOPEN => (StoreFault.CannotOpen, Directory.Exists(Path.GetDirectoryName(file))
                ? "it cannot be opened; check that the account may read and write the folder."
                : "its folder does not exist."),
            raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH => (StoreFault.ReadOnly, "it cannot be written; check the rights of the file and of its folder."),
            raw.SQLITE_NOTADB => (StoreFault.Foreign, "this is no database."),
            raw.SQLITE_CORRUPT => (StoreFault.Corrupt, "the database is damaged; restore a backup."),
            raw.SQLITE_FULL => (StoreFault.Full, "the disk is full."),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => (StoreFault.Busy, "another program holds it."),
            raw.SQLITE_CONSTRAINT when e.SqliteExtendedErrorCode == raw.SQLITE_CONSTRAINT_FOREIGNKEY => (StoreFault.UnknownMeter, "there is no such meter."),
            raw.SQLITE_IOERR => (StoreFault.Device, "the disk failed."),
            _ => (StoreFault.Refused, "the database refused it."),
        };
        return new StoreException(fault, file, $"{message} ({e.Message})", e);
    }
}
