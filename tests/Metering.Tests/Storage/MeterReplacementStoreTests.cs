using MBus.Link;
using MBus.Master;

namespace Metering.Tests.Storage;

public class MeterReplacementStoreTests
{
    private static readonly DateTimeOffset Found = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_replaced_meter_is_closed_and_keeps_its_address_and_its_readings()
    {
        await using var store = new TemporaryStore();
        var old = await store.Meters.AddAsync(At(5));
        await store.Readouts.AppendAsync(Readings.At(old.Id, 1));

        var (closed, placed) = await store.Meters.ReplaceAsync(old.Id, Found, At(5) with { Name = "new" }, TakenAsItIs);

        Assert.Equal(old with { Active = false, ReplacedAt = Found }, closed);
        Assert.Equal(At(5) with { Name = "new", Id = new MeterId(2), LogicalDeviceAddress = 17 }, placed);
        Assert.Equal([closed, placed], store.Meters.Meters.Values);
        await store.ReopenAsync();
        Assert.Equal([closed, placed], store.Meters.Meters.Values);
        Assert.Single(store.Readouts.Read(old.Id, Readings.Midnight, Readings.Midnight.AddDays(1)));
        Assert.Equal(LastReadout.Never, store.Readouts.Last(placed.Id));
    }

    [Fact]
    public async Task A_meter_that_comes_back_is_opened_again()
    {
        await using var store = new TemporaryStore();
        var first = await store.Meters.AddAsync(At(5));
        var (closed, second) = await store.Meters.ReplaceAsync(first.Id, Found, At(5), TakenAsItIs);

        var (other, back) = await store.Meters.ReplaceAsync(second.Id, Found.AddDays(1), closed with { Name = "not this" }, (place, known) => known with { Name = $"back for {place.Id}" });

        Assert.Equal(first with { Name = $"back for {second.Id}" }, back);
        Assert.Equal(second with { Active = false, ReplacedAt = Found.AddDays(1) }, other);
        await store.ReopenAsync();
        Assert.Equal([back, other], store.Meters.Meters.Values);
    }

    [Fact]
    public async Task A_meter_is_replaced_once_and_nothing_happens_by_halves()
    {
        await using var store = new TemporaryStore();
        var old = await store.Meters.AddAsync(At(5));
        var removed = await store.AddMeterAsync();
        await store.Meters.RemoveAsync(removed);
        await Assert.ThrowsAsync<KeyNotFoundException>(() => store.Meters.ReplaceAsync(removed, Found, At(5), TakenAsItIs));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => store.Meters.ReplaceAsync(old.Id, Found, At(5) with { Id = new MeterId(4711) }, TakenAsItIs));
        var refused = await Assert.ThrowsAsync<StoreException>(() => store.Meters.ReplaceAsync(old.Id, Found, At(5) with { BaudRate = 1 }, TakenAsItIs));
        Assert.Equal(StoreFault.BadValue, refused.Fault);
        Assert.Equal([old], store.Meters.Meters.Values);

        var replacements = Enumerable.Range(0, 10).Select(_ => store.Meters.ReplaceAsync(old.Id, Found, At(5), TakenAsItIs)).ToList();
        foreach (var replacement in replacements.Skip(1))
        {
            await Assert.ThrowsAsync<KeyNotFoundException>(() => replacement);
        }

