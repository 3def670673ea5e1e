using Microsoft.Data.Sqlite;

namespace Metering.Storage;

/// <summary>The tables, as the steps that lead from an empty file to the newest version. A step that was shipped is never changed.</summary>
internal static class SqliteSchema
{
    /// <summary>Marks the file as ours (PRAGMA application_id): "MtrG".</summary>
    public const int ApplicationId = 0x4D747247;

    private const string UserVersion = "PRAGMA user_version";

    private static readonly string[] Steps =
    [
        // 1: meters, readings, failures, state.
        // readout is clustered by meter and time, as it is read; append_no keeps two readings of one time apart, and readout_order
        // gives the order of storing. Times are milliseconds since 1970 UTC. A removed meter stays: its address is not given again.
        """
        CREATE TABLE meter (
          id INTEGER PRIMARY KEY,
          name TEXT NOT NULL,
          bus TEXT NOT NULL,
          addressing INTEGER NOT NULL,
          primary_address INTEGER,
          identity TEXT,
          fabrication_number TEXT NOT NULL,
          baud_rate INTEGER,
          protected_key BLOB NOT NULL,
          active INTEGER NOT NULL,
          logical_device_address INTEGER NOT NULL UNIQUE,
          simulated INTEGER NOT NULL,
          removed INTEGER NOT NULL DEFAULT 0
        );
        CREATE TABLE readout (
          meter INTEGER NOT NULL REFERENCES meter(id),
          read_at INTEGER NOT NULL,
          append_no INTEGER NOT NULL,
          telegram_no INTEGER NOT NULL,
          received_at INTEGER,
          format INTEGER NOT NULL,
          complete INTEGER NOT NULL,
          bytes BLOB NOT NULL,
          PRIMARY KEY (meter, read_at, append_no, telegram_no)
        ) WITHOUT ROWID;
        CREATE UNIQUE INDEX readout_order ON readout (meter, append_no, telegram_no);
        CREATE TABLE readout_failure (
          meter INTEGER PRIMARY KEY REFERENCES meter(id),
          failed_at INTEGER NOT NULL,
          append_no INTEGER NOT NULL
        );
        CREATE TABLE state (
          name TEXT PRIMARY KEY,
          value TEXT NOT NULL
        ) WITHOUT ROWID;
        """,

        // 2: a meter's group, how it is read, and when another was found in its place. Durations are milliseconds.
        """
        ALTER TABLE meter ADD COLUMN group_name TEXT NOT NULL DEFAULT '';
        ALTER TABLE meter ADD COLUMN readout_interval TEXT;
        ALTER TABLE meter ADD COLUMN minimum_interval INTEGER;
        ALTER TABLE meter ADD COLUMN quota_readouts INTEGER;
        ALTER TABLE meter ADD COLUMN quota_period INTEGER;
        ALTER TABLE meter ADD COLUMN extra_response_time INTEGER;
        ALTER TABLE meter ADD COLUMN first_frame_count_bit INTEGER;
        ALTER TABLE meter ADD COLUMN application_reset INTEGER;
        ALTER TABLE meter ADD COLUMN replaced_at INTEGER;
        """,

        // 3: the event logs, and how far each report of each device was delivered. Meter 0 is the gateway. event_no is the order of storing and
        // is never used twice, also not after a log was emptied; times are milliseconds since 1970 UTC. The index counts a time range by itself.
        """
        CREATE TABLE event (
          event_no INTEGER PRIMARY KEY AUTOINCREMENT,
          meter INTEGER NOT NULL,
          log INTEGER NOT NULL,
          at INTEGER NOT NULL,
          code INTEGER NOT NULL,
          message TEXT NOT NULL
        );
        CREATE INDEX event_log ON event (meter, log, event_no, at);
        CREATE TABLE push_cursor (
          report INTEGER NOT NULL,
          meter INTEGER NOT NULL,
          delivered INTEGER NOT NULL,
          pending_through INTEGER,
          receiver TEXT,
          invoke_id INTEGER,
          built_at INTEGER,
          digest BLOB,
          PRIMARY KEY (report, meter)
        ) WITHOUT ROWID;
        CREATE TABLE push_receiver (
          receiver TEXT PRIMARY KEY,
          invoke_id INTEGER NOT NULL
        ) WITHOUT ROWID;

        -- One row: how many numbers of readings are no longer taken, and the least that the next number follows. So the readings that are kept are
        -- counted without looking at them, and a number is never used twice, also not when the last reading of a removed meter went.
        CREATE TABLE readout_forgotten (
          readouts INTEGER NOT NULL,
          newest INTEGER NOT NULL
        );
        INSERT INTO readout_forgotten
        SELECT ifnull(max(append_no), 0) - count(*), ifnull(max(append_no), 0) FROM readout WHERE telegram_no = 0;
        """,

        // 4: who has changed what. audit_no is the order of storing and is never used twice; times are milliseconds since 1970 UTC.
        """
        CREATE TABLE audit (
          audit_no INTEGER PRIMARY KEY AUTOINCREMENT,
          at INTEGER NOT NULL,
          actor TEXT NOT NULL,
          source TEXT NOT NULL,
          what TEXT NOT NULL,
          on_what TEXT NOT NULL,
          before TEXT NOT NULL,
          after TEXT NOT NULL,
          refused INTEGER NOT NULL
        );
        """,

        // 5: the events of one code in all logs, the newest first, without looking at all others.
        """
        CREATE INDEX event_code ON event (code);
        """,
    ];

    /// <summary>The version that this program writes.</summary>
    public static int Version => Steps.Length;

    /// <summary>The version that a file is of.</summary>
    public static int VersionOf(SqliteConnection connection) => (int)connection.Number(UserVersion);

    /// <summary>Refuses a file that is not ours, before anything is written to it. An empty one becomes ours.</summary>
    /// <exception cref="StoreException">Not our file, or of a later version.</exception>
    public static void RefuseForeign(SqliteConnection connection, string file)
    {
        var version = connection.Number(UserVersion);
        var isEmpty = version == 0 && connection.Number("SELECT count(*) FROM sqlite_master") == 0;
        if (!isEmpty && connection.Number("PRAGMA application_id") != ApplicationId)
        {
            throw new StoreException(StoreFault.Foreign, file, "this is a database of another program.");
        }

        if (version > Version)
        {
            throw new StoreException(StoreFault.TooNew, file, $"a later version of this program wrote it (version {version}; this program knows {Version}).");
        }
    }

    /// <summary>Brings a file up to date, each step in its own transaction.</summary>
    public static void Migrate(SqliteConnection connection)
    {
        for (var step = VersionOf(connection); step < Version; step++)
        {
            connection.Run($"BEGIN IMMEDIATE; {Steps[step]} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {step + 1}; COMMIT");
        }
    }
}
