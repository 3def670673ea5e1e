using Gateway.Api;
using Gateway.Configuration;
using MBus.LevelConverter;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Gateway.Web.Pages.Meters;

/// <summary>Installs meters by their addresses: one by hand, or many by a list.</summary>
internal sealed class InstallModel(GatewayOptions options) : PageModel
{
    /// <summary>The names of the buses.</summary>
    public IReadOnlyList<string> Buses => [.. options.Buses.Keys.Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The names of the groups.</summary>
    public IReadOnlyList<string> Groups => [.. options.Groups.Keys.Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The rates of M-Bus, in baud.</summary>
    public static IReadOnlyList<int> Rates => [.. BusTiming.BaudRates];

    /// <summary>The columns of a list.</summary>
    public static IReadOnlyList<string> Columns => MeterListFile.Columns;
}
