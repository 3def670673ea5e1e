using System.Globalization;
using MBus.Link;
using Testing;

namespace Simulation.Tests;

public sealed class StairwellTests
{
    private const string Numbers = "0123456789";

    [Fact]
    public void Secondary_addresses_are_unique_and_decimal_and_primary_addresses_count_from_one_to_250()
    {
        foreach (var seed in new[] { int.MinValue, -1, 0, 1, int.MaxValue })
        {
            var meters = TestMaster.Bus(SimulatedBus.MaximumMeters, seed).Meters;
            Assert.Distinct(meters.Select(meter => meter.Address.IdentificationText));
            Assert.All(meters, meter => Assert.All(meter.Address.IdentificationText, digit => Assert.Contains(digit, Numbers)));
            Assert.Equal(Enumerable.Range(1, 250), meters.Take(250).Select(meter => (int)meter.PrimaryAddress.Value));
            Assert.All(meters.Skip(250), meter => Assert.Equal(PrimaryAddress.Unconfigured, meter.PrimaryAddress));
        }
    }

    [Fact]
    public void Meters_of_one_type_come_from_one_box_three_at_a_time()
    {
        var numbers = TestMaster.Bus(SimulatedBus.MaximumMeters).Meters
            .Where(meter => meter.TypeName == "Cyble M-Bus 1.4")
            .Select(meter => int.Parse(meter.Address.IdentificationText, CultureInfo.InvariantCulture))
            .ToList();
        Assert.Equal(numbers[0] + 1, numbers[1]);
        Assert.NotEqual(numbers[2] + 1, numbers[3]);
    }

    [Fact]
    public void The_first_meters_do_not_depend_on_how_many_there_are()
    {
        Assert.Equal(
            TestMaster.Bus(meters: 5).Meters.Select(meter => meter.Address),
            TestMaster.Bus(meters: 50).Meters.Take(5).Select(meter => meter.Address));
    }

    [Theory]
    [InlineData(0, 2400)]
    [InlineData(501, 2400)]
    [InlineData(1, 1234)]
    public void A_bus_that_cannot_be_is_refused(int meters, int baudRate)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SimulatedBus.Create(1, meters, new ManualTimeProvider(TestMaster.Now), baudRate));
    }
}
