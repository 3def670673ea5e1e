using System.CommandLine;
using System.Globalization;
using Gateway.Api;
using Gateway.Configuration;
using Gateway.Readout;
using MBus.LevelConverter;

namespace Gateway.CommandLine;

/// <summary>The bus that a verb opens by itself: a name from the settings, or an address.</summary>
internal sealed class BusArgument
{
    private readonly Argument<string> _bus = new("BUS")
    {
        Description = "A bus by its name in the settings (Gateway:Buses:<name>), or by its address: tcp://host:port, /dev/ttyUSB0, COM3.",
    };

    private readonly Option<string[]> _baudRates;

    /// <summary>Half a minute, as for the setting: a search would never end.</summary>
    private const int LongestExtraTimeout = 30_000;

    private readonly Option<int?> _extraTimeout = new("--extra-timeout")
    {
        Description = "Milliseconds that slow meters or networks may take beyond the standard's response time (100 serial, 500 TCP).",
        HelpName = "MS",
    };

    /// <summary>The argument of a verb.</summary>
    /// <param name="severalRates">Whether the verb uses several baud rates one after the other.</param>
    public BusArgument(bool severalRates = false)
    {
        var (what, several) = severalRates ? ("BAUD[,BAUD]", " Several are used one after the other.") : ("BAUD", "");
        _baudRates = new("--baud") { Description = $"Baud rate; the bus's setting, or 2400, if not given.{several}", HelpName = what };
        _baudRates.Validators.Add(result =>
        {
            if (!severalRates && Parts(result.GetValueOrDefault<string[]>()).Count() > 1)
            {
                result.AddError("--baud takes one rate.");
            }
        });
    }

    /// <summary>Adds the argument and its options to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Add(_bus);
        command.Add(_baudRates);
        command.Add(_extraTimeout);
        command.Add(CommonOptions.DataDirectory);
    }

    /// <summary>The bus's name: in the settings, of the simulated bus, or one that only a running service can know; null when it was given by its address.</summary>
    public string? Name(ParseResult parsed, GatewayOptions options)
    {
        var bus = Text(parsed);
        return bus.Equals(SimulationRule.Bus, StringComparison.OrdinalIgnoreCase) ? SimulationRule.Bus
            : options.Buses.Keys.FirstOrDefault(name => name.Equals(bus, StringComparison.OrdinalIgnoreCase))
            ?? (!BusAddress.TryParse(bus, out _) && DataDirectory.HeldBy(options.DataDirectory) is not null ? bus : null);
    }

    /// <summary>The service that has this bus, or its parts in this process.</summary>
    /// <exception cref="RefusedException">It cannot be asked, or has its own setting for an option that was given.</exception>
    public Task<ServiceClient> ConnectAsync(ParseResult parsed, GatewayOptions options, CancellationToken cancellationToken)
    {
        var name = Name(parsed, options)!;
        if (name == SimulationRule.Bus)
        {
            return parsed.GetValue(_extraTimeout) is null
                ? ServiceClient.ConnectAsync(options, cancellationToken)
                : throw new RefusedException("--extra-timeout: the simulated bus has its own times.");
        }

        string[] settings = ExtraTimeout(parsed) is { } extra ? [string.Create(CultureInfo.InvariantCulture, $"--Gateway:Buses:{name}:ExtraTimeout={extra:c}")] : [];
        return ServiceClient.ConnectToBusAsync(options, settings, cancellationToken);
    }

    /// <summary>The one baud rate that was given; null: none was.</summary>
    /// <exception cref="RefusedException">M-Bus does not know it.</exception>
    public int? BaudRate(ParseResult parsed) => GivenBaudRates(parsed) is [var rate, ..] ? rate : null;

    /// <summary>The bus as it was given: its name or its address.</summary>
    public string Text(ParseResult parsed) => parsed.GetRequiredValue(_bus);

    /// <summary>The baud rates, in the order they were given; the bus's setting if none was.</summary>
    /// <exception cref="RefusedException">M-Bus does not know one of them.</exception>
    public IReadOnlyList<int> BaudRates(ParseResult parsed, GatewayOptions options) => GivenBaudRates(parsed) is { Count: > 0 } rates ? rates : [Options(parsed, options).BaudRate];

    /// <summary>Opens the way to the bus, unless a running service has it.</summary>
    /// <exception cref="RefusedException">The service has this bus or cannot be asked, or there is no such bus.</exception>
    public async Task<ILevelConverter> OpenAsync(ParseResult parsed, GatewayOptions options, CancellationToken cancellationToken)
    {
        var bus = Options(parsed, options);
        var extra = ExtraTimeout(parsed) ?? bus.ExtraTimeout;
        if (!BusAddress.TryParse(bus.Address, out _))
        {
            var known = options.Buses.Count == 0 ? "no bus is configured" : $"configured are {string.Join(", ", options.Buses.Keys)}";
            throw new RefusedException($"'{bus.Address}' is neither a configured bus ({known}) nor tcp://host:port nor a serial port.");
        }

        await RefuseServedAsync(bus.Address, options, cancellationToken);
        return LevelConverters.Create(bus with { BaudRate = BaudRates(parsed, options)[0], ExtraTimeout = extra }, TimeProvider.System);
    }

    /// <summary>The baud rates that were given, in their order; empty: none was.</summary>
    /// <exception cref="RefusedException">M-Bus does not know one of them.</exception>
    public IReadOnlyList<int> GivenBaudRates(ParseResult parsed) =>
    [
        .. Parts(parsed.GetValue(_baudRates)).Distinct(StringComparer.Ordinal)
            .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) && BusTiming.BaudRates.Contains(rate)
                ? rate
                : throw new RefusedException($"--baud {text}: M-Bus knows {string.Join(", ", BusTiming.BaudRates)}.")),
    ];

    /// <summary>Two masters on one line spoil each other's readouts, and some converters let two in.</summary>
    private static async Task RefuseServedAsync(string address, GatewayOptions options, CancellationToken cancellationToken)
    {
        if (DataDirectory.HeldBy(options.DataDirectory) is not { } service)
        {
            return;
        }

        await using var client = await ServiceClient.ConnectAsync(options, cancellationToken);
        var buses = await client.GetAsync<IReadOnlyList<BusResource>>("buses", cancellationToken);
        if (buses.FirstOrDefault(bus => bus.Line.Equals(address, StringComparison.OrdinalIgnoreCase)) is { } served)
        {
            throw new RefusedException($"{Path.GetFullPath(options.DataDirectory)} is in use by {service}; it has {address} as bus {served.Name}. Give that name.");
        }
    }

    private TimeSpan? ExtraTimeout(ParseResult parsed) => parsed.GetValue(_extraTimeout) switch
    {
        null => null,
        >= 0 and <= LongestExtraTimeout and var milliseconds => TimeSpan.FromMilliseconds(milliseconds),
        var other => throw new RefusedException($"--extra-timeout is {other}; give 0 to {LongestExtraTimeout} milliseconds."),
    };

    private static IEnumerable<string> Parts(string[]? given) => given?.SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries)) ?? [];

    private BusOptions Options(ParseResult parsed, GatewayOptions options) =>
        (Name(parsed, options) is { } name ? options.Buses.GetValueOrDefault(name) : null) ?? new BusOptions { Address = Text(parsed) };
}
