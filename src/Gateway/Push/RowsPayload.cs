using System.Globalization;
using Cosem;

namespace Gateway.Push;

/// <summary>Fills a notification-body with as many consecutive rows as it takes.</summary>
internal static class RowsPayload
{
    /// <summary>The next body.</summary>
    /// <param name="rows">The rows in the order of sending; they are walked as far as needed.</param>
    /// <param name="range">What is asked for.</param>
    /// <param name="limit">How long a notification may be.</param>
    /// <param name="bodyOf">The body with these rows.</param>
    /// <param name="skipped">Is told of a row that is too long for any notification.</param>
    public static PushPayload Build(
        IEnumerable<ReportRow> rows, PushRange range, PayloadLimit limit, Func<IReadOnlyList<CosemData>, CosemData> bodyOf, Action<string> skipped)
    {
        var empty = bodyOf([]);
        var (room, most) = (limit.RoomIn(empty), limit.MostIn(empty));
        var taken = new List<CosemData>();
        var (length, number, position, isLast) = (0, range.After, range.AfterPosition, true);
        foreach (var row in rows)
        {
            var octets = limit.LengthOf(row.Data);
            if (taken.Count > 0 && length + octets > room)
            {
                isLast = false;
                break;
            }

            if (octets > most)
            {
                skipped(string.Create(CultureInfo.InvariantCulture, $"a row of {octets:N0} bytes is longer than any notification and was left out of the report"));
            }
            else
            {
                taken.Add(row.Data);
                length += octets;
            }

            (number, position) = (row.Number, row.Position);
        }

        var through = range.LatestRows is not null ? isLast ? range.Through : range.After
            : isLast ? range.Through
            : number;
        return new(taken.Count == 0 ? null : bodyOf(taken), through, position, taken.Count, isLast);
    }
}
