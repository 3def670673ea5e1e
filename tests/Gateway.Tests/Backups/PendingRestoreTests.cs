using Dlms.Security;
using Gateway.Backups;
using Gateway.CommandLine;
using Gateway.Configuration;
using Gateway.HeadEnd;
using Gateway.Tests.Harness;
using Metering.Storage;
using Testing;

namespace Gateway.Tests.Backups;

/// <summary>A restore that is broken off anywhere: the next one to take the data directory ends it, and nothing is lost or mixed.</summary>
public class PendingRestoreTests
{
    private static readonly string[] Old = ["gateway.db", "keys/old.xml", "mappings/a.json", "settings.former.json", "settings.json", "setup.code"];
    private static readonly string[] New = ["gateway.db", "keys/new.xml", "settings.json", "https.pem"];
    private static readonly string[] Moved = ["gateway.db", "gateway.db-wal", "gateway.db-shm", "keys", "mappings", "settings.json", "settings.former.json", "https.pem", "setup.code"];

    [Fact]
    public async Task What_was_not_completed_is_removed()
    {
        using var data = Made();
        await PendingRestore.GoOnAsync(data.Path);
        Assert.Equal(Texts(Old, "old"), TextsIn(data.Path));
        Assert.False(PendingRestore.IsUnderWay(data.Path));
        Assert.False(PendingRestore.TakeBack(data.Path, "no"));
    }

