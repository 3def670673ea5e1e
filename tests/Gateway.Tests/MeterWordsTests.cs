using Gateway.Readout;
using MBus.Link;
using MBus.Master;
using Metering;

namespace Gateway.Tests;

/// <summary>What meters are called: one without a name is never an empty place in a list.</summary>
public class MeterWordsTests
{
    private static readonly Meter Unnamed = new() { Bus = "cellar", Identity = SecondaryAddress.Parse("1449100196150106"), PrimaryAddress = new PrimaryAddress(5) };

    [Fact]
    public void A_meter_is_called_by_its_name_and_without_one_by_its_address()
    {
        Assert.Equal("Flat 12", (Unnamed with { Name = "Flat 12" }).Title());
        Assert.Equal("1449100196150106", Unnamed.Title());
        Assert.Equal("primary address 5", (Unnamed with { Identity = null }).Title());
    }

    [Fact]
    public void Both_name_and_address_tell_an_installer_which_meter_it_is()
    {
        Assert.Equal("Flat 12 (1449100196150106)", (Unnamed with { Name = "Flat 12" }).Words());
        Assert.Equal("1449100196150106", Unnamed.Words());
    }
}
