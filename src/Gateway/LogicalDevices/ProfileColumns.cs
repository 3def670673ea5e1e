using System.Collections.Immutable;
using Cosem;
using Metering;
using Metering.Mapping;
using Metering.Profiles;

namespace Gateway.LogicalDevices;

/// <summary>
/// The columns of a profile beside the clock, with the mapping and the scalers that were in force when a reading of it began. Immutable.
/// </summary>
internal sealed class ProfileColumns
{
    private const int ValueAttribute = 2;

    private readonly MappedMeter.Snapshot? _begun;
    private readonly ImmutableArray<int> _entries;
    private readonly EntrySelection? _selection;

    /// <summary>Columns as they are now.</summary>
    /// <param name="begun">The meter's last readout under its mapping; null without a mapping.</param>
    /// <param name="names">The mapped objects, in the order of the file.</param>
    public ProfileColumns(MappedMeter.Snapshot? begun, ImmutableArray<LogicalName> names)
        : this(begun, begun is null ? [] : EntriesOf(begun.Mapped.Values, names))
    {
    }

    private ProfileColumns(MappedMeter.Snapshot? begun, ImmutableArray<int> entries)
    {
        (_begun, _entries) = (begun, entries);
        _selection = begun?.Of.Mapper.Select(begun.Mapped.States, entries);
        Columns = begun is null ? [] : [.. entries.Select(entry => ColumnOf(begun.Mapped.Values[entry]))];
    }

    /// <summary>The columns.</summary>
    public ImmutableArray<ProfileColumn> Columns { get; }

    /// <summary>Some of them, in another order; what nobody asks for is not mapped.</summary>
    /// <param name="columns">Their places, from 0, each once.</param>
    public ProfileColumns Only(IEnumerable<int> columns) => new(_begun, [.. columns.Select(column => _entries[column])]);

    /// <summary>
    /// The cells of a reading. A value whose scaler or unit is not its column's would be wrong there: a finer scaler is remembered and nothing is
    /// given; of another unit, which no scaler makes right, the cell is null-data.
    /// </summary>
    /// <param name="readout">The reading.</param>
    /// <param name="cells">A value for each column; null-data where the reading has none.</param>
    /// <param name="finer">The register that needs a finer scaler.</param>
    public bool TryMap(MeterReadout readout, out ImmutableArray<CosemData> cells, out LogicalName finer)
    {
        (cells, finer) = ([], default);
        if (_begun is null || _selection is null)
        {
            return true;
        }

        var states = _begun.Mapped.States;
        var mapped = _begun.Of.MapKept(readout, _selection);
        var isFiner = false;
        var row = ImmutableArray.CreateBuilder<CosemData>(_entries.Length);
        for (var column = 0; column < _entries.Length; column++)
        {
            var value = mapped.Values[column];
            var name = value.Entry.LogicalName;
            if (!ReferenceEquals(mapped.States, states) && mapped.States.ScalerOf(name) is { } scaler && scaler != states.ScalerOf(name))
            {
                (isFiner, finer) = (true, name);
                _begun.Of.LearnFiner(name, scaler);
            }
            else
            {
                row.Add(CellOf(value, Columns[column].ScalerUnit));
            }
        }

        cells = isFiner ? [] : row.MoveToImmutable();
        return !isFiner;
    }

    /// <summary>No more readings are looked at: the finer scalers that they needed are told and kept.</summary>
    public void TellLearnt() => _begun?.Of.TellLearnt();

    private CosemData CellOf(MappedValue value, ScalerUnit? column)
    {
        if (value.Data is { } data && value.ScalerUnit == column)
        {
            return data;
        }

        if (value.Data is not null)
        {
            _begun!.Of.TellOtherUnit(value, column);
        }

        return CosemData.Null.Instance;
    }

    private static ImmutableArray<int> EntriesOf(ImmutableArray<MappedValue> values, ImmutableArray<LogicalName> names) =>
        [.. Enumerable.Range(0, values.Length).Where(i => names.Contains(values[i].Entry.LogicalName))];

    private static ProfileColumn ColumnOf(MappedValue value) =>
        new(new CaptureObject(value.Entry.Class, value.Entry.LogicalName, ValueAttribute, DataIndex: 0), value.ScalerUnit, value.Entry.IsPushed);
}