    [Fact]
    public async Task One_that_was_broken_off_is_told_with_the_start()
    {
        using var data = new TemporaryFolder();
        Write(PendingRestore.NewIn(data.Path), ["settings.json"], "new");
        await using (var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1"))
        {
            await gateway.LogsAsync("A restore was broken off");
        }

        await using var again = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");
        Assert.DoesNotContain(again.Log, line => line.Contains("broken off", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_complete_comes_into_place_and_the_former_state_is_kept()
    {
        using var data = Made();
        PendingRestore.Stage(data.Path);
        await PendingRestore.GoOnAsync(data.Path);
        Assert.True(PendingRestore.IsUnderWay(data.Path));
        PendingRestore.Keep(data.Path);
        Assert.False(PendingRestore.IsUnderWay(data.Path));
        Assert.Equal(Texts(New, "new"), TextsIn(data.Path, but: "replaced"));
        Assert.Equal(Texts(Old, "old"), TextsIn(PendingRestore.ReplacedIn(data.Path)));
    }

    [Fact]
    public async Task Of_the_former_states_the_last_one_is_kept()
    {
        using var data = Made();
        PendingRestore.Stage(data.Path);
        await PendingRestore.GoOnAsync(data.Path);
        PendingRestore.Keep(data.Path);
        Write(PendingRestore.NewIn(data.Path), New, "newest");
        PendingRestore.Stage(data.Path);
        await PendingRestore.GoOnAsync(data.Path);
        PendingRestore.Keep(data.Path);
        Assert.Equal(Texts(New, "newest"), TextsIn(data.Path, but: "replaced"));
        Assert.Equal(Texts(New, "new"), TextsIn(PendingRestore.ReplacedIn(data.Path)));
    }

    [Fact]
    public async Task What_does_not_start_is_taken_back()
    {
        using var data = Made();
        PendingRestore.Stage(data.Path);
        await PendingRestore.GoOnAsync(data.Path);
        Assert.True(PendingRestore.TakeBack(data.Path, "no"));
        await EndsWithTheOldAsync(data.Path);
        Assert.False(PendingRestore.IsUnderWay(data.Path));
    }

    [Fact]
    public async Task Why_it_was_taken_back_is_known_until_the_service_has_told_it()
    {
        using var data = await PlacedAsync();
        Assert.True(PendingRestore.TakeBack(data.Path, "the port is taken"));
        using (await DataDirectory.TakeAsync(data.Path, "a verb"))
        {
            Assert.Equal("the port is taken", PendingRestore.FaultIn(data.Path));
        }

        using var taken = await DataDirectory.TakeAsync(data.Path, "the service");
        Assert.Equal("the port is taken", PendingRestore.FaultIn(data.Path));
        PendingRestore.Told(data.Path);
        Assert.Null(PendingRestore.FaultIn(data.Path));
    }

    [Fact]
    public async Task One_that_was_taken_back_is_not_told_as_broken_off_when_its_rest_could_not_be_removed()
    {
        using var data = await PlacedAsync();
        Assert.True(PendingRestore.TakeBack(data.Path, "the port is taken"));
        Assert.False(await PendingRestore.GoOnAsync(data.Path));
        Directory.CreateDirectory(PendingRestore.NewIn(data.Path));
        Assert.False(await PendingRestore.GoOnAsync(data.Path));
        PendingRestore.Told(data.Path);
        Directory.CreateDirectory(PendingRestore.NewIn(data.Path));
        Assert.True(await PendingRestore.GoOnAsync(data.Path));
    }

    [Fact]
    public async Task Another_backup_that_is_brought_back_has_nothing_of_the_fault_before()
    {
        using var data = await PlacedAsync();
        Assert.True(PendingRestore.TakeBack(data.Path, "the port is taken"));
        await PendingRestore.GoOnAsync(data.Path);
        Directory.CreateDirectory(PendingRestore.NewIn(data.Path));
        PendingRestore.Stage(data.Path);
        Assert.Null(PendingRestore.FaultIn(data.Path));
    }

    [Fact]
    public async Task What_had_started_already_is_not_taken_back()
    {
        using var data = await PlacedAsync();
        Directory.Move(data.File("restore/old"), PendingRestore.ReplacedIn(data.Path));
        Assert.False(PendingRestore.TakeBack(data.Path, "another fault"));
        Assert.False(PendingRestore.IsUnderWay(data.Path));
        await PendingRestore.GoOnAsync(data.Path);
        Assert.Equal(Texts(New, "new"), TextsIn(data.Path, but: "replaced"));
    }

    [Fact]
    public async Task A_machine_that_had_nothing_has_nothing_again()
    {
        using var data = new TemporaryFolder();
        await CountAsync(PendingRestore.NewIn(data.Path), send: 1000, floor: 2000);
        PendingRestore.Stage(data.Path);
        await PendingRestore.GoOnAsync(data.Path);
        Assert.True(File.Exists(DataDirectory.DatabaseIn(data.Path)));
        Assert.True(PendingRestore.TakeBack(data.Path, "no"));
        await PendingRestore.GoOnAsync(data.Path);
        Assert.False(File.Exists(DataDirectory.DatabaseIn(data.Path)));
    }

    [Fact]
    public async Task Wherever_it_is_broken_off_it_is_ended()
    {
        // what a step had moved when the power went: the first of the parts
        for (var moved = 0; moved <= Moved.Length; moved++)
        {
            using (var emptying = Made())
            {
                PendingRestore.Stage(emptying.Path);
                Move(emptying.Path, emptying.File("restore/old"), moved);
                await EndsWithTheNewAsync(emptying.Path);
            }

            using (var filling = Made())
            {
                Move(filling.Path, filling.File("restore/old"), Moved.Length);
                Move(PendingRestore.NewIn(filling.Path), filling.Path, moved);
                Mark(filling, "emptied");
                await EndsWithTheNewAsync(filling.Path);
            }

            using (var returning = await PlacedAsync())
            {
                Assert.True(PendingRestore.TakeBack(returning.Path, "no"));
                Move(returning.Path, PendingRestore.NewIn(returning.Path), moved);
                await EndsWithTheOldAsync(returning.Path);
            }

            using (var returned = await PlacedAsync())
            {
                Move(returned.Path, PendingRestore.NewIn(returned.Path), Moved.Length);
                Move(returned.File("restore/old"), returned.Path, moved);
                File.Delete(returned.File("restore/placed"));
                Mark(returned, "returned");
                await EndsWithTheOldAsync(returned.Path);
            }
        }
    }

    [Fact]
    public async Task A_start_that_was_broken_off_before_the_former_state_was_put_away_does_so_the_next_time()
    {
        using var data = await PlacedAsync();
        Directory.Move(data.File("restore/old"), PendingRestore.ReplacedIn(data.Path));
        await PendingRestore.GoOnAsync(data.Path);
        PendingRestore.Keep(data.Path);
        Assert.Equal(Texts(New, "new"), TextsIn(data.Path, but: "replaced"));
        Assert.Equal(Texts(Old, "old"), TextsIn(PendingRestore.ReplacedIn(data.Path)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Counters_of_the_state_that_goes_are_those_of_the_one_that_comes(bool returns)
    {
        using var data = new TemporaryFolder();
        await CountAsync(data.Path, send: 5_000_000, floor: 7_000_000);
        await CountAsync(PendingRestore.NewIn(data.Path), send: 1000, floor: 2000);
        PendingRestore.Stage(data.Path);
        await PendingRestore.GoOnAsync(data.Path);
        if (returns)
        {
            await CountAsync(data.Path, send: 9_000_000, floor: 9_500_000);
            Assert.True(PendingRestore.TakeBack(data.Path, "no"));
            await PendingRestore.GoOnAsync(data.Path);
        }

        Assert.Equal(returns ? (9_000_000u, 9_500_000u) : (5_000_000u, 7_000_000u), await CountersAsync(data.Path));
    }

    [Fact]
    public async Task A_state_whose_counters_cannot_be_raised_does_not_come()
    {
        using var data = new TemporaryFolder();
        await CountAsync(data.Path, send: 5_000_000, floor: 7_000_000);
        await CountAsync(PendingRestore.NewIn(data.Path), send: 1000, floor: 2000);
        PendingRestore.Stage(data.Path);

        // what stands where the database has its log keeps it from being written, for root as well
        Directory.CreateDirectory(data.File("restore", "new", "gateway.db-wal", "x"));
        var refused = await Assert.ThrowsAsync<RefusedException>(() => DataDirectory.TakeAsync(data.Path, "a test"));
        Assert.Contains("cannot be used as data directory", refused.Message, StringComparison.Ordinal);
        Assert.Null(DataDirectory.HeldBy(data.Path));
        Assert.Equal((5_000_000u, 7_000_000u), await CountersAsync(data.Path));

        Directory.Delete(data.File("restore", "new", "gateway.db-wal"), recursive: true);
        using var taken = await DataDirectory.TakeAsync(data.Path, "a test");
        Assert.True(Directory.Exists(data.File("restore", "old")));
        Assert.Equal((5_000_000u, 7_000_000u), await CountersAsync(data.Path));
    }

    [Fact]
    public async Task An_empty_folder_in_the_place_of_one_that_comes_stops_nothing()
    {
        using var data = Made();
        Move(data.Path, data.File("restore/old"), Moved.Length);
        Mark(data, "emptied");
        Directory.CreateDirectory(data.File("keys"));
        await EndsWithTheNewAsync(data.Path);
    }

    private static async Task CountAsync(string folder, uint send, uint floor)
    {
        Directory.CreateDirectory(folder);
        await using var database = SqliteDatabase.Open(DataDirectory.DatabaseIn(folder));
        var counters = new CounterStore(new SqliteStateStore(database));
        await counters.ReserveAsync(send);
        await counters.SaveFloorAsync("fingerprint", new SystemTitle(7), floor);
    }

    private static async Task<(uint Send, uint Floor)> CountersAsync(string folder)
    {
        await using var database = SqliteDatabase.Open(DataDirectory.DatabaseIn(folder));
        var state = new CounterStore(new SqliteStateStore(database)).Load();
        return (state.SendCounterBelow, Assert.Single(state.Floors).Floor);
    }

    private static async Task EndsWithTheNewAsync(string folder)
    {
        await PendingRestore.GoOnAsync(folder);
        Assert.Equal(Texts(New, "new"), TextsIn(folder, but: "restore"));
        Assert.Equal(Texts(Old, "old"), TextsIn(Path.Combine(folder, "restore", "old")));
    }

    private static async Task EndsWithTheOldAsync(string folder)
    {
        await PendingRestore.GoOnAsync(folder);
        Assert.NotNull(PendingRestore.FaultIn(folder));
        PendingRestore.Told(folder);
        Assert.Equal(Texts(Old, "old"), TextsIn(folder));
    }

    private static async Task<TemporaryFolder> PlacedAsync()
    {
        var data = Made();
        PendingRestore.Stage(data.Path);
        await PendingRestore.GoOnAsync(data.Path);
        return data;
    }

    private static TemporaryFolder Made()
    {
        var data = new TemporaryFolder();
        Write(data.Path, Old, "old");
        Write(PendingRestore.NewIn(data.Path), New, "new");
        return data;
    }

    private static void Write(string folder, string[] files, string text)
    {
        foreach (var file in files.Select(file => Path.Combine(folder, file)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }

    private static void Mark(TemporaryFolder data, string step) => File.WriteAllText(data.File($"restore/{step}"), "");

    private static void Move(string from, string to, int parts)
    {
        Directory.CreateDirectory(to);
        foreach (var part in Moved.Take(parts).Where(part => Path.Exists(Path.Combine(from, part))))
        {
            Directory.Move(Path.Combine(from, part), Path.Combine(to, part));
        }
    }

    private static IEnumerable<string> Texts(string[] files, string text) => files.Order(StringComparer.Ordinal).Select(file => $"{file}: {text}");

    private static IEnumerable<string> TextsIn(string folder, string? but = null) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
        .Where(file => but is null || !file.StartsWith($"{but}/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(file => $"{file}: {File.ReadAllText(Path.Combine(folder, file))}");
}
