using Metering;

namespace Gateway.Readout;

/// <summary>A meter in words.</summary>
internal static class MeterWords
{
    /// <summary>Name and address of a meter, as an installer knows it.</summary>
    public static string Words(this Meter meter)
    {
        var address = meter.Identity?.ToString() ?? $"primary address {meter.PrimaryAddress}";
        return meter.Name.Length == 0 ? address : $"{meter.Name} ({address})";
    }
}
