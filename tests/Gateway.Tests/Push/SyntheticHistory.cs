using System.Collections.Immutable;
using Cosem;
using Gateway.LogicalDevices;
using Metering;
using Metering.Profiles;

namespace Gateway.Tests.Push;

/// <summary>
/// Readings of which only place and time are kept, and profiles over them whose one register holds the place: a receiver can tell what it was sent.
/// </summary>
internal sealed class SyntheticHistory : IReadoutStore, IMeterProfiles
{
    public static readonly ProfileColumn Register = new(new CaptureObject(ClassId.Register, new LogicalName(8, 0, 1, 0, 0, 255), 2, 0), new ScalerUnit(-3, Unit.CubicMetre), IsPushed: true);

    private readonly Dictionary<MeterId, List<ProfileRow>> _rows = [];

    public long Newest { get; private set; }

    /// <summary>The columns of all profiles.</summary>
    public ImmutableArray<ProfileColumn> Columns { get; set; } = [Register];

    /// <summary>The cells of a row; by default its place for every column.</summary>
    public Func<long, ImmutableArray<CosemData>>? Cells { get; set; }

    /// <summary>So many readings of profiles throw that a finer scaler is needed.</summary>
    public int FinerScalers { get; set; }

    public void Add(MeterId meter, DateTimeOffset at)
    {
        Newest++;
        Rows(meter).Add(new ProfileRow(at, Newest, []));
    }

    public List<ProfileRow> Rows(MeterId meter) => _rows.TryGetValue(meter, out var rows) ? rows : _rows[meter] = [];

    public IMeterProfile Of(Meter meter, ProfileKind kind) => new Profile(this, meter.Id, kind);

    public Task<MeterReadout> AppendAsync(MeterReadout readout) => throw new NotSupportedException();

    /// <summary>Whether it is told when meters were read; else all have just been tried.</summary>
    public bool TellsLast { get; set; }

    /// <summary>When meters did not answer.</summary>
    public Dictionary<MeterId, DateTimeOffset> Failed { get; } = [];

    public Task RecordFailureAsync(MeterId meter, DateTimeOffset at) => throw new NotSupportedException();

    public LastReadout Last(MeterId meter) => !TellsLast ? new(Readout: null, DateTimeOffset.MaxValue) : new(
        Rows(meter) is [.., var row] ? new MeterReadout { Meter = meter, ReadAt = row.Mark, Telegrams = [] } : null,
        Failed.TryGetValue(meter, out var at) ? at : null);

    public IEnumerable<MeterReadout> Read(MeterId meter, DateTimeOffset from, DateTimeOffset to) => throw new NotSupportedException();

    public IEnumerable<ReadoutTime> ReadTimes(MeterId meter, DateTimeOffset from, DateTimeOffset to) => throw new NotSupportedException();

    public IEnumerable<MeterReadout> ReadAppended(MeterId meter, long after) => throw new NotSupportedException();

    public IEnumerable<ReadoutTime> ReadAppendedTimes(MeterId meter, long after) => throw new NotSupportedException();

    public Task<int> ForgetAsync(MeterId meter, DateTimeOffset before, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    private ProfileRow Filled(ProfileRow row) =>
        row with { Cells = Cells?.Invoke(row.AppendNumber) ?? [.. Columns.Select(_ => (CosemData)new CosemData.DoubleLongUnsigned((uint)row.AppendNumber))] };

    private sealed class Profile(SyntheticHistory history, MeterId meter, ProfileKind kind) : IMeterProfile
    {
        public LogicalName LogicalName { get; } = kind switch
        {
            ProfileKind.LoadProfile1 => new(1, 0, 99, 1, 0, 255),
            ProfileKind.LoadProfile2 => new(1, 0, 99, 2, 0, 255),
            _ => new(0, 0, 98, 1, 0, 255),
        };

        public ImmutableArray<ProfileColumn> Columns { get; private init; } = history.Columns;

        private ImmutableArray<int> Selected { get; init; } = [.. Enumerable.Range(0, history.Columns.Length)];

        public IEnumerable<ProfileRow> Appended(long after, long through)
        {
            var rows = history.Rows(meter);
            var first = rows.FindIndex(row => row.AppendNumber > after);
            for (var i = first; i >= 0 && i < rows.Count && rows[i].AppendNumber <= through; i++)
            {
                ThrowIfFiner();
                yield return Filled(rows[i]);
            }
        }

        public long CountAppended(long after) => history.Rows(meter).Count(row => row.AppendNumber > after);

        public IEnumerable<ProfileRow> Latest(int count, DateTimeOffset after = default) =>
            history.Rows(meter).OrderBy(row => row.Mark).TakeLast(count).Where(row => row.Mark > after).Select(Filled);

        public IEnumerable<ProfileRow> Between(DateTimeOffset? from, DateTimeOffset? to) => throw new NotSupportedException();

        public IEnumerable<DateTimeOffset> Marks(DateTimeOffset? from, DateTimeOffset? to) => throw new NotSupportedException();

        public IEnumerable<ProfileRow> At(DateTimeOffset? from, DateTimeOffset? to, IReadOnlySet<DateTimeOffset> marks) => throw new NotSupportedException();

        public ProfileSlice Newest(DateTimeOffset? from, DateTimeOffset? to, int skip, int count) => throw new NotSupportedException();

        public IMeterProfile Only(IEnumerable<int> columns)
        {
            ImmutableArray<int> selected = [.. columns.Select(column => Selected[column])];
            return new Profile(history, meter, kind) { Selected = selected, Columns = [.. selected.Select(column => history.Columns[column])] };
        }

        private ProfileRow Filled(ProfileRow row)
        {
            var whole = history.Filled(row);
            return whole with { Cells = [.. Selected.Select(column => whole.Cells[column])] };
        }

        private void ThrowIfFiner()
        {
            if (history.FinerScalers > 0)
            {
                history.FinerScalers--;
                throw new FinerScalerException(Columns[0].CaptureObject.LogicalName);
            }
        }
    }
}
