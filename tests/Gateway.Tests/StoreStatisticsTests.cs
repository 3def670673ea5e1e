using Gateway.Readout;
using Gateway.Tests.Api;
using Gateway.Upkeep;
using Metering;
using Testing;

namespace Gateway.Tests;

public class StoreStatisticsTests(InterfaceGateway fixture) : IClassFixture<InterfaceGateway>
{
    [Fact]
    public void The_store_is_looked_at_once_in_ten_seconds_whoever_asks()
    {
        var gateway = fixture.Running;
        var (store, time) = (new CountedUpkeep(gateway.Get<IStoreUpkeep>()), new ManualTimeProvider(DateTimeOffset.UtcNow));
        var statistics = new StoreStatistics(store, gateway.Meters, gateway.Get<ReadoutIntervals>(), gateway.Get<Retention>(), gateway.Installation.Path, time);

        Assert.Same(statistics.Kept.Figures, statistics.Kept.Figures);
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal((3, 1), (statistics.Kept.Figures.Readings, store.Looks));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((3, 2), (statistics.Kept.Figures.Readings, store.Looks));
    }

    [Fact]
    public void A_store_that_cannot_be_read_is_no_fault_of_whoever_can_do_without()
    {
        var gateway = fixture.Running;
        foreach (var fault in new Exception[] { new StoreException(StoreFault.Corrupt, "gateway.db", "it is damaged."), new IOException("The disk is gone.") })
        {
            var store = new CountedUpkeep(gateway.Get<IStoreUpkeep>()) { Fault = fault };
            var statistics = new StoreStatistics(store, gateway.Meters, gateway.Get<ReadoutIntervals>(), gateway.Get<Retention>(), gateway.Installation.Path, TimeProvider.System);
            Assert.Null(statistics.TryKept);
            Assert.Same(fault, Record.Exception(() => statistics.Kept));
            store.Fault = null;
            Assert.Equal(3, statistics.TryKept?.Figures.Readings);
        }
    }

    private sealed class CountedUpkeep(IStoreUpkeep store) : IStoreUpkeep
    {
        public Exception? Fault { get; set; }

        public int Looks { get; private set; }

        public IReadOnlyList<ForgettableReadings> Forgettable() => store.Forgettable();

        public StoreFigures Figures(DateTimeOffset recent)
        {
            Looks++;
            return Fault is null ? store.Figures(recent) : throw Fault;
        }
    }
}
