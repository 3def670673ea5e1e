using Gateway.Access;
using Gateway.Api;
using Gateway.Configuration;
using Gateway.Events;
using Gateway.LogicalDevices;
using Gateway.Push;
using Gateway.Readout;
using Gateway.Upkeep;
using Metering;
using Microsoft.Extensions.Localization;

namespace Gateway.Web;

/// <summary>What a person should see to, the most urgent at first.</summary>
internal sealed class NextSteps(
    IStringLocalizer<Texts> texts,
    SettingsChanges settings,
    Installation installation,
    GatewayOptions options,
    BusWorkers buses,
    IMeterStore meters,
    MappedObjects objects,
    Searches searches,
    PushService push,
    PushServices reports,
    ReportWords words,
    DiskWatch disk,
    StoreHealth store,
    RetentionRun retention,
    ZoneTime time)
{
    private const string Bad = "bad";
    private const string Warning = "warning";
    private const string Next = "good";

    private IStringLocalizer<Texts> T => texts;

    /// <summary>All there are.</summary>
    /// <param name="shown">The meters.</param>
    /// <param name="forecast">How large the store is going to be; null: that is not known.</param>
    /// <param name="longest">The longest retention that a meter has.</param>
    public IReadOnlyList<NextStep> Of(IReadOnlyCollection<ShownMeter> shown, StoreForecast? forecast, TimeSpan longest) =>
    [
        .. OfStore(forecast, longest).Concat(OfSettings()).Concat(OfBuses(shown)).Concat(OfMeters(shown)).Concat(OfMappings()).Concat(OfPush()).OrderBy(step => step.Style switch { Bad => 0, Warning => 1, _ => 2 }),
    ];

    private IEnumerable<NextStep> OfStore(StoreForecast? forecast, TimeSpan longest)
    {
        if (store.IsFailing)
        {
            yield return new(Bad, T["Readings cannot be stored: {0}", store.LastFault ?? ""], "/events", T["See the events"], Role.Viewer);
        }

        if (disk.Shortage is { } shortage)
        {
            yield return new(Bad, T["The disk is nearly full: {0}.", shortage], "/settings#readout", T["Shorten the retention"], Role.Administrator);
        }
        else if (forecast?.Warning(longest) is { } warning)
        {
            yield return new(Warning, warning, "/settings#readout", T["Shorten the retention"], Role.Administrator);
        }

        if (retention.Fault is { } fault)
        {
            yield return new(Warning, T["Old readings cannot be removed: {0}", fault], "/events", T["See the events"], Role.Viewer);
        }
    }

    private IEnumerable<NextStep> OfSettings()
    {
        if (settings.LastFault is { } fault)
        {
            yield return fault.IsRestore
                ? new(Bad, T["The backup that was brought back did not start, and the former state holds again: {0}", fault.Reason], "/settings/backup", T["Backup and restore"], Role.Administrator)
                : new(Bad, T["The settings that were changed last did not start, and the former ones hold again: {0}", fault.Reason], "/settings", T["Mend the settings"], Role.Administrator);
        }

        if (installation.IsSimulated)
        {
            yield return new(
                Next,
                T["These meters are invented, to try everything with. When the level converter is connected, add its bus; the invented meters end for good then."],
                "/settings#buses",
                T["Add a bus"],
                Role.Administrator);
        }
        else if (options.Buses.Count == 0)
        {
            yield return new(Next, T["No bus is set up. A bus is a level converter at a serial port or in the network, with meters behind it."], "/settings#buses", T["Add a bus"], Role.Administrator);
        }
    }

    private IEnumerable<NextStep> OfBuses(IReadOnlyCollection<ShownMeter> shown)
    {
        foreach (var bus in buses.All.OrderBy(bus => bus.Bus, StringComparer.OrdinalIgnoreCase))
        {
            if (bus.LineIsLost)
            {
                yield return new(Bad, T["The line to bus {0} is lost: {1}", bus.Bus, bus.LineFault ?? ""], "/settings#buses", T["Check its address"], Role.Administrator);
            }
            else if (bus.AllMetersSilent)
            {
                yield return new(Bad, T["All meters of bus {0} are silent: check that the level converter has power, and the wiring behind it.", bus.Bus], ListOf(bus.Bus), T["See its meters"], Role.Viewer);
            }
            else if (bus.IsNoisy)
            {
                yield return new(Warning, T["Bytes come over bus {0} while nothing is asked: look for a damaged meter or a disturbed line.", bus.Bus], ListOf(bus.Bus), T["See its meters"], Role.Viewer);
            }

            if (OfSearch(bus, shown) is { } step)
            {
                yield return step;
            }
        }
    }

    private NextStep? OfSearch(BusWorker bus, IReadOnlyCollection<ShownMeter> shown)
    {
        var link = $"/meters/search?bus={Uri.EscapeDataString(bus.Bus)}";
        var search = searches.Progress(bus.Bus);
        var known = shown.Count(meter => meter.Meter.Bus.Equals(bus.Bus, StringComparison.OrdinalIgnoreCase));
        return search switch
        {
            { Status: SearchStatus.Running } => new(Next, T["Bus {0} is being searched: {1} meters were found so far.", bus.Bus, search.Found.Count], link, T["Watch the search"], Role.Installer),
            { Found.Count: > 0 } when known == 0 => new(Next, T["A search of bus {0} has found {1} meters, and none is installed.", bus.Bus, search.Found.Count], link, T["Install them"], Role.Installer),
            _ when known == 0 => new(Next, T["Bus {0} has no meters yet.", bus.Bus], link, T["Search the bus"], Role.Installer),
            _ => null,
        };
    }

    private IEnumerable<NextStep> OfMeters(IReadOnlyCollection<ShownMeter> shown)
    {
        // what is wrong with a whole bus was told once
        var failing = shown.Count(meter => meter.Standing.Kind == StandingKind.Failing && buses.Find(meter.Meter.Bus) is not ({ LineIsLost: true } or { AllMetersSilent: true }));
        if (failing > 0)
        {
            yield return new(Bad, failing == 1 ? T["One meter cannot be read."] : T["{0} meters cannot be read.", failing], "/meters?state=failing", T["See what to check"], Role.Viewer);
        }

        var attention = shown.Count(meter => meter.Standing.Kind == StandingKind.Attention);
        if (attention > 0)
        {
            yield return new(
                Warning,
                attention == 1
                    ? T["One meter answers, and needs a look: it reports a fault, or a key, a telegram or leave to be read is missing."]
                    : T["{0} meters answer, and need a look: they report a fault, or a key, a telegram or leave to be read is missing.", attention],
                "/meters?state=attention",
                T["See which"],
                Role.Viewer);
        }
    }

    private IEnumerable<NextStep> OfMappings()
    {
        var without = meters.Meters.Values.Count(meter => meter is { Active: true, ReplacedAt: null } && objects.LacksMapping(meter));
        if (without > 0)
        {
            yield return new(
                Warning,
                without == 1
                    ? T["One meter is read and has no mapping: head-ends see no values of it."]
                    : T["{0} meters are read and have no mapping: head-ends see no values of them.", without],
                "/mappings",
                T["Add a mapping"],
                Role.Installer);
        }
    }

    private IEnumerable<NextStep> OfPush()
    {
        foreach (var (receiver, state) in reports.Reports.Receivers().Select(receiver => (receiver, push.Workers.StateOf(receiver))))
        {
            if (state.FailingSince is { } since)
            {
                yield return new(Warning, T["Nothing reaches the receiver {0} since {1}: {2}", receiver.ToString(), time.Short(since), state.Fault ?? ""], "/push", T["Check the receiver"], Role.Viewer);
            }
        }

        var idle = PushReports.All.Where(report => reports.Reports.Of(report) is { Enabled: true, Receiver: null }).ToList();
        if (idle.Count > 0)
        {
            yield return new(Warning, T["A report is on and has no receiver: {0}", string.Join(", ", idle.Select(words.NameOf))], "/push", T["Give it a receiver"], Role.Administrator);
        }
    }

    private static string ListOf(string bus) => $"/meters?bus={Uri.EscapeDataString(bus)}";
}
