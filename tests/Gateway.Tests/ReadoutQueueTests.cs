using Gateway.Readout;
using Metering;
using Testing;

namespace Gateway.Tests;

public class ReadoutQueueTests
{
    private static readonly MeterId[] Meters = [.. Enumerable.Range(1, 9).Select(number => new MeterId(number))];

    [Fact]
    public async Task A_head_end_goes_ahead_of_a_person_and_a_person_ahead_of_the_clock()
    {
        using var queue = new ReadoutQueue();
        queue.Add(Meters[0], ReadoutPrecedence.Schedule);
        queue.Add(Meters[1], ReadoutPrecedence.Schedule);
        queue.Add(Meters[2], ReadoutPrecedence.Manual);
        queue.Add(Meters[3], ReadoutPrecedence.OnDemand);
        queue.Add(Meters[4], ReadoutPrecedence.OnDemand);

        Assert.Equal([4, 5, 3, 1, 2], await TakeAsync(queue, 5));
    }

    [Fact]
    public void Who_asks_for_the_same_meter_shares_the_order()
    {
        using var queue = new ReadoutQueue();
        var first = queue.Add(Meters[0], ReadoutPrecedence.OnDemand);

        Assert.Same(first, queue.Add(Meters[0], ReadoutPrecedence.OnDemand));
        Assert.Same(first, queue.Add(Meters[0], ReadoutPrecedence.Schedule));
        Assert.Equal(1, queue.Count);
        Assert.Equal(ReadoutPrecedence.OnDemand, first.Precedence);
    }

    [Fact]
    public async Task An_order_that_becomes_more_urgent_goes_ahead_and_is_carried_out_once()
    {
        using var queue = new ReadoutQueue();
        queue.Add(Meters[0], ReadoutPrecedence.Schedule);
        queue.Add(Meters[1], ReadoutPrecedence.Schedule);
        var urgent = queue.Add(Meters[2], ReadoutPrecedence.Schedule);

        Assert.Same(urgent, queue.Add(Meters[2], ReadoutPrecedence.OnDemand));

        Assert.Equal([3, 1, 2], await TakeAsync(queue, 3));
        using var stop = new CancellationTokenSource();
        var next = queue.TakeAsync(stop.Token).AsTask();
        Assert.False(next.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task An_order_that_is_being_carried_out_is_shared_too()
    {
        using var queue = new ReadoutQueue();
        var order = queue.Add(Meters[0], ReadoutPrecedence.Schedule);
        Assert.Same(order, await queue.TakeAsync(default));

        Assert.Same(order, queue.Add(Meters[0], ReadoutPrecedence.OnDemand));
        Assert.False(order.Done.IsCompleted);
        queue.Complete(order);

        await order.Done.InTimeAsync();
        Assert.Equal(0, queue.Count);
        Assert.NotSame(order, queue.Add(Meters[0], ReadoutPrecedence.OnDemand));
    }

    [Fact]
    public async Task Every_order_of_many_threads_is_carried_out()
    {
        using var queue = new ReadoutQueue();
        using var stop = new CancellationTokenSource();
        var worker = Task.Run(async () =>
        {
            while (true)
            {
                queue.Complete(await queue.TakeAsync(stop.Token));
            }
        });

        var rounds = Rounds.Of(2_000, 50_000, 1_000_000);
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

    private static async Task<List<int>> TakeAsync(ReadoutQueue queue, int count)
    {
        var taken = new List<int>();
        for (var i = 0; i < count; i++)
        {
            taken.Add((await queue.TakeAsync(default)).Meter.Value);
        }

        return taken;
    }
}
