using MBus.Link;
using MBus.Master;
using Metering.Storage;
using Microsoft.Data.Sqlite;

namespace Metering.Tests.Storage;

/// <summary>What a file holds that this program did not write just now: an earlier version's tables, and values that cannot be.</summary>
public sealed class MeterTableTests : IDisposable
{
    /// <summary>The tables as version 1 made them, and what it stored.</summary>
    private const string Version1 =
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
        PRAGMA application_id = 1299477063;
        PRAGMA user_version = 1;
        INSERT INTO meter VALUES
          (1, 'Flat 3', 'cellar', 0, 250, '002243962D2C1B04', '00012345', 300, x'00FF', 1, 16, 0, 0),
          (2, '', 'cellar', 1, NULL, NULL, '', NULL, x'', 0, 17, 1, 0),
          (3, 'gone', 'cellar', 1, NULL, NULL, '', NULL, x'', 1, 18, 0, 1);
        INSERT INTO readout VALUES (1, 1711843260000, 1, 0, NULL, 0, 1, x'010203');
        INSERT INTO readout_failure VALUES (1, 1711843320000, 1);
        INSERT INTO state VALUES ('a', 'b');
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("metering-").FullName;

    private string StoreFile => Path.Combine(_folder, "gateway.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_of_version_1_is_brought_up_to_date_and_loses_nothing()
    {
        Execute(Version1);

        await using (var database = SqliteDatabase.Open(StoreFile))
        {
            var meters = new SqliteMeterStore(database);
            var flat = new Meter
            {
                Id = new MeterId(1),
                Name = "Flat 3",
                Bus = "cellar",
                Addressing = AddressingMode.Primary,
                PrimaryAddress = new PrimaryAddress(250),
                Identity = SecondaryAddress.Parse("002243962D2C1B04"),
                FabricationNumber = "00012345",
                BaudRate = 300,
                ProtectedKey = new byte[] { 0, 255 },
                LogicalDeviceAddress = 16,
            };
            Assert.Equal([flat, new Meter { Id = new MeterId(2), Bus = "cellar", Active = false, Simulated = true, LogicalDeviceAddress = 17 }], meters.Meters.Values);
            var last = new SqliteReadoutStore(database).Last(new MeterId(1));
            Assert.Equal("1 meter 1 2024-03-31T00:01:00.0000000+00:00  WiredFrames True 010203", Readings.Text(last.Readout));
            Assert.Equal(Readings.Midnight.AddMinutes(2), last.FailedAt);
            Assert.Equal("b", new SqliteStateStore(database).State["a"]);
            Assert.Equal(19, (await meters.AddAsync(new Meter { Bus = "cellar", Group = "new" })).LogicalDeviceAddress);
            Assert.Empty(database.Check());
        }

        // a second start finds nothing to do
        await using var again = SqliteDatabase.Open(StoreFile);
        Assert.Equal(["", "", "new"], new SqliteMeterStore(again).Meters.Values.Select(meter => meter.Group));
    }

    [Fact]
    public async Task A_file_brought_up_to_date_has_the_tables_of_a_new_one()
    {
        Execute(Version1);
        await using var old = SqliteDatabase.Open(StoreFile);
        await using var fresh = new TemporaryStore();

        Assert.Equal(Tables(fresh.Database), Tables(old));
    }

    [Theory]
    [InlineData("addressing", "2")]
    [InlineData("addressing", "'primary'")]
    [InlineData("primary_address", "251")]
    [InlineData("primary_address", "-1")]
    [InlineData("primary_address", "99999999999")]
    [InlineData("identity", "'nobody'")]
    [InlineData("identity", "x'00'")]
    [InlineData("fabrication_number", "'a number that is far too long for a logical device name'")]
    [InlineData("fabrication_number", "'1234567x'")]
    [InlineData("baud_rate", "2401")]
    [InlineData("protected_key", "'text'")]
    [InlineData("active", "2")]
    [InlineData("active", "0.5")]
    [InlineData("simulated", "'yes'")]
    [InlineData("logical_device_address", "15")]
    [InlineData("logical_device_address", "65536")]
    [InlineData("minimum_interval", "-1")]
    [InlineData("minimum_interval", "9223372036854775807")]
    [InlineData("quota_readouts", "0")]
    [InlineData("quota_readouts", "1")]
    [InlineData("quota_period", "1")]
    [InlineData("extra_response_time", "'long'")]
    [InlineData("first_frame_count_bit", "2")]
    [InlineData("application_reset", "256")]
    [InlineData("replaced_at", "-1")]
    [InlineData("replaced_at", "9223372036854775807")]
    public async Task A_value_that_cannot_be_used_is_named(string column, string value)
    {
        await using (var database = SqliteDatabase.Open(StoreFile))
        {
            await new SqliteMeterStore(database).AddAsync(new Meter { Bus = "a" });
        }

        Execute($"UPDATE meter SET {column} = {value}");

        await using var opened = SqliteDatabase.Open(StoreFile);
        var e = Assert.Throws<StoreException>(() => new SqliteMeterStore(opened));
        Assert.Equal((StoreFault.BadValue, StoreFile), (e.Fault, e.File));
        Assert.Contains($"meter 1 has in column {(column == "quota_period" ? "quota_readouts" : column == "quota_readouts" && value == "1" ? "quota_period" : column)} ", e.Message, StringComparison.Ordinal);
        Assert.InRange(e.Message.Length, 0, StoreFile.Length + 150);
    }

    [Fact]
    public async Task A_value_that_could_not_be_read_again_is_not_written()
    {
        await using var store = new TemporaryStore();
        var meter = await store.Meters.AddAsync(new Meter { Bus = "a" });
        Meter[] wrong =
        [
            meter with { BaudRate = 1200 + 1 },
            meter with { FabricationNumber = "123" },
            meter with { Addressing = (AddressingMode)7 },
            meter with { Readout = new() { Quota = new ReadoutQuota(0, TimeSpan.FromDays(1)) } },
            meter with { Readout = new() { Quota = new ReadoutQuota(1, TimeSpan.Zero) } },
            meter with { Readout = new() { MinimumInterval = TimeSpan.FromSeconds(-1) } },
            meter with { Readout = new() { ExtraResponseTime = TimeSpan.MaxValue } },
        ];

        foreach (var value in wrong)
        {
            Assert.Equal(StoreFault.BadValue, (await Assert.ThrowsAsync<StoreException>(() => store.Meters.ChangeAsync(value.Id, _ => value))).Fault);
            Assert.Equal(StoreFault.BadValue, (await Assert.ThrowsAsync<StoreException>(() => store.Meters.AddAsync(value))).Fault);
        }

        await store.ReopenAsync();
        Assert.Equal([meter], store.Meters.Meters.Values);
    }

    private static List<string> Tables(SqliteDatabase database) => database.Read(connection =>
    {
        var tables = new List<string>();
        using var command = connection.Statement("SELECT type || ' ' || name || ' ' || ifnull(sql, '') FROM sqlite_master ORDER BY name");
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            tables.Add(rows.GetString(0));
        }

        return tables;
    });

    private void Execute(string sql)
    {
        _ = SqliteLibrary.Description;
        using var connection = new SqliteConnection($"Data Source={StoreFile};Pooling=False");
        connection.Open();
        connection.Run(sql);
    }
}
