using Cosem;
using Dlms.Client;

namespace Gateway.CommandLine;

/// <summary>Rows of a profile for people: a column for each captured object, registers with their decimal point, the units in the head.</summary>
/// <param name="Columns">The clock's time and the captured objects.</param>
/// <param name="Rows">A cell for each column; null where a row has no value.</param>
internal sealed record DlmsProfile(IReadOnlyList<CapturedColumn> Columns, IReadOnlyList<string?[]> Rows)
{
    /// <summary>For each column that is a register its scaler and unit are read: so many requests at most for a head of a table.</summary>
    private const int MostColumns = 500;

    /// <summary>Longer cells, such as a whole telegram, are cut: what is longer is read by programs.</summary>
    private const int CellWidth = 40;

    /// <summary>Reads the buffer.</summary>
    /// <param name="client">An associated client.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="part">Which rows and columns.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DataAccessException">The server does not give it.</exception>
    /// <exception cref="RefusedException">A column that is asked for is not there.</exception>
    public static async Task<DlmsProfile> ReadAsync(DlmsClient client, LogicalName profile, DlmsProfilePart part, CancellationToken cancellationToken)
    {
        CaptureObject[] captured =
        [
            .. Elements(await client.GetAsync(new(ClassId.ProfileGeneric, profile, 3), cancellationToken))
                .Select(data => CaptureObject.TryParse(data, out var column) ? column : throw NotStandard(profile)),
        ];
        var chosen = part.ChosenOf(profile, captured);
        if (chosen.Length is 0 or > MostColumns)
        {
            throw new FailedException($"{profile} has {chosen.Length} columns{(chosen.Length == 0 ? "" : $"; at most {MostColumns} are shown, choose some with --columns")}.");
        }

        var columns = new List<CapturedColumn>();
        foreach (var place in chosen)
        {
            columns.Add(new(captured[place], await ScalerUnitAsync(client, captured[place], cancellationToken)));
        }

        // the scalers come first: a reading that needs a finer one fails rather than to be shown with the old one
        var (access, offered) = part.AccessTo(captured, chosen);
        var among = Array.ConvertAll(chosen, place => Array.IndexOf(offered, place));
        var buffer = Elements(await client.GetAsync(new(ClassId.ProfileGeneric, profile, 2, access), cancellationToken));
        return new(columns, [.. buffer.Select(row => Cells(Elements(row)))]);

        // a server that cannot choose columns gives all
        string?[] Cells(IReadOnlyList<CosemData> cells) =>
            cells.Count == offered.Length ? [.. columns.Select((column, i) => column.TextOf(cells[among[i]]))]
            : cells.Count == captured.Length ? [.. columns.Select((column, i) => column.TextOf(cells[chosen[i]]))]
            : throw NotStandard(profile);
    }

    /// <summary>Writes the table, in parts side by side where it is wider than the terminal; each begins with the time.</summary>
    public void Write(TextWriter output, int width)
    {
        var table = new Table([.. Columns.Select(column => column.Head)]);
        foreach (var row in Rows)
        {
            table.Add([.. row.Select(cell => ShownValue.Cut(cell, CellWidth))]);
        }

        table.Write(output, width);
        if (Rows.Any(row => row.Any(cell => cell?.Length > CellWidth)))
        {
            output.WriteLine($"Values that end with .. are longer than {CellWidth} characters; --json gives them whole.");
        }
    }

    private static async Task<ScalerUnit?> ScalerUnitAsync(DlmsClient client, CaptureObject column, CancellationToken cancellationToken)
    {
        if (!CapturedColumn.HasScaler(column))
        {
            return null;
        }

        try
        {
            var data = await client.GetAsync(new(column.ClassId, column.LogicalName, 3), cancellationToken);
            return data is CosemData.Structure { Items: [CosemData.Integer scaler, CosemData.Enum unit] } ? new ScalerUnit(scaler.Value, (Unit)unit.Value) : null;
        }
        catch (DataAccessException)
        {
            // the head then says that the column is not scaled
            return null;
        }
    }

    private static IReadOnlyList<CosemData> Elements(CosemData data) =>
        data is CosemData.Elements { Items: var items } ? items : throw new FailedException("A profile's columns or rows are not as the standard has them.");

    private static FailedException NotStandard(LogicalName profile) => new($"The columns of {profile} are not as the standard has them.");
}
