using Metering.Audit;
using Metering.Storage;

namespace Metering.Tests.Storage;

public class AuditStoreTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public async Task Entries_come_last_first_in_pages_and_survive_a_restart()
    {
        await using var store = new TemporaryStore();
        var first = await store.Audit.AppendAsync(Entry(1) with { Before = "name 'a'", After = "name 'b'", IsRefused = true });
        await store.Audit.AppendAsync(Entry(2));
        await store.ReopenAsync();
        var third = await store.Audit.AppendAsync(Entry(3));

        Assert.Equal([third.Number, 2, first.Number], store.Audit.Latest(before: null, most: 10).Select(entry => entry.Number));
        Assert.Equal([third, Entry(2) with { Number = 2 }], store.Audit.Latest(before: null, most: 2));
        Assert.Equal([first], store.Audit.Latest(before: 2, most: 2));
        Assert.Empty(store.Audit.Latest(before: 1, most: 2));
    }

    [Fact]
    public async Task A_full_log_loses_a_tenth_and_refused_attempts_before_changes()
    {
        await using var store = new TemporaryStore();
        var audit = new SqliteAuditStore(store.Database, capacity: 20);
        for (var number = 1; number <= 20; number++)
        {
            await audit.AppendAsync(Entry(number) with { IsRefused = number is 5 or > 17 });
        }

        // two make room with every second entry: the refused first, then the oldest
        Assert.Equal([21, 20, 19, 17], (await AppendAsync(21)).Take(4));
        Assert.DoesNotContain(5, await AppendAsync(22));
        await AppendAsync(23);
        Assert.Equal([24, 23, 22, 21, 17], (await AppendAsync(24)).Take(5));
        await AppendAsync(25);
        var left = await AppendAsync(26);
        Assert.Equal(20, left.Count);
        Assert.Equal([4, 3], left.TakeLast(2));

        async Task<List<long>> AppendAsync(int number)
        {
            await audit.AppendAsync(Entry(number));
            return [.. audit.Latest(before: null, most: 100).Select(entry => entry.Number)];
        }
    }

    [Fact]
    public async Task Texts_are_one_line_of_bounded_length()
    {
        await using var store = new TemporaryStore();
        var stored = await store.Audit.AppendAsync(Entry(1) with { Actor = "user\nkim", After = new string('x', 10_000) });
        Assert.Equal("user kim", stored.Actor);
        Assert.Equal(AuditEntry.LongestText, stored.After.Length);
        Assert.Equal([stored], store.Audit.Latest(before: null, most: 10));
    }

    private static AuditEntry Entry(int number) => new() { At = At, Actor = "user kim", Source = "10.0.0.5", What = "meter changed", On = $"meters/{number}" };
}
