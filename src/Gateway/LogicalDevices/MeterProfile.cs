using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Cosem;
using Metering.Profiles;

namespace Gateway.LogicalDevices;

/// <summary>A profile as a reading of it begins: which readings are its rows, and what the mapping makes of them.</summary>
internal sealed class MeterProfile(LogicalName logicalName, ProfileReadings readings, ProfileColumns columns, TimeZoneInfo zone) : IMeterProfile
{
    /// <inheritdoc />
    public LogicalName LogicalName => logicalName;

    /// <inheritdoc />
    public ImmutableArray<ProfileColumn> Columns => columns.Columns;

    /// <summary>Which readings are its rows.</summary>
    public ProfileReadings Readings => readings;

    /// <inheritdoc />
    public IEnumerable<ProfileRow> Appended(long after, long through) => Mapped(readings.Appended(after, through));

    /// <inheritdoc />
    public long CountAppended(long after) => readings.CountAppended(after);

    /// <inheritdoc />
    public IEnumerable<ProfileRow> Latest(int count, DateTimeOffset after = default) => Mapped(readings.LatestRows(count, after));

    /// <inheritdoc />
    public IEnumerable<ProfileRow> Between(DateTimeOffset? from, DateTimeOffset? to) => Mapped(readings.Rows(from, to));

    /// <inheritdoc />
    public IEnumerable<DateTimeOffset> Marks(DateTimeOffset? from, DateTimeOffset? to) => readings.Marks(from, to);

    /// <inheritdoc />
    public IEnumerable<ProfileRow> At(DateTimeOffset? from, DateTimeOffset? to, IReadOnlySet<DateTimeOffset> marks) => Mapped(readings.At(from, to, marks));

    /// <inheritdoc />
    public ProfileSlice Newest(DateTimeOffset? from, DateTimeOffset? to, int skip, int count)
    {
        var range = readings.Select(from, to);
        var end = Math.Max(0, range.Count - skip);
        var first = Math.Max(0, end - count);
        var rows = Mapped(readings.Chunks(range, first, end - first).SelectMany(chunk => chunk)).ToList();
        rows.Reverse();
        return new(range.Count, rows);
    }

    /// <inheritdoc />
    IMeterProfile IMeterProfile.Only(IEnumerable<int> columns) => Only(columns);

    /// <inheritdoc cref="IMeterProfile.Only" />
    public MeterProfile Only(IEnumerable<int> selected) => new(logicalName, readings, columns.Only(selected), zone);

    /// <summary>A row with its cells; none when a register needs a finer scaler than its column has.</summary>
    public bool TryMap(MarkedReadout row, [NotNullWhen(true)] out ProfileRow? mapped, out LogicalName finer)
    {
        mapped = columns.TryMap(row.Readout, out var cells, out finer) ? new ProfileRow(row.Mark, row.Readout.AppendNumber, cells) { Readout = row.Readout } : null;
        return mapped is not null;
    }

    /// <inheritdoc cref="ProfileColumns.TellLearnt" />
    public void TellLearnt() => columns.TellLearnt();

    /// <summary>The time of a row as the clock's column has it.</summary>
    public CosemData TimeOf(ProfileRow row) => new CosemData.OctetString(CosemDateTime.FromMoment(row.Mark, zone).ToOctets());

    /// <summary>Once a row needs a finer scaler none is given any more, but the others are looked at, so that the next reading has them all.</summary>
    private IEnumerable<ProfileRow> Mapped(IEnumerable<MarkedReadout> rows)
    {
        LogicalName? wanting = null;
        foreach (var row in rows)
        {
            if (!TryMap(row, out var mapped, out var finer))
            {
                wanting = finer;
            }
            else if (wanting is null)
            {
                yield return mapped;
            }
        }

        if (wanting is { } register)
        {
            TellLearnt();
            throw new FinerScalerException(register);
        }
    }
}
