using Gateway.Api;

namespace Gateway.Web;

/// <summary>A meter in a list of the page.</summary>
/// <param name="Meter">The meter.</param>
/// <param name="Standing">How it stands.</param>
internal sealed record ShownMeter(MeterResource Meter, Standing Standing)
{
    /// <summary>What it is called: its name, else its address.</summary>
    public string Title => Meter.Name.Length > 0 ? Meter.Name : Address;

    /// <summary>Its secondary address, else its primary one.</summary>
    public string Address => Meter.Identity ?? Meter.PrimaryAddress?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "";
}
