using System.Globalization;
using Metering.Profiles;

namespace Gateway.Api;

/// <summary>A place in a profile: <c>1764316800000.4711</c>, the mark in milliseconds since 1970 and the reading's place in the order of storing.</summary>
/// <param name="Mark">The mark of a row.</param>
/// <param name="AppendNumber">The place of its reading in the order of storing.</param>
internal readonly record struct RowCursor(DateTimeOffset Mark, long AppendNumber)
{
    /// <summary>The place of a row.</summary>
    public static RowCursor Of(ProfileRow row) => new(row.Mark, row.AppendNumber);

    /// <summary>Reads one.</summary>
    public static RowCursor? TryParse(string text) =>
        text.Split('.') is [var mark, var number]
        && long.TryParse(mark, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var append)
            ? new RowCursor(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), append)
            : null;

    /// <summary>Whether it comes behind another.</summary>
    public bool IsAfter(RowCursor other) => Mark > other.Mark || (Mark == other.Mark && AppendNumber > other.AppendNumber);

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Mark.ToUnixTimeMilliseconds()}.{AppendNumber}");
}