        await replacements[0];
        Assert.Equal(2, store.Meters.Meters.Count);
        await store.ReopenAsync();
        Assert.Equal(2, store.Meters.Meters.Count);
    }

    [Fact]
    public async Task A_new_meter_can_have_the_address_of_the_old_one()
    {
        await using var store = new TemporaryStore();
        var old = await store.Meters.AddAsync(At(5));
        var (closed, placed) = await store.Meters.ReplaceAsync(old.Id, Found, At(5), TakenAsItIs);

        var given = await store.Meters.ChangeAsync(placed.Id, now => now with { LogicalDeviceAddress = 16 });

        Assert.Equal(placed with { LogicalDeviceAddress = 16 }, given);
        Assert.Equal([closed with { LogicalDeviceAddress = 17 }, given], store.Meters.Meters.Values);
        await store.ReopenAsync();
        Assert.Equal([closed with { LogicalDeviceAddress = 17 }, given], store.Meters.Meters.Values);
        Assert.Equal(18, (await store.Meters.AddAsync(At(6))).LogicalDeviceAddress);
    }

    [Fact]
    public async Task An_address_of_a_removed_meter_or_of_nobody_can_be_given()
    {
        await using var store = new TemporaryStore();
        var removed = await store.AddMeterAsync();
        var meter = await store.AddMeterAsync();
        await store.Meters.RemoveAsync(removed);

        Assert.Equal(16, (await store.Meters.ChangeAsync(meter, now => now with { LogicalDeviceAddress = 16 })).LogicalDeviceAddress);
        Assert.Equal(16, (await store.Meters.ChangeAsync(meter, now => now with { LogicalDeviceAddress = 16 })).LogicalDeviceAddress);
        Assert.Equal(1000, (await store.Meters.ChangeAsync(meter, now => now with { LogicalDeviceAddress = 1000 })).LogicalDeviceAddress);
        Assert.Single(store.Meters.Meters);
        Assert.Equal(16, (await store.Meters.AddAsync(At(1))).LogicalDeviceAddress);
        Assert.Equal(18, (await store.Meters.AddAsync(At(2))).LogicalDeviceAddress);
    }

    [Fact]
    public async Task An_address_of_a_meter_in_place_and_one_that_no_meter_has_are_not_given()
    {
        await using var store = new TemporaryStore();
        var (one, other) = (await store.AddMeterAsync(), await store.AddMeterAsync());
        foreach (var address in new ushort[] { 17, 0, 1, 15, 127 })
        {
            var e = await Assert.ThrowsAsync<StoreException>(() => store.Meters.ChangeAsync(one, now => now with { LogicalDeviceAddress = address }));
            Assert.Equal(StoreFault.AddressInUse, e.Fault);
        }

        await Assert.ThrowsAsync<KeyNotFoundException>(() => store.Meters.ChangeAsync(new MeterId(3), now => now with { LogicalDeviceAddress = 20 }));
        Assert.Equal([16, 17], store.Meters.Meters.Values.Select(meter => (int)meter.LogicalDeviceAddress));
        Assert.Equal(17, store.Meters.Find(other)!.LogicalDeviceAddress);
    }

    [Fact]
    public async Task A_meter_is_changed_and_given_an_address_in_one_step_or_not_at_all()
    {
        await using var store = new TemporaryStore();
        var (one, other) = (await store.Meters.AddAsync(At(5)), await store.Meters.AddAsync(At(6)));

        await Assert.ThrowsAsync<StoreException>(() => store.Meters.ChangeAsync(one.Id, now => now with { Name = "changed", LogicalDeviceAddress = other.LogicalDeviceAddress }));
        Assert.Equal(one, store.Meters.Find(one.Id));

        var changed = await store.Meters.ChangeAsync(one.Id, now => now with { Name = "changed", LogicalDeviceAddress = 99 });
        Assert.Equal(one with { Name = "changed", LogicalDeviceAddress = 99 }, changed);
        await store.ReopenAsync();
        Assert.Equal([changed, other], store.Meters.Meters.Values);
        await Assert.ThrowsAsync<KeyNotFoundException>(() => store.Meters.ChangeAsync(new MeterId(3), now => now with { LogicalDeviceAddress = 100 }));
    }

    [Fact]
    public async Task Meters_are_added_together_or_not_at_all()
    {
        await using var store = new TemporaryStore();
        var added = await store.Meters.AddAllAsync([At(5), At(6), At(7)]);
        Assert.Equal([16, 17, 18], added.Select(meter => (int)meter.LogicalDeviceAddress));

        await Assert.ThrowsAnyAsync<Exception>(() => store.Meters.AddAllAsync([At(8), At(9) with { Bus = null! }]));
        await store.ReopenAsync();
        Assert.Equal(added, store.Meters.Meters.Values);
        Assert.Empty(await store.Meters.AddAllAsync([]));
    }

    [Fact]
    public async Task Changes_that_come_together_lose_nothing()
    {
        await using var store = new TemporaryStore();
        var meter = await store.Meters.AddAsync(At(5));

        var given = store.Meters.ChangeAsync(meter.Id, now => now with { LogicalDeviceAddress = 99 });
        var changed = store.Meters.ChangeAsync(meter.Id, now => now with { Name = "changed" });
        await Task.WhenAll(given, changed);

        Assert.Equal(meter with { Name = "changed", LogicalDeviceAddress = 99 }, store.Meters.Find(meter.Id));
    }

    private static Meter TakenAsItIs(Meter place, Meter successor) => successor;

    private static Meter At(byte address) => new()
    {
        Bus = "cellar",
        Addressing = AddressingMode.Primary,
        PrimaryAddress = new PrimaryAddress(address),
        Identity = SecondaryAddress.Parse("002243962D2C1B04"),
    };
}
