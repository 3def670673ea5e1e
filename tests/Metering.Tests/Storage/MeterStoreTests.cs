using MBus.Link;
using MBus.Master;

namespace Metering.Tests.Storage;

public class MeterStoreTests
{
    [Fact]
    public async Task A_meter_is_kept_whole()
    {
        await using var store = new TemporaryStore();
        var meter = new Meter
        {
            Name = "Flat 3, »cold«",
            Bus = "cellar",
            Addressing = AddressingMode.Primary,
            PrimaryAddress = new PrimaryAddress(250),
            Identity = SecondaryAddress.Parse("002243962D2C1B04"),
            FabricationNumber = "00012345",
            BaudRate = 300,
            ProtectedKey = new byte[] { 0, 255 },
            Group = "stairwell »B«",
            Readout = new()
            {
                Interval = "1 day",
                MinimumInterval = TimeSpan.FromHours(6),
                Quota = new ReadoutQuota(4, TimeSpan.FromDays(30)),
                ExtraResponseTime = TimeSpan.FromMilliseconds(1500),
                FirstFrameCountBit = false,
                ApplicationReset = 0x50,
            },
            Active = false,
            ReplacedAt = new DateTimeOffset(2026, 3, 1, 11, 59, 59, 999, TimeSpan.Zero),
            Simulated = true,
        };

        var added = await store.Meters.AddAsync(meter);

        Assert.Equal(meter with { Id = new MeterId(1), LogicalDeviceAddress = 16 }, added);
        await store.ReopenAsync();
        Assert.Equal(added, store.Meters.Find(added.Id));
        Assert.Equal([added], store.Meters.Meters.Values);
    }

    [Fact]
    public async Task What_is_not_known_of_a_meter_stays_unknown()
    {
        await using var store = new TemporaryStore();
        var added = await store.Meters.AddAsync(new Meter { Bus = "" });

        await store.ReopenAsync();

        Assert.Equal(new Meter { Bus = "", Id = added.Id, LogicalDeviceAddress = 16 }, store.Meters.Find(added.Id));
    }

    [Fact]
    public async Task What_is_published_of_a_meter_is_what_the_file_holds()
    {
        await using var store = new TemporaryStore();
        var added = await store.Meters.AddAsync(new Meter { Bus = "a", Readout = new() { ExtraResponseTime = TimeSpan.FromTicks(19_999) } });

        Assert.Equal(TimeSpan.FromMilliseconds(1), added.Readout.ExtraResponseTime);
        await store.ReopenAsync();
        Assert.Equal(added, store.Meters.Find(added.Id));
    }

    [Fact]
    public async Task A_change_is_of_everything_but_the_number()
    {
        await using var store = new TemporaryStore();
        var added = await store.Meters.AddAsync(new Meter { Bus = "a" });

        var changed = await store.Meters.ChangeAsync(added.Id, now => now with { Id = new MeterId(7), Bus = "b", Name = "new", LogicalDeviceAddress = 4711 });

        Assert.Equal(added with { Bus = "b", Name = "new", LogicalDeviceAddress = 4711 }, changed);
        await store.ReopenAsync();
        Assert.Equal(changed, store.Meters.Find(added.Id));
    }

    [Fact]
    public async Task Neither_number_nor_logical_device_address_is_given_twice()
    {
        await using var store = new TemporaryStore();
        var first = await store.AddMeterAsync();
        var second = await store.AddMeterAsync();
        await store.Meters.RemoveAsync(second);
        await store.ReopenAsync();

        var third = await store.Meters.AddAsync(new Meter { Bus = "a" });

        Assert.Equal((3, 18), (third.Id.Value, third.LogicalDeviceAddress));
        Assert.Equal([first.Value, 3], store.Meters.Meters.Keys);
        Assert.Null(store.Meters.Find(second));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => store.Meters.RemoveAsync(second));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => store.Meters.ChangeAsync(second, now => now with { Bus = "b" }));
    }

    [Fact]
    public async Task A_change_that_comes_with_the_removal_does_not_bring_the_meter_back()
    {
        await using var store = new TemporaryStore();
        for (var round = 0; round < 20; round++)
        {
            var meter = await store.Meters.AddAsync(new Meter { Bus = "a" });
            var removal = store.Meters.RemoveAsync(meter.Id);
            await Assert.ThrowsAsync<KeyNotFoundException>(() => store.Meters.ChangeAsync(meter.Id, now => now with { Name = "back" }));
            await removal;
            Assert.Empty(store.Meters.Meters);
        }
    }

    [Fact]
    public async Task The_readings_of_a_removed_meter_stay()
    {
        await using var store = new TemporaryStore();
        var meter = await store.AddMeterAsync();
        await store.Readouts.AppendAsync(Readings.At(meter, 1));

        await store.Meters.RemoveAsync(meter);
        await store.ReopenAsync();

        Assert.Single(store.Readouts.Read(meter, Readings.Midnight, Readings.Midnight.AddDays(1)));
    }

    [Fact]
    public async Task Meters_added_at_once_get_addresses_of_their_own_and_none_gets_127()
    {
        await using var store = new TemporaryStore();

        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => store.AddMeterAsync()));

        Assert.Equal(
            Enumerable.Range(16, 201).Where(address => address != 127),
            store.Meters.Meters.Values.Select(meter => (int)meter.LogicalDeviceAddress).Order());
    }

    [Fact]
    public void When_every_address_was_given_there_is_none_left()
    {
        var given = Enumerable.Range(0, 65536).Select(address => (ushort)address).ToHashSet();
        given.Remove(127);
        given.Remove(15);
        Assert.Null(LogicalDeviceAddresses.Next(given));
        given.Remove(65535);
        Assert.Equal((ushort)65535, LogicalDeviceAddresses.Next(given));
    }
}
