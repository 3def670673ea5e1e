using Cosem;
using Dlms.Client;

namespace Gateway.CommandLine;

/// <summary>Rows of a profile for people: a column for each captured object, registers with their decimal point, the units in the head.</summary>
/// <param name="Columns">The clock's time and the captured objects.</param>
/// <param name="Rows">A cell for each column; null where a row has no value.</param>
internal sealed record DlmsProfile(string[] Columns, IReadOnlyList<string?[]> Rows)
{
    /// <summary>Reads the buffer.</summary>
    /// <param name="client">An associated client.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="access">Which rows; null: all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DataAccessException">The server does not give it.</exception>
    public static async Task<DlmsProfile> ReadAsync(DlmsClient client, LogicalName profile, SelectiveAccess? access, CancellationToken cancellationToken)
    {
        var columns = new List<(CaptureObject Object, ScalerUnit? ScalerUnit)>();
        foreach (var data in Elements(await client.GetAsync(new(ClassId.ProfileGeneric, profile, 3), cancellationToken)))
        {
            var captured = CaptureObject.TryParse(data, out var column) ? column : throw NotStandard(profile);
            columns.Add((captured, await ScalerUnitAsync(client, captured, cancellationToken)));
        }

        // the scalers come first: a reading that needs a finer one fails rather than to be shown with the old one
        var buffer = Elements(await client.GetAsync(new(ClassId.ProfileGeneric, profile, 2, access), cancellationToken));
        return new([.. columns.Select(column => Head(column.Object, column.ScalerUnit))], [.. buffer.Select(row => Cells(Elements(row)))]);

        string?[] Cells(IReadOnlyList<CosemData> cells) => cells.Count == columns.Count
            ? [.. cells.Zip(columns, (cell, column) => Cell(cell, column.ScalerUnit))]
            : throw NotStandard(profile);
    }

    /// <summary>The table.</summary>
    public Table ToTable()
    {
        var table = new Table(Columns);
        foreach (var row in Rows)
        {
            table.Add(row);
        }

        return table;
    }

    private static async Task<ScalerUnit?> ScalerUnitAsync(DlmsClient client, CaptureObject column, CancellationToken cancellationToken)
    {
        if (column is not { ClassId: ClassId.Register or ClassId.ExtendedRegister, Attribute: 2 })
        {
            return null;
        }

        var data = await client.GetAsync(new(column.ClassId, column.LogicalName, 3), cancellationToken);
        return data is CosemData.Structure { Items: [CosemData.Integer scaler, CosemData.Enum unit] } ? new ScalerUnit(scaler.Value, (Unit)unit.Value) : null;
    }

    private static string Head(CaptureObject column, ScalerUnit? scalerUnit) =>
        column is { ClassId: ClassId.Clock, Attribute: 2 } ? "time"
        : $"{column.LogicalName}{(column.Attribute == 2 ? "" : $":{column.Attribute}")} {(scalerUnit is { } known ? UnitSymbol.Of(known.Unit) : "")}".TrimEnd();

    private static string? Cell(CosemData cell, ScalerUnit? scalerUnit) =>
        cell is CosemData.Null ? null
        : scalerUnit is { } known ? CosemText.Register(cell, new ScalerUnit(known.Scaler, Unit.NoUnit))
        : CosemText.Of(cell);

    private static IReadOnlyList<CosemData> Elements(CosemData data) =>
        data is CosemData.Elements { Items: var items } ? items : throw new FailedException("A profile's columns or rows are not as the standard has them.");

    private static FailedException NotStandard(LogicalName profile) => new($"The columns of {profile} are not as the standard has them.");
}
