using Gateway.LogicalDevices;
using Metering.Profiles;

namespace Gateway.Api;

/// <summary>Reads profiles for programs. Each value is text with its own decimals, so that a finer scaler ends no reading: it goes on with it.</summary>
internal static class ProfileReader
{
    /// <summary>The profiles by the names they have in addresses.</summary>
    public static readonly IReadOnlyDictionary<string, ProfileKind> Kinds = new Dictionary<string, ProfileKind>(StringComparer.Ordinal)
    {
        ["loadProfile1"] = ProfileKind.LoadProfile1,
        ["loadProfile2"] = ProfileKind.LoadProfile2,
        ["billing"] = ProfileKind.Billing,
    };

    /// <summary>What whoever asks is told when readings went while they were fetched.</summary>
    public static ApiException Forgotten => new(StatusCodes.Status503ServiceUnavailable, "Readings became too old to be kept while they were fetched; ask again.");

    /// <summary>The rows of a time, oldest first, each with the profile that its columns are of. Streamed; each step may read the store.</summary>
    /// <param name="open">Gives the profile with what is known now.</param>
    /// <param name="from">The first mark; null: open.</param>
    /// <param name="to">The last mark; null: open.</param>
    /// <param name="after">The row after which they begin; null: the first.</param>
    public static IEnumerable<(IMeterProfile Profile, ProfileRow Row)> Rows(Func<IMeterProfile> open, DateTimeOffset? from, DateTimeOffset? to, RowCursor? after = null) =>
        Rows(open, (profile, begin) => profile.Between(begin, to), from, after);

    /// <summary>The same of rows that are chosen otherwise.</summary>
    /// <param name="open">Gives the profile with what is known now.</param>
    /// <param name="rowsOf">The rows of a profile from a mark on, oldest first.</param>
    /// <param name="from">The first mark; null: open.</param>
    /// <param name="after">The row after which they begin; null: the first.</param>
    public static IEnumerable<(IMeterProfile Profile, ProfileRow Row)> Rows(
        Func<IMeterProfile> open, Func<IMeterProfile, DateTimeOffset?, IEnumerable<ProfileRow>> rowsOf, DateTimeOffset? from, RowCursor? after = null)
    {
        var tries = 0;
        while (true)
        {
            var profile = open();
            using var rows = rowsOf(profile, after is { } begin && !(from > begin.Mark) ? begin.Mark : from).GetEnumerator();
            while (true)
            {
                ProfileRow row;
                try
                {
                    if (!rows.MoveNext())
                    {
                        yield break;
                    }

                    row = rows.Current;
                }
                catch (FinerScalerException) when (tries < FinestProfile.MostTries)
                {
                    tries++;
                    break;
                }

                var cursor = RowCursor.Of(row);
                if (after is null || cursor.IsAfter(after.Value))
                {
                    after = cursor;
                    yield return (profile, row);
                }
            }
        }
    }

    /// <summary>The values of a row, each with its scaler.</summary>
    public static IReadOnlyList<string?> Values(IMeterProfile profile, ProfileRow row)
    {
        var values = new string?[row.Cells.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ValueText.Of(row.Cells[i], profile.Columns[i].ScalerUnit?.Scaler ?? 0);
        }

        return values;
    }

    /// <summary>The places of the columns with these logical names, in their order.</summary>
    /// <exception cref="ApiException">A name is no column, or stands twice.</exception>
    public static IReadOnlyList<int> Columns(IMeterProfile profile, string names)
    {
        var wanted = names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var places = new List<int>(wanted.Length);
        foreach (var name in wanted)
        {
            var place = Enumerable.Range(0, profile.Columns.Length).FirstOrDefault(i => profile.Columns[i].CaptureObject.LogicalName.ToString() == name, -1);
            if (place < 0 || places.Contains(place))
            {
                throw ApiException.Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal)
                {
                    ["columns"] = [place < 0 ? $"{name} is no column of this profile." : $"{name} is given twice."],
                });
            }

            places.Add(place);
        }

        return places;
    }
}
