using Gateway.Api;
using Gateway.Configuration;
using MBus.LevelConverter;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Web.Pages.Meters;

/// <summary>What a meter can be told to do.</summary>
internal sealed class CommandsModel(MeterView view, ZoneTime time, GatewayOptions options) : MeterPage(view, time)
{
    /// <inheritdoc />
    public override string Here => "commands";

    /// <summary>Where commands are sent.</summary>
    public string Api => $"POST {ApiEndpoints.Root}/meters/{Meter.Id}/commands";

    /// <summary>The rates that M-Bus knows, in baud.</summary>
    public static IEnumerable<int> BaudRates => BusTiming.BaudRates;

    /// <summary>The rate of its bus, which it has as long as nothing else is known of it.</summary>
    public int BusRate => options.BusOf(Meter.Bus)?.BaudRate ?? BusTiming.BaudRates[0];

    /// <summary>Shows it.</summary>
    public IActionResult OnGet(int id) => Load(id) ?? Page();
}
