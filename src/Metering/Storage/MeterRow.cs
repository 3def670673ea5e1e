using MBus.LevelConverter;
using MBus.Link;
using MBus.Master;
using Microsoft.Data.Sqlite;

namespace Metering.Storage;

/// <summary>A meter as a row of the table <c>meter</c>.</summary>
internal static class MeterRow
{
    private const string Select = "SELECT * FROM meter WHERE removed = 0";

    private static readonly int[] FabricationNumberLengths = [0, SecondaryAddress.Digits];

    /// <summary>Adds a row.</summary>
    public static void Insert(SqliteConnection connection, Meter meter)
    {
        (string Column, object? Value)[] row = [("id", meter.Id.Value), .. Changeable(meter), ("logical_device_address", meter.LogicalDeviceAddress)];
        Run(connection, $"INSERT INTO meter ({string.Join(", ", row.Select(cell => cell.Column))}) VALUES ({string.Join(", ", row.Select(cell => $"${cell.Column}"))})", row);
    }

    /// <summary>Changes the row of a meter that was not removed, but not its address; returns how many rows that were.</summary>
    public static int Update(SqliteConnection connection, Meter meter)
    {
        var changed = Changeable(meter);
        var set = string.Join(", ", changed.Select(cell => $"{cell.Column} = ${cell.Column}"));
        return Run(connection, $"UPDATE meter SET {set} WHERE id = $id AND removed = 0", [("id", meter.Id.Value), .. changed]);
    }

    /// <summary>The meters that were not removed.</summary>
    /// <exception cref="StoreException">A value cannot be used.</exception>
    public static IEnumerable<Meter> ReadAll(SqliteConnection connection, string file)
    {
        using var command = connection.Statement(Select);
        using var row = command.ExecuteReader();
        var columns = new MeterColumns(row, file);
        while (row.Read())
        {
            yield return Read(columns);
        }
    }

    /// <summary>The meter as the table has it, or null.</summary>
    /// <exception cref="StoreException">A value cannot be used.</exception>
    public static Meter? Find(SqliteConnection connection, string file, MeterId id)
    {
        using var command = connection.Statement($"{Select} AND id = $id", ("$id", id.Value));
        using var row = command.ExecuteReader();
        return row.Read() ? Read(new MeterColumns(row, file)) : null;
    }

    private static int Run(SqliteConnection connection, string sql, (string Column, object? Value)[] row)
    {
        using var command = connection.Statement(sql, [.. row.Select(cell => ($"${cell.Column}", cell.Value))]);
        return command.ExecuteNonQuery();
    }

    /// <summary>The columns that can change, as they are written; <see cref="Read"/> reads them.</summary>
    private static (string Column, object? Value)[] Changeable(Meter meter) =>
    [
        ("name", meter.Name),
        ("bus", meter.Bus),
        ("addressing", (int)meter.Addressing),
        ("primary_address", meter.PrimaryAddress?.Value),
        ("identity", meter.Identity?.ToString()),
        ("fabrication_number", meter.FabricationNumber),
        ("baud_rate", meter.BaudRate),
        ("protected_key", meter.ProtectedKey.Span.ToArray()),
        ("group_name", meter.Group),
        ("readout_interval", meter.Readout.Interval),
        ("minimum_interval", Milliseconds(meter.Readout.MinimumInterval)),
        ("quota_readouts", meter.Readout.Quota?.Readouts),
        ("quota_period", Milliseconds(meter.Readout.Quota?.Period)),
        ("extra_response_time", Milliseconds(meter.Readout.ExtraResponseTime)),
        ("first_frame_count_bit", meter.Readout.FirstFrameCountBit),
        ("application_reset", meter.Readout.ApplicationReset),
        ("active", meter.Active),
        ("replaced_at", meter.ReplacedAt?.ToUnixTimeMilliseconds()),
        ("simulated", meter.Simulated),
    ];

    private static long? Milliseconds(TimeSpan? duration) => (long?)duration?.TotalMilliseconds;

    private static Meter Read(MeterColumns columns) => new()
    {
        Id = new MeterId((int)columns.Number("id", 1, int.MaxValue)),
        Name = columns.Text("name"),
        Bus = columns.Text("bus"),
        Addressing = (AddressingMode)columns.Number("addressing", (long)AddressingMode.Primary, (long)AddressingMode.Secondary),
        PrimaryAddress = Primary(columns, "primary_address"),
        Identity = Identity(columns, "identity"),
        FabricationNumber = FabricationNumber(columns, "fabrication_number"),
        BaudRate = BaudRate(columns, "baud_rate"),
        ProtectedKey = columns.Bytes("protected_key"),
        Group = columns.Text("group_name"),
        Readout = new()
        {
            Interval = columns.OptionalText("readout_interval"),
            MinimumInterval = columns.OptionalDuration("minimum_interval"),
            Quota = Quota(columns, "quota_readouts", "quota_period"),
            ExtraResponseTime = columns.OptionalDuration("extra_response_time"),
            FirstFrameCountBit = columns.OptionalFlag("first_frame_count_bit"),
            ApplicationReset = (byte?)columns.OptionalNumber("application_reset", byte.MinValue, byte.MaxValue),
        },
        Active = columns.Flag("active"),
        ReplacedAt = columns.OptionalTime("replaced_at"),
        Simulated = columns.Flag("simulated"),
        LogicalDeviceAddress = (ushort)columns.Number("logical_device_address", LogicalDeviceAddresses.First, ushort.MaxValue),
    };

    private static PrimaryAddress? Primary(MeterColumns columns, string column) => columns.OptionalNumber(column, byte.MinValue, byte.MaxValue) switch
    {
        null => null,
        251 or 252 => throw columns.Wrong(column),
        { } address => new PrimaryAddress((byte)address),
    };

    private static SecondaryAddress? Identity(MeterColumns columns, string column) => columns.OptionalText(column) switch
    {
        null => null,
        var text => SecondaryAddress.TryParse(text, out var identity) ? identity : throw columns.Wrong(column),
    };

    private static string FabricationNumber(MeterColumns columns, string column) => columns.Text(column) is var text
        && FabricationNumberLengths.Contains(text.Length) && text.All(char.IsAsciiHexDigitUpper)
            ? text
            : throw columns.Wrong(column);

    private static int? BaudRate(MeterColumns columns, string column) => (int?)columns.OptionalNumber(column, 0, int.MaxValue) switch
    {
        null => null,
        { } rate => BusTiming.BaudRates.Contains(rate) ? rate : throw columns.Wrong(column),
    };

    private static ReadoutQuota? Quota(MeterColumns columns, string count, string time) =>
        (columns.OptionalNumber(count, 1, int.MaxValue), columns.OptionalDuration(time)) switch
        {
            (null, null) => null,
            ({ } readouts, { } period) when period > TimeSpan.Zero => new ReadoutQuota((int)readouts, period),
            (null, _) => throw columns.Wrong(count),
            _ => throw columns.Wrong(time),
        };
}
