using Gateway.Clocks;
using Gateway.CommandLine;
using Gateway.HeadEnd;
using Metering;
using Metering.Storage;

namespace Gateway.Configuration;

/// <summary>An opened data directory with all that is known before the service starts.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly DataDirectory _directory;
    private readonly SqliteDatabase _database;

    private Installation(DataDirectory directory, SqliteDatabase database)
    {
        _directory = directory;
        _database = database;
    }

    /// <summary>The absolute path of the data directory.</summary>
    public string Path => _directory.Path;

    /// <summary>Whether a restore that was broken off was found and removed.</summary>
    public bool HadBrokenRestore => _directory.HadBrokenRestore;

    /// <summary>The clock, which head-ends can set.</summary>
    public required GatewayClock Time { get; init; }

    /// <summary>The time zone of clocks and schedules.</summary>
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>Small state.</summary>
    public required SqliteStateStore State { get; init; }

    /// <summary>The meters.</summary>
    public required SqliteMeterStore Meters { get; init; }

    /// <summary>The readings.</summary>
    public required SqliteReadoutStore Readouts { get; init; }

    /// <summary>How far reports were delivered.</summary>
    public required SqlitePushCursorStore PushCursors { get; init; }

    /// <summary>The event logs.</summary>
    public required SqliteEventStore Events { get; init; }

    /// <summary>Who has changed what.</summary>
    public required SqliteAuditStore Audit { get; init; }

    /// <summary>Name and system title.</summary>
    public required GatewayIdentity Identity { get; init; }

    /// <summary>Whether the bus of invented meters runs.</summary>
    public required bool IsSimulated { get; init; }

    /// <summary>Whether this is the first start in this data directory.</summary>
    public required bool IsNew { get; init; }

    /// <summary>Whether the management client may use a password.</summary>
    public required bool AllowLls { get; init; }

    /// <summary>Who may connect to the DLMS server, and how.</summary>
    public required HeadEndSecurity Security { get; init; }

    /// <summary>The management client's password.</summary>
    public string LlsPassword => Security.LlsPassword;

    /// <summary>Takes the data directory and opens what is in it.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="time">The system's time.</param>
    /// <param name="role">For what.</param>
    /// <param name="taken">The data directory where it is taken already; it is given up with this.</param>
    /// <exception cref="RefusedException">It is in use, or cannot be used.</exception>
    public static async Task<Installation> OpenAsync(GatewayOptions options, TimeProvider time, HostRole role = HostRole.Service, DataDirectory? taken = null)
    {
        var isNew = !File.Exists(DataDirectory.DatabaseIn(options.DataDirectory));
        var user = role == HostRole.Service ? $"the service, DLMS port {options.Dlms.Port}" : "another verb";
        var directory = taken ?? await DataDirectory.TakeAsync(options.DataDirectory, user);
        SqliteDatabase? database = null;
        try
        {
            await directory.DescribeAsync(user);
            database = SqliteDatabase.Open(directory.Database);
            var (state, meters) = (new SqliteStateStore(database), new SqliteMeterStore(database));
            var isSimulated = await SimulationRule.AllowsAsync(options, meters, state);
            var allowsLls = options.Dlms.AllowLls ?? isSimulated;
            var identity = await GatewayIdentity.LoadAsync(options, state);
            var secrets = new Secrets(directory.Path, state);
            return new Installation(directory, database)
            {
                Time = new GatewayClock(time, state, ReadoutInterval.TryParse(options.ReadoutInterval, out var interval) ? interval.Period : default),
                Zone = options.TimeZone is { } zone ? TimeZoneInfo.FindSystemTimeZoneById(zone) : TimeZoneInfo.Local,
                State = state,
                Meters = meters,
                Readouts = new SqliteReadoutStore(database),
                PushCursors = new SqlitePushCursorStore(database),
                Events = new SqliteEventStore(database),
                Audit = new SqliteAuditStore(database),
                IsNew = isNew,
                IsSimulated = isSimulated,
                Identity = identity,
                AllowLls = allowsLls,
                Security = await HeadEndSecurity.LoadAsync(options.Dlms, state, secrets, identity, allowsLls, MachineName.Read()),
            };
        }
        catch (Exception e)
        {
            await (database?.DisposeAsync() ?? ValueTask.CompletedTask);
            directory.Dispose();
            if (e is StoreException or IOException or UnauthorizedAccessException)
            {
                throw new RefusedException(e.Message, e);
            }

            throw;
        }
    }

    /// <summary>Copies the database into a new file while it is written.</summary>
    /// <exception cref="StoreException">It could not be copied.</exception>
    public Task CopyStoreAsync(string file, bool withReadings) => Task.Run(() => _database.CopyTo(file, withReadings));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Events.Dispose();
        Security.Dispose();
        Time.Dispose();
        _directory.Dispose();
    }
}
