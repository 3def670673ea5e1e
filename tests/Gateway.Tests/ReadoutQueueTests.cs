using Gateway.Readout;
using Metering;
using Testing;

namespace Gateway.Tests;

public class ReadoutQueueTests
{
    private static readonly MeterId[] Meters = [.. Enumerable.Range(1, 9).Select(number => new MeterId(number))];

    [Fact]
    public void A_head_end_goes_ahead_of_a_person_and_a_person_ahead_of_the_clock()
    {
        var queue = new ReadoutQueue();
        queue.Add(Meters[0], ReadoutPrecedence.Schedule);
        queue.Add(Meters[1], ReadoutPrecedence.Schedule);
        queue.Add(Meters[2], ReadoutPrecedence.Manual);
        queue.Add(Meters[3], ReadoutPrecedence.OnDemand);
        queue.Add(Meters[4], ReadoutPrecedence.OnDemand);

        Assert.Equal([4, 5, 3, 1, 2], Take(queue, 5));
    }

    [Fact]
    public void Who_asks_for_the_same_meter_shares_the_order()
    {
        var queue = new ReadoutQueue();
        var first = queue.Add(Meters[0], ReadoutPrecedence.OnDemand);

        Assert.Same(first, queue.Add(Meters[0], ReadoutPrecedence.OnDemand));
        Assert.Same(first, queue.Add(Meters[0], ReadoutPrecedence.Schedule));
        Assert.Equal(1, queue.Count);
        Assert.Equal(ReadoutPrecedence.OnDemand, first.Precedence);
    }

    [Fact]
    public void An_order_that_becomes_more_urgent_goes_ahead_and_is_carried_out_once()
    {
        var queue = new ReadoutQueue();
        queue.Add(Meters[0], ReadoutPrecedence.Schedule);
        queue.Add(Meters[1], ReadoutPrecedence.Schedule);
        var urgent = queue.Add(Meters[2], ReadoutPrecedence.Schedule);

        Assert.Same(urgent, queue.Add(Meters[2], ReadoutPrecedence.OnDemand));

        Assert.Equal([3, 1, 2], Take(queue, 3));
        Assert.Null(queue.TryTake());
    }

    [Fact]
    public async Task An_order_that_is_being_carried_out_is_shared_too()
    {
        var queue = new ReadoutQueue();
        var order = queue.Add(Meters[0], ReadoutPrecedence.Schedule);
        Assert.Same(order, queue.TryTake());

        Assert.Same(order, queue.Add(Meters[0], ReadoutPrecedence.OnDemand));
        Assert.False(order.Done.IsCompleted);
        queue.Complete(order, ReadoutOutcome.Read);

        await order.Done.InTimeAsync();
        Assert.Equal(0, queue.Count);
        Assert.NotSame(order, queue.Add(Meters[0], ReadoutPrecedence.OnDemand));
    }

    [Fact]
    public async Task Every_order_of_many_threads_is_carried_out()
    {
        var queue = new ReadoutQueue();
        using var stop = new CancellationTokenSource();
        var worker = Task.Run(async () =>
        {
            while (true)
            {
                await queue.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, stop.Token);
                while (queue.TryTake() is { } order)
                {
                    queue.Complete(order, ReadoutOutcome.Read);
                }
            }
        });

