using System.Diagnostics.CodeAnalysis;

namespace Cosem;

/// <summary>
/// entry_descriptor of a profile's buffer, selector 2 (IEC 62056-6-2): rows and columns by number, both ends included.
/// <code>structure { double-long-unsigned from_entry, to_entry, long-unsigned from_selected_value, to_selected_value }</code>
/// </summary>
/// <param name="FromEntry">The first row; 1 is the oldest.</param>
/// <param name="ToEntry">The last row; 0 is the last there is.</param>
/// <param name="FromColumn">The first column, from 1.</param>
/// <param name="ToColumn">The last column; 0 is the last there is.</param>
public sealed record EntryDescriptor(uint FromEntry, uint ToEntry, ushort FromColumn, ushort ToColumn)
{
    /// <summary>The selector.</summary>
    public const byte Selector = 2;

    /// <summary>Reads the parameters.</summary>
    public static bool TryParse(CosemData parameters, [NotNullWhen(true)] out EntryDescriptor? entries)
    {
        entries = parameters is CosemData.Structure
        {
            Items:
            [
                CosemData.DoubleLongUnsigned fromEntry,
                CosemData.DoubleLongUnsigned toEntry,
                CosemData.LongUnsigned fromColumn,
                CosemData.LongUnsigned toColumn,
            ]
        }
            ? new(fromEntry.Value, toEntry.Value, fromColumn.Value, toColumn.Value)
            : null;
        return entries is not null;
    }

    /// <summary>The descriptor as a request carries it.</summary>
    public SelectiveAccess ToSelectiveAccess() => new(Selector, new CosemData.Structure(
        new CosemData.DoubleLongUnsigned(FromEntry),
        new CosemData.DoubleLongUnsigned(ToEntry),
        new CosemData.LongUnsigned(FromColumn),
        new CosemData.LongUnsigned(ToColumn)));
}
