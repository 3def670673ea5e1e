using Cosem;
using MBus.LevelConverter;
using MBus.Link;
using MBus.Master;
using Testing;

namespace Metering.Tests.Storage;

/// <summary>Random lives of a store of meters against a list in memory that follows the words of the interface.</summary>
public class MeterStoreModelTests
{
    [Fact]
    public async Task The_store_is_the_list_that_its_interface_describes()
    {
        for (var seed = 0; seed < Rounds.Of(quick: 5, ci: 150, full: 3000); seed++)
        {
            var random = new Random(seed);
            await using var store = new TemporaryStore();
            var model = new Model();
            for (var step = 0; step < 40; step++)
            {
                await StepAsync(store, model, random);
                Assert.Equal(model.Meters.Values, store.Meters.Meters.Values);
            }

            await store.ReopenAsync();
            Assert.Equal(model.Meters.Values, store.Meters.Meters.Values);
        }
    }

    private static async Task StepAsync(TemporaryStore store, Model model, Random random)
    {
        var meter = Any(random) with { Id = new MeterId(random.Next(1, model.Given + 2)) };
        switch (random.Next(8))
        {
            case 0:
                await store.ReopenAsync();
                break;
            case 1:
                await SameAsync(() => model.Remove(meter.Id), () => store.Meters.RemoveAsync(meter.Id));
                break;
            case 2 or 3:
                await SameAsync(() => model.Change(meter), () => store.Meters.ChangeAsync(meter.Id, now => meter with { LogicalDeviceAddress = now.LogicalDeviceAddress }));
                break;
            case 4:
                var successor = random.Next(2) == 0 ? meter with { Id = default } : meter;
                var old = new MeterId(random.Next(1, model.Given + 2));
                if (old != successor.Id)
                {
                    await SameAsync(() => model.Replace(old, Readings.Midnight, successor), () => store.Meters.ReplaceAsync(old, Readings.Midnight, successor, (_, _) => successor));
                }

                break;
            case 5:
                var address = (ushort)random.Next(14, 30);
                await SameAsync(() => model.Give(meter.Id, address), () => store.Meters.ChangeAsync(meter.Id, now => now with { LogicalDeviceAddress = address }));
                break;
            default:
                Assert.Equal(model.Add(meter), await store.Meters.AddAsync(meter));
                break;
        }
    }

    private static async Task SameAsync(Action model, Func<Task> store)
    {
        var expected = Record.Exception(model);
        var actual = await Record.ExceptionAsync(store);
        Assert.Equal((expected?.GetType(), (expected as StoreException)?.Fault), (actual?.GetType(), (actual as StoreException)?.Fault));
    }

    /// <summary>A meter of which everything is another.</summary>
    private static Meter Any(Random random) => new()
    {
        Name = $"name {random.Next(100)}",
        Bus = $"bus {random.Next(3)}",
        Addressing = (AddressingMode)random.Next(2),
        PrimaryAddress = Maybe(random, () => new PrimaryAddress((byte)random.Next(251))),
        Identity = Maybe(random, () => SecondaryAddress.FromHeader(BitConverter.GetBytes(random.NextInt64()))),
        FabricationNumber = random.Next(2) == 0 ? "" : $"{random.Next(100_000_000):D8}",
        BaudRate = Maybe(random, () => BusTiming.BaudRates[random.Next(BusTiming.BaudRates.Count)]),
        ProtectedKey = (Octets)Mutations.Noise(random, 200),
        Group = $"group {random.Next(3)}",
        Readout = new()
        {
            Interval = random.Next(2) == 0 ? null : "15 min",
            MinimumInterval = Duration(random),
            Quota = random.Next(2) == 0 ? null : new ReadoutQuota(random.Next(1, 100), TimeSpan.FromMinutes(random.Next(1, 100))),
            ExtraResponseTime = Duration(random),
            FirstFrameCountBit = Maybe(random, () => random.Next(2) == 0),
            ApplicationReset = Maybe(random, () => (byte)random.Next(256)),
        },
        Active = random.Next(2) == 0,
        ReplacedAt = Maybe(random, () => Readings.Midnight.AddMilliseconds(random.Next())),
        Simulated = random.Next(2) == 0,
    };

    private static TimeSpan? Duration(Random random) => Maybe(random, () => TimeSpan.FromMilliseconds(random.Next()));

    private static T? Maybe<T>(Random random, Func<T> value)
        where T : struct => random.Next(2) == 0 ? null : value();

    private sealed class Model
    {
        private readonly Dictionary<int, ushort> _addresses = [];

        public SortedDictionary<int, Meter> Meters { get; } = [];

        /// <summary>How many numbers were given.</summary>
        public int Given => _addresses.Count;

        public Meter Add(Meter meter)
        {
            var added = meter with { Id = new MeterId(Given + 1), LogicalDeviceAddress = LogicalDeviceAddresses.Next(_addresses.Values.ToHashSet())!.Value };
            _addresses[added.Id.Value] = added.LogicalDeviceAddress;
            return Meters[added.Id.Value] = added;
        }

        public void Change(Meter meter) => Meters[Existing(meter.Id).Id.Value] = meter with { LogicalDeviceAddress = _addresses[meter.Id.Value] };

        public void Remove(MeterId id) => Meters.Remove(Existing(id).Id.Value);

        public void Replace(MeterId old, DateTimeOffset at, Meter successor)
        {
            if (Existing(old).ReplacedAt is not null)
            {
                throw new KeyNotFoundException();
            }

            var placed = successor with { Active = true, ReplacedAt = null };
            if (placed.Id.Value == 0)
            {
                Add(placed);
            }
            else
            {
                Change(placed);
            }

            Meters[old.Value] = Meters[old.Value] with { Active = false, ReplacedAt = at };
        }

        public void Give(MeterId id, ushort address)
        {
            var former = Existing(id).LogicalDeviceAddress;
            if (former == address)
            {
                return;
            }

            var holder = _addresses.FirstOrDefault(known => known.Value == address).Key;
            if (address is < 16 or 127 || Meters.GetValueOrDefault(holder) is { ReplacedAt: null })
            {
                throw new StoreException(StoreFault.AddressInUse, "", "");
            }

            Move(id.Value, address);
            if (holder != 0)
            {
                Move(holder, former);
            }
        }

        private void Move(int id, ushort address)
        {
            _addresses[id] = address;
            if (Meters.TryGetValue(id, out var meter))
            {
                Meters[id] = meter with { LogicalDeviceAddress = address };
            }
        }

        private Meter Existing(MeterId id) => Meters.GetValueOrDefault(id.Value) ?? throw new KeyNotFoundException();
    }
}