        var rounds = Rounds.Of(2_000, 50_000, 200_000);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(async () =>
        {
            var random = new Random(thread);
            for (var round = 0; round < rounds; round++)
            {
                var order = queue.Add(Meters[random.Next(Meters.Length)], (ReadoutPrecedence)random.Next(3));
                if (random.Next(4) == 0)
                {
                    await order.Done;
                }
            }
        }))).InTimeAsync();

        await Eventually.HoldsAsync(() => queue.Count == 0, "the queue is empty");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => worker);
    }

    [Fact]
    public void The_table_has_a_line_for_every_precedence_in_their_order()
    {
        Assert.Equal(Enum.GetValues<ReadoutPrecedence>(), PrecedenceRule.Table.Select(rule => rule.Precedence));
        Assert.All(PrecedenceRule.Table, rule => Assert.Same(rule, PrecedenceRule.Of(rule.Precedence)));
    }

    [Fact]
    public void Head_ends_that_never_end_let_the_clock_have_its_turn()
    {
        var queue = new ReadoutQueue();
        var turns = PrecedenceRule.Of(ReadoutPrecedence.OnDemand).TurnsInARow;
        foreach (var number in Enumerable.Range(1, 3))
        {
            queue.Add(new MeterId(100 + number), ReadoutPrecedence.Schedule);
        }

        foreach (var number in Enumerable.Range(1, 40))
        {
            queue.Add(new MeterId(number), ReadoutPrecedence.OnDemand);
        }

        var taken = Take(queue, 43);

        Assert.Equal([turns, (2 * turns) + 1, (3 * turns) + 2], Enumerable.Range(1, 3).Select(number => taken.IndexOf(100 + number)));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Each_precedence_has_its_turns_and_then_the_lower_one_has_one(int upper, int below)
    {
        var (higher, lower) = ((ReadoutPrecedence)upper, (ReadoutPrecedence)below);
        var queue = new ReadoutQueue();
        var turns = PrecedenceRule.Of(higher).TurnsInARow;
        for (var number = 1; number <= 100; number++)
        {
            queue.Add(new MeterId(number), higher);
            queue.Add(new MeterId(1000 + number), lower);
        }

        for (var round = 0; round < 3; round++)
        {
            Assert.Equal([.. Enumerable.Range((round * turns) + 1, turns), 1001 + round], Take(queue, turns + 1));
        }
    }

    [Fact]
    public void Who_holds_up_nobody_uses_up_no_turns()
    {
        var queue = new ReadoutQueue();
        for (var number = 1; number <= 50; number++)
        {
            queue.Add(new MeterId(number), ReadoutPrecedence.OnDemand);
        }

        Assert.Equal(50, Take(queue, 50).Count);
        queue.Add(new MeterId(200), ReadoutPrecedence.Schedule);
        queue.Add(new MeterId(201), ReadoutPrecedence.OnDemand);
        Assert.Equal([201, 200], Take(queue, 2));
    }

    [Fact]
    public void A_readout_that_will_not_be_stored_is_not_shared_with_who_wants_it_stored()
    {
        var queue = new ReadoutQueue();
        var shown = queue.Add(Meters[0], ReadoutPrecedence.Continuous);
        Assert.Same(shown, queue.TryTake());

        var stored = queue.Add(Meters[0], ReadoutPrecedence.Schedule);
        queue.Complete(shown, ReadoutOutcome.Read);

        Assert.NotSame(shown, stored);
        Assert.False(stored.Done.IsCompleted);
        Assert.Same(stored, queue.Add(Meters[0], ReadoutPrecedence.OnDemand));
        Assert.Same(stored, queue.TryTake());
    }

    [Fact]
    public async Task A_queue_that_is_closed_leaves_nobody_waiting()
    {
        var queue = new ReadoutQueue();
        var before = queue.Add(Meters[0], ReadoutPrecedence.Schedule);
        var work = queue.AddAsync((_, _) => Task.FromResult(1), ReadoutPrecedence.Manual, default);

        queue.Close();

        Assert.Equal(ReadoutOutcome.LeftOut, await before.Done.InTimeAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work.InTimeAsync());
        Assert.Equal(ReadoutOutcome.LeftOut, await queue.Add(Meters[1], ReadoutPrecedence.OnDemand).Done.InTimeAsync());
        Assert.Null(queue.TryTake());
    }

    public static TheoryData<int, int> Pairs()
    {
        var pairs = new TheoryData<int, int>();
        foreach (var higher in PrecedenceRule.Table)
        {
            foreach (var lower in PrecedenceRule.Table.Where(lower => lower.Precedence > higher.Precedence))
            {
                pairs.Add((int)higher.Precedence, (int)lower.Precedence);
            }
        }

        return pairs;
    }

    private static List<int> Take(ReadoutQueue queue, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => ((ReadoutOrder)queue.TryTake()!).Meter.Value)];
}
