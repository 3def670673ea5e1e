using System.Diagnostics.CodeAnalysis;

namespace Cosem;

/// <summary>
/// range_descriptor of a profile's buffer, selector 1 (IEC 62056-6-2): the rows whose clock lies between two times, both included.
/// <code>structure { restricting_object { class, logical name, attribute, data index }, from, to, selected_values array }</code>
/// </summary>
/// <param name="From">The first time.</param>
/// <param name="To">The last time.</param>
/// <param name="Columns">The columns to give, by what they capture; none: all.</param>
public sealed record RangeDescriptor(CosemDateTime From, CosemDateTime To, IReadOnlyList<CaptureObject> Columns)
{
    /// <summary>The selector.</summary>
    public const byte Selector = 1;

    private static readonly CaptureObject Clock = new(ClassId.Clock, new(0, 0, 1, 0, 0, 255), 2, 0);

    /// <summary>Reads the parameters; only attribute 2 of the clock can restrict. Times come as octet-string(12) or date-time.</summary>
    public static bool TryParse(CosemData parameters, [NotNullWhen(true)] out RangeDescriptor? range)
    {
        range = null;
        if (parameters is not CosemData.Structure { Items: [var restricting, var fromData, var toData, CosemData.Array selected] }
            || !CaptureObject.TryParse(restricting, out var restrictingObject) || restrictingObject != Clock
            || !TryParseTime(fromData, out var from) || !TryParseTime(toData, out var to))
        {
            return false;
        }

        var columns = new List<CaptureObject>(selected.Items.Count);
        foreach (var item in selected.Items)
        {
            if (!CaptureObject.TryParse(item, out var column))
            {
                return false;
            }

            columns.Add(column);
        }

        range = new(from, to, columns);
        return true;
    }

    /// <summary>The descriptor as a request carries it.</summary>
    public SelectiveAccess ToSelectiveAccess() => new(Selector, new CosemData.Structure(
        Clock.ToData(),
        new CosemData.OctetString(From.ToOctets()),
        new CosemData.OctetString(To.ToOctets()),
        new CosemData.Array([.. Columns.Select(column => column.ToData())])));

    private static bool TryParseTime(CosemData data, out CosemDateTime time)
    {
        time = default;
        return data switch
        {
            CosemData.OctetString octets => CosemDateTime.TryParse(octets.Value.Span, out time),
            CosemData.DateTime dateTime => CosemDateTime.TryParse(dateTime.Value.Span, out time),
            _ => false,
        };
    }
}
