using Microsoft.Data.Sqlite;

namespace Metering.Storage;

/// <summary>
/// The columns of one row of the table <c>meter</c>. SQLite holds any value in any column, so each is checked, and what cannot be used is
/// named with its meter and column.
/// </summary>
internal sealed class MeterColumns(SqliteDataReader row, string file)
{
    /// <summary>Characters of a value that are shown.</summary>
    private const int ShownLength = 40;

    /// <summary>No interval and no time of a meter is longer: ten years.</summary>
    private static readonly TimeSpan LongestDuration = TimeSpan.FromDays(3653);

    /// <summary>A number in its bounds.</summary>
    public long Number(string column, long least, long most) => OptionalNumber(column, least, most) ?? throw Wrong(column);

    /// <summary>A number in its bounds, or null.</summary>
    public long? OptionalNumber(string column, long least, long most) => Value(column) switch
    {
        null => null,
        long number when number >= least && number <= most => number,
        _ => throw Wrong(column),
    };

    /// <summary>Yes or no.</summary>
    public bool Flag(string column) => OptionalFlag(column) ?? throw Wrong(column);

    /// <summary>Yes, no, or null.</summary>
    public bool? OptionalFlag(string column) => OptionalNumber(column, 0, 1) is { } number ? number == 1 : null;

    /// <summary>A text.</summary>
    public string Text(string column) => OptionalText(column) ?? throw Wrong(column);

    /// <summary>A text, or null.</summary>
    public string? OptionalText(string column) => Value(column) switch
    {
        null => null,
        string text => text,
        _ => throw Wrong(column),
    };

    /// <summary>Bytes.</summary>
    public byte[] Bytes(string column) => Value(column) as byte[] ?? throw Wrong(column);

    /// <summary>A duration of milliseconds, or null.</summary>
    public TimeSpan? OptionalDuration(string column) =>
        OptionalNumber(column, 0, (long)LongestDuration.TotalMilliseconds) is { } number ? TimeSpan.FromMilliseconds(number) : null;

    /// <summary>A time as milliseconds since 1970 UTC, or null.</summary>
    public DateTimeOffset? OptionalTime(string column) =>
        OptionalNumber(column, 0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()) is { } number ? DateTimeOffset.FromUnixTimeMilliseconds(number) : null;

    /// <summary>What is thrown for a column whose value cannot be used.</summary>
    public StoreException Wrong(string column)
    {
        var shown = Value(column) switch
        {
            null => "nothing",
            byte[] bytes => $"{bytes.Length} bytes",
            var value => $"'{(value.ToString() is { Length: > ShownLength } text ? text[..ShownLength] + "..." : value)}'",
        };
        return new StoreException(StoreFault.BadValue, file, $"meter {Value("id")} has in column {column} what cannot be used: {shown}.");
    }

    private object? Value(string column) => row.GetValue(row.GetOrdinal(column)) is var value and not DBNull ? value : null;
}
