using System.Runtime.CompilerServices;
using Gateway.Api;
using Gateway.Configuration;

namespace Gateway.Checkup;

/// <summary>Whether the level converter of each bus can be used: what the service knows of its line, or what a look at it shows.</summary>
internal sealed class BusesCheck : ICheck
{
    private static readonly string None = $"A bus is set on the page, in Settings, or by Gateway:Buses:<name>:Address: tcp://host:port or a serial port such as {HowTo.SerialPort}";

    /// <inheritdoc />
    public string Subject => "buses";

    /// <inheritdoc />
    public async IAsyncEnumerable<Finding> LookAsync(CheckedGateway gateway, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (gateway is { Service: { } service, Unasked: null })
        {
            var buses = await service.GetAsync<IReadOnlyList<BusResource>>("buses", cancellationToken);
            foreach (var bus in buses)
            {
                yield return await FindingOf(bus, gateway.Options.BusOf(bus.Name), cancellationToken);
            }

            if (buses.Count == 0)
            {
                yield return Finding.Look(Subject, "No bus is configured: no meter can be read.", None);
            }

            yield break;
        }

        if (gateway.Holder is not null || gateway.IsUnreadable)
        {
            yield return Finding.Look(Subject, "They were not tried: their lines may be the service's, which cannot be asked.", "See to data directory and service first.");
            yield break;
        }

        foreach (var (name, bus) in gateway.Options.Buses.Where(bus => BusAddress.TryParse(bus.Value.Address, out _)))
        {
            var subject = $"bus {name}";
            yield return await ConverterTrial.TryAsync(bus, isInUse: false, cancellationToken) is var (fault, next)
                ? Finding.Bad(subject, fault, next)
                : Finding.Ok(subject, $"The level converter at {bus.Address} can be used. Whether meters answer only a readout shows.");
        }

        if (gateway.Options.Buses.Count == 0)
        {
            yield return Finding.Look(Subject, "No bus is configured: meters are simulated, or there are none.", None);
        }
    }

    private static async Task<Finding> FindingOf(BusResource bus, BusOptions? options, CancellationToken cancellationToken)
    {
        var subject = $"bus {bus.Name}";
        if (bus.IsSimulated)
        {
            return Finding.Look(subject, "Its meters are SIMULATED, all values are invented; no real bus is configured.", None);
        }

        if (bus.LineIsLost)
        {
            var (fault, next) = (options is null ? null : await ConverterTrial.TryAsync(options, isInUse: true, cancellationToken))
                ?? ("It failed when it was last used.", "The service tries it again by itself; gateway bus show tells since when, gateway bus trace what goes over it.");
            return Finding.Bad(subject, $"The line {bus.Line} is lost: {bus.LineFault ?? fault}", next);
        }

        // the service has never used it, and has not opened it: what is wrong with it would show in the first search only
        if (bus is { ActiveMeters: 0, Statistics.Line.BytesSent: 0 } && options is not null && await ConverterTrial.TryAsync(options, isInUse: false, cancellationToken) is var (missing, remedy))
        {
            return Finding.Bad(subject, missing, remedy);
        }

        return bus switch
        {
            { AllMetersSilent: true } => Finding.Bad(
                subject,
                $"The line {bus.Line} works, but none of its {bus.ActiveMeters} meters answers.",
                "See to the cable and the power of the bus, and whether the baud rate is the meters'; gateway bus trace shows what goes over it."),
            { IsNoisy: true } => Finding.Look(subject, $"Bytes come over {bus.Line} while nothing is asked.", "Look for a second master, a short circuit or a damaged cable."),
            { ActiveMeters: 0 } => Finding.Look(subject, $"No meter is known at {bus.Line}.", $"Search it: gateway scan {bus.Name} --add, or on the page."),
            { Statistics.Readouts.Readouts: 0 } => Finding.Ok(subject, $"{bus.Line}, {CommandLine.ShownValue.Count(bus.ActiveMeters, "meter")}; it was not used since the service started."),
            _ => Finding.Ok(subject, $"{bus.Line} works, {CommandLine.ShownValue.Count(bus.ActiveMeters, "meter")}."),
        };
    }
}
