using Cosem;
using Gateway.Web;

namespace Gateway.Tests.Web;

/// <summary>Units as meters show them, and never a digit less.</summary>
public class ShownUnitTests
{
    [Theory]
    [InlineData("Wh", 3, 451_560, "451560", "kWh")]
    [InlineData("Wh", 4, 451_560, "4515600", "kWh")]
    [InlineData("Wh", 2, 451_561, "45156100", "Wh")]
    [InlineData("J", 6, 12, "12", "MJ")]
    [InlineData("J", 14, 12, "1200000", "GJ")]
    [InlineData("W", -1, 125, "12.5", "W")]
    [InlineData("m3", -3, 1_004, "1.004", "m³")]
    [InlineData("m3/h", 3, 7, "7000", "m³/h")]
    [InlineData("h", 3, 7, "7000", "h")]
    [InlineData("", 3, 7, "7000", "")]
    public void A_prefix_follows_from_the_scaler_of_the_register(string symbol, int scaler, int raw, string number, string unit)
    {
        var shown = ShownUnit.Of(symbol, scaler);
        var text = MBus.Application.ExactNumber.Format(raw, scaler);
        Assert.Equal((number, unit), (shown.Number(text), shown.Text));
    }

    [Theory]
    [InlineData("Wh", 3, 12.5f, "12.5", "kWh")]
    [InlineData("Wh", 3, -0.0625f, "-0.0625", "kWh")]
    [InlineData("Wh", 6, 40f, "40", "MWh")]
    [InlineData("Wh", 0, 12.5f, "12.5", "Wh")]
    [InlineData("m3", 3, 12.5f, "12500", "m³")]
    public void A_real_has_the_same_prefix(string symbol, int scaler, float real, string number, string unit)
    {
        var shown = ShownUnit.Of(symbol, scaler);
        Assert.Equal((number, unit), (shown.Number(MBus.Application.ExactNumber.FormatReal(real, scaler)), shown.Text));
    }

    [Fact]
    public void What_is_no_integer_and_what_is_no_register_stays_as_it_is()
    {
        Assert.Equal("2026-11-28", ShownUnit.Of("Wh", 3).Number("2026-11-28"));
        Assert.Null(ShownUnit.Of("Wh", 3).Number(null));
        Assert.Equal(default, ShownUnit.Of(null));
        Assert.Equal(new ShownUnit("kWh", 3), ShownUnit.Of(new ScalerUnit(3, Unit.WattHour)));
    }
}
