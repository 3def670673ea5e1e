using Gateway.Clocks;
using Gateway.Configuration;
using Gateway.Readout;
using Gateway.Tests.Harness;
using Gateway.Upkeep;
using Metering;
using Metering.Push;
using Metering.Storage;
using Testing;

namespace Gateway.Tests;

public sealed class RetentionTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _system = new(Now);
    private readonly SqliteDatabase _database;
    private readonly SqliteStateStore _state;
    private readonly SqliteMeterStore _meters;
    private readonly SqliteReadoutStore _readouts;
    private readonly SqlitePushCursorStore _cursors;
    private readonly GatewayClock _clock;
    private readonly RecordingEventLog _events = new();
    private readonly StoreHealth _store;
    private readonly RecordingLogger<RetentionRun> _log = new();
    private readonly GatewayOptions _options = new()
    {
        Retention = "10 days",
        Groups = new Dictionary<string, GroupOptions>(StringComparer.Ordinal) { ["Billing"] = new() { Retention = "30.00:00:00" }, ["other"] = new() { ReadoutInterval = "1 h" } },
    };

    public RetentionTests()
    {
        _database = SqliteDatabase.Open(_folder.File("gateway.db"));
        (_state, _meters, _readouts, _cursors) = (new(_database), new(_database), new(_database), new(_database));
        _clock = new GatewayClock(_system, _state, default);
        _store = new StoreHealth(_events, _system);
    }

    public async ValueTask DisposeAsync()
    {
        _clock.Dispose();
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Readings_of_a_group_are_kept_as_long_as_it_says_and_others_as_the_gateway_says()
    {
        var clock = new RetentionClock(_clock, _state);
        var retention = new Retention(_options, () => clock.Now);
        var (plain, billing) = (new Meter { Bus = "b", Group = "other" }, new Meter { Bus = "b", Group = "BILLING" });
        Assert.Equal((TimeSpan.FromDays(10), TimeSpan.FromDays(30)), (retention.Of(plain), retention.Of(billing)));
        Assert.Equal(DateTimeOffset.UnixEpoch, retention.KeptSince(plain));
        clock.CatchUp(DateTimeOffset.MaxValue);
        Assert.Equal((Now.AddDays(-10), Now.AddDays(-30)), (retention.KeptSince(plain), retention.KeptSince(billing)));
        await Task.CompletedTask;
    }

    [Fact]
    public async Task What_profiles_show_no_more_goes_two_days_later_and_a_days_worth_at_a_time()
    {
        var meter = await AddAsync();
        await FillAsync(meter.Id, days: 20);
        var run = Run(out var retention);
        await run.OnceAsync(default);
        Assert.Equal(20, Kept(meter.Id).Count);

        // nothing was too old at the first look; then time passes at its own speed
        for (var day = 1; day <= 25; day++)
        {
            for (var part = 0; part < 4; part++)
            {
                _system.Advance(TimeSpan.FromHours(6));
                await run.OnceAsync(default);
            }

            var since = retention.KeptSince(meter);
            Assert.True(Kept(meter.Id).Count(at => at >= since) == Enumerable.Range(0, 20).Count(ago => Now.AddDays(-ago) >= since), $"day {day}");
            Assert.DoesNotContain(Kept(meter.Id).SkipLast(1), at => at < since.AddDays(-3.5));
        }

        Assert.Equal([Now], Kept(meter.Id));
        Assert.Equal(Now, _readouts.Last(meter.Id).Readout!.ReadAt);
        Assert.Equal(0, _log.Count("cannot"));
    }

    [Fact]
    public async Task A_clock_that_is_set_years_forward_for_an_afternoon_costs_no_reading()
    {
        var meter = await AddAsync();
        await FillAsync(meter.Id, days: 10);
        var run = Run(out var retention);
        await run.OnceAsync(default);
        await _clock.SetAsync(Now.AddYears(5), default);
        for (var hour = 0; hour < 6; hour++)
        {
            _system.Advance(TimeSpan.FromHours(1));
            await run.OnceAsync(default);
        }

        await _clock.SetAsync(_system.GetUtcNow(), default);
        await run.OnceAsync(default);
        Assert.Equal(10, Kept(meter.Id).Count);
        Assert.Equal(_system.GetUtcNow().AddDays(-10), retention.KeptSince(meter));
    }

    [Fact]
    public async Task Readings_from_before_the_clock_was_set_right_go_and_do_not_hold_up_the_others()
    {
        var meter = await AddAsync();
        await _clock.SetAsync(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero), default);
        await AppendAsync(meter.Id, _clock.GetUtcNow());
        var run = Run(out var retention);
        await run.OnceAsync(default);
        await _clock.SetAsync(Now, default);
        await AppendAsync(meter.Id, Now);
        await AppendAsync(meter.Id, Now.AddMinutes(1));
        for (var hour = 0; hour < 80; hour++)
        {
            _system.Advance(TimeSpan.FromHours(1));
            await run.OnceAsync(default);
        }

        Assert.Equal([Now, Now.AddMinutes(1)], Kept(meter.Id));
        Assert.Equal(_clock.GetUtcNow().AddDays(-10), retention.KeptSince(meter));
    }

    [Fact]
    public async Task Of_a_removed_meter_everything_goes_in_the_end_but_its_number_and_address()
    {
        var (meter, other) = (await AddAsync(key: true), await AddAsync());
        await FillAsync(meter.Id, days: 5);
        var newest = _readouts.Newest;
        await _readouts.RecordFailureAsync(meter.Id, Now);
        string[] remembered = ["readout.habits.", "mapping.entries.", "mapping.seen.", "meter.clock-stands.", "push.setup.LoadProfile1.", "push.setup.FraudLog."];
        foreach (var entry in remembered)
        {
            await _state.SetAsync($"{entry}{meter.Id}", "x");
        }

        await _state.SetAsync($"mapping.entries.{other.Id}", "y");
        PushCursor[] cursors = [.. new[] { meter.Id, other.Id, default }.Select(device => new PushCursor(ReportKind.StandardEventLog, device, 1, Pending: null))];
        await _cursors.SaveAsync(cursors);
        await _meters.RemoveAsync(meter.Id);
        var run = Run(out _);
        await run.OnceAsync(default);
        Assert.Equal(["mapping.entries.2", "retention.clock", "retention.run"], _state.State.Keys);
        Assert.Equal([null, cursors[1], cursors[2]], cursors.Select(cursor => _cursors.Find(cursor.Report, cursor.Meter)));
        Assert.Null(new SqlitePushCursorStore(_database).Find(ReportKind.StandardEventLog, meter.Id));
        Assert.Equal(5, Kept(meter.Id).Count);
        Assert.NotEqual("0", Column("length(protected_key)", meter.Id));

        for (var day = 0; day < 20; day++)
        {
            _system.Advance(TimeSpan.FromDays(1));
            await run.OnceAsync(default);
        }

        Assert.Empty(Kept(meter.Id));
        Assert.Equal(LastReadout.Never, _readouts.Last(meter.Id));
        Assert.Equal("0", Column("length(protected_key)", meter.Id));
        await using var reopened = new Reopened(_database.File);
        Assert.True(reopened.Readouts.Newest >= newest);
        Assert.Equal(LastReadout.Never, reopened.Readouts.Last(meter.Id));
        Assert.Equal(3, (await AddAsync()).Id.Value);
    }

    [Fact]
    public async Task What_is_remembered_of_a_replaced_meter_stays()
    {
        var meter = await AddAsync();
        await FillAsync(meter.Id, days: 20);
        await _state.SetAsync($"mapping.entries.{meter.Id}", "x");
        await _state.SetAsync("retention.clock", $"{Now:O}");
        await _cursors.SaveAsync([new PushCursor(ReportKind.LoadProfile1, meter.Id, 1, Pending: null)]);
        await _meters.ReplaceAsync(meter.Id, Now, new Meter { Bus = "b" }, (_, successor) => successor);
        await Run(out _).OnceAsync(default);
        Assert.Contains($"mapping.entries.{meter.Id}", _state.State.Keys);
        Assert.NotNull(_cursors.Find(ReportKind.LoadProfile1, meter.Id));
    }

    [Fact]
    public async Task A_meter_that_was_never_read_leaves_no_key()
    {
        var meter = await AddAsync(key: true);
        await _meters.RemoveAsync(meter.Id);
        Assert.Equal("0", Column("length(protected_key)", meter.Id));
    }

    [Fact]
    public async Task Readings_that_a_quota_is_counted_from_stay()
    {
        var meter = await AddAsync();
        await _meters.ChangeAsync(meter.Id, now => now with { Readout = new() { Quota = new ReadoutQuota(4, TimeSpan.FromDays(60)) } });
        await FillAsync(meter.Id, days: 50);
        var run = Run(out _);
        await _state.SetAsync("retention.clock", $"{Now:O}");
        await Run(out _).OnceAsync(default);
        await run.OnceAsync(default);
        Assert.Equal(50, Kept(meter.Id).Count);
    }

    [Fact]
    public async Task A_fault_of_the_store_is_told_once_and_the_next_run_does_what_is_left()
    {
        var readouts = new InMemoryReadoutStore();
        readouts.Meters[new(1)] = ("", false);
        foreach (var ago in Enumerable.Range(0, 30).Reverse())
        {
            await readouts.AppendAsync(ReadingOf(new(1), Now.AddDays(-ago)));
        }

        await _state.SetAsync("retention.clock", $"{Now:O}");
        var clock = new RetentionClock(_clock, _state);
        var run = new RetentionRun(_meters, readouts, readouts, _state, Memory, new Retention(_options, () => clock.Now), clock, _store, _clock, _log);
        readouts.Fault = StoreFault.Full;
        await run.OnceAsync(default);
        await run.OnceAsync(default);
        Assert.Equal("gateway.db: the disk is full.", run.Fault);
        Assert.Equal(["14 : the store fails: gateway.db: the disk is full."], _events.Events);
        Assert.True(_store.IsFailing);
        Assert.Equal(30, readouts.All.Count);

        readouts.Fault = null;
        _system.Advance(TimeSpan.FromMinutes(1));
        await run.OnceAsync(default);
        Assert.Null(run.Fault);
        Assert.False(_store.IsFailing);
        Assert.Equal(12, readouts.All.Count);
        Assert.Equal(18, RetentionFacts.Load(_state)!.Telegrams);
    }

    [Fact]
    public async Task A_run_that_is_ended_leaves_the_rest_to_the_next()
    {
        var meter = await AddAsync();
        await FillAsync(meter.Id, days: 50);
        await _state.SetAsync("retention.clock", $"{Now:O}");
        var run = Run(out _);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.OnceAsync(new CancellationToken(canceled: true)));
        Assert.Equal(50, Kept(meter.Id).Count);
        await run.OnceAsync(default);
        Assert.Equal(13, Kept(meter.Id).Count);
    }

    private RetentionRun Run(out Retention retention)
    {
        var clock = new RetentionClock(_clock, _state);
        retention = new Retention(_options, () => clock.Now);
        return new RetentionRun(_meters, _readouts, _readouts, _state, Memory, retention, clock, _store, _clock, _log);
    }

    private MeterMemory Memory => new(_state, _cursors);

    private Task<Meter> AddAsync(bool key = false) => _meters.AddAsync(new Meter { Bus = "b", ProtectedKey = key ? new byte[] { 1, 2, 3 } : default(Cosem.Octets) });

    /// <summary>A reading a day, the last one now.</summary>
    private async Task FillAsync(MeterId meter, int days)
    {
        for (var ago = days - 1; ago >= 0; ago--)
        {
            await AppendAsync(meter, Now.AddDays(-ago));
        }
    }

    private Task<MeterReadout> AppendAsync(MeterId meter, DateTimeOffset at) => _readouts.AppendAsync(ReadingOf(meter, at));

    private static MeterReadout ReadingOf(MeterId meter, DateTimeOffset at) => new() { Meter = meter, ReadAt = at, Telegrams = [new byte[] { 1 }] };

    private List<DateTimeOffset> Kept(MeterId meter) => [.. _readouts.ReadTimes(meter, DateTimeOffset.MinValue, DateTimeOffset.MaxValue).Select(time => time.ReadAt)];

    private string? Column(string expression, MeterId meter)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_database.File};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of these tests
        command.CommandText = $"SELECT {expression} FROM meter WHERE id = {meter.Value}";
#pragma warning restore CA2100
        return command.ExecuteScalar()?.ToString();
    }

    /// <summary>The same file as another program would find it.</summary>
    private sealed class Reopened : IAsyncDisposable
    {
        private readonly SqliteDatabase _database;

        public Reopened(string file)
        {
            _database = SqliteDatabase.Open(file);
            Readouts = new SqliteReadoutStore(_database);
        }

        public SqliteReadoutStore Readouts { get; }

        public ValueTask DisposeAsync() => _database.DisposeAsync();
    }
}
