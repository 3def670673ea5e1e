using Gateway.Access;
using Gateway.Configuration;
using Gateway.Readout;
using Metering;
using Metering.Events;

namespace Gateway.Api;

/// <summary><c>/buses</c>: the buses, their settings, state and statistics.</summary>
internal static class BusEndpoints
{
    /// <summary>Maps the resources.</summary>
    public static void MapBuses(this IEndpointRouteBuilder api)
    {
        api.MapGet("/buses", (BusWorkers buses, IMeterStore meters, Searches searches, GatewayOptions options) =>
            buses.All.OrderBy(bus => bus.Bus, StringComparer.OrdinalIgnoreCase).Select(bus => ResourceOf(bus, meters, searches, options)));
        api.MapGet("/buses/{bus}", (string bus, BusWorkers buses, IMeterStore meters, Searches searches, GatewayOptions options) => ResourceOf(buses.Need(bus), meters, searches, options));
        api.MapPut("/buses/{bus}/continuous", ChangeContinuousAsync).For(Role.Installer).Tells("continuous mode switched");
        api.MapTrace();
    }

    /// <summary>The worker of a bus.</summary>
    /// <exception cref="ApiException">There is no such bus.</exception>
    public static BusWorker Need(this BusWorkers buses, string bus) => buses.Find(bus) ?? throw ApiException.NotFound(
        $"There is no bus {bus}; {(buses.All.Any() ? $"there is {string.Join(", ", buses.All.Select(known => known.Bus).Order(StringComparer.OrdinalIgnoreCase))}" : "none is configured")}.");

    /// <summary><c>{"on":true}</c>: until the service ends; the setting holds again then.</summary>
    private static async Task<BusResource> ChangeContinuousAsync(string bus, HttpRequest request, BusWorkers buses, IMeterStore meters, Searches searches, GatewayOptions options, IEventLog events)
    {
        var worker = buses.Need(bus);
        var fields = await RequestFields.ReadAsync(request);
        var isOn = fields.Flag("on", otherwise: null) ?? fields.Wrong("on", "is needed: true or false.", false);
        fields.CheckOthers();
        fields.Refuse();
        request.HttpContext.Tell(worker.IsContinuous ? "on" : "off", isOn ? "on" : "off");
        if (worker.IsContinuous != isOn)
        {
            worker.IsContinuous = isOn;
            events.Report(EventCode.ParametersChanged, worker.Bus, $"continuous mode was switched {(isOn ? "on" : "off")} by {Actor.Of(request.HttpContext)}.");
        }

        return ResourceOf(worker, meters, searches, options);
    }

    private static BusResource ResourceOf(BusWorker worker, IMeterStore store, Searches searches, GatewayOptions options)
    {
        var line = worker.Statistics.Line;
        var bus = options.BusOf(worker.Bus);
        var meters = store.Meters.Values.Where(meter => meter.Bus.Equals(worker.Bus, StringComparison.OrdinalIgnoreCase)).ToList();
        return new BusResource
        {
            Name = worker.Bus,
            Line = line.Name,
            BaudRate = worker.BaudRate,
            ReadoutInterval = bus?.ReadoutInterval ?? options.ReadoutInterval,
            ExtraResponseTime = line.Timing.ExtraResponseTime,
            IsSimulated = worker.Bus == SimulationRule.Bus,
            LineIsLost = worker.LineIsLost,
            LineFault = worker.LineFault,
            LineErrors = line.LineErrors,
            Search = searches.Progress(worker.Bus)?.Status,
            AllMetersSilent = worker.AllMetersSilent,
            IsNoisy = worker.IsNoisy,
            ConverterEchoes = worker.ConverterEchoes,
            IsContinuous = worker.IsContinuous,
            QueueLength = worker.QueueLength,
            Meters = meters.Count,
            ActiveMeters = meters.Count(meter => meter.Active),
            Statistics = worker.Statistics.Figures(),
        };
    }
}
