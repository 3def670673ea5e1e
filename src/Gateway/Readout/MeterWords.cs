using Metering;

namespace Gateway.Readout;

/// <summary>A meter in words.</summary>
internal static class MeterWords
{
    /// <summary>Name and address of a meter, as an installer knows it.</summary>
    public static string Words(this Meter meter)
    {
        var address = meter.Address();
        return meter.Name.Length == 0 ? address : $"{meter.Name} ({address})";
    }

    /// <summary>What a meter is called in a list: its name, else its address.</summary>
    public static string Title(this Meter meter) => meter.Name.Length == 0 ? meter.Address() : meter.Name;

    private static string Address(this Meter meter) => meter.Identity?.ToString() ?? $"primary address {meter.PrimaryAddress}";
}
