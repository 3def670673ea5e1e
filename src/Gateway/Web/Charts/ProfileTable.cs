using System.Collections.Immutable;
using Gateway.Api;
using Metering.Profiles;

namespace Gateway.Web.Charts;

/// <summary>A page of a profile.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The rows, the newest first.</param>
/// <param name="Before">The row before the oldest of them; null: there is none.</param>
/// <param name="Count">How many rows the whole time has.</param>
internal sealed record ProfileTable(ImmutableArray<ProfileColumn> Columns, IReadOnlyList<ProfileRow> Rows, ProfileRow? Before, int Count)
{
    /// <summary>Letters that a cell of a table has room for.</summary>
    private const int MostLetters = 40;

    /// <summary>Whether a column holds longer texts, such as whole telegrams.</summary>
    public bool IsLong(int column) => Columns[column].ScalerUnit is null && Rows.Any(row => Text(row, column).Length > MostLetters);

    /// <summary>The value of a cell, exactly; empty where there is none.</summary>
    public string Text(ProfileRow row, int column) => UnitOf(column).Number(ValueText.Of(row.Cells[column], Columns[column].ScalerUnit?.Scaler ?? 0)) ?? "";

    /// <summary>The unit in which a column is shown.</summary>
    public ShownUnit UnitOf(int column) => ShownUnit.Of(Columns[column].ScalerUnit);

    /// <summary>What a register has counted from the row before to this one, exactly; empty where that is not known.</summary>
    /// <param name="row">The place of the row.</param>
    /// <param name="column">The place of the register.</param>
    /// <param name="gaps">Which rows are missing.</param>
    public string Difference(int row, int column, GapRule gaps)
    {
        var scaler = Columns[column].ScalerUnit?.Scaler ?? 0;
        return (row + 1 < Rows.Count ? Rows[row + 1] : Before) is { } before
            && !gaps.IsBetween(before.Mark, Rows[row].Mark)
            && ExactValue.Of(Rows[row].Cells[column], scaler) is { } now && ExactValue.Of(before.Cells[column], scaler) is { } former
            && now.Minus(former) is { } difference
            ? new ExactValue(difference.Number, difference.Exponent - UnitOf(column).Shift).Text
            : "";
    }
}
