using System.CommandLine;
using System.Globalization;
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
        _baudRates = new("--baud") { Description = $"Baud rate; the bus's setting or 2400 if not given.{several}", HelpName = what };
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

    /// <summary>The bus's name in the settings, or null when it was given by its address.</summary>
    public string? Name(ParseResult parsed, GatewayOptions options) => parsed.GetRequiredValue(_bus) is var bus && options.Buses.ContainsKey(bus) ? bus : null;

    /// <summary>The bus as it was given: its name or its address.</summary>
    public string Text(ParseResult parsed) => parsed.GetRequiredValue(_bus);

    /// <summary>The baud rates, in the order they were given; the bus's setting if none was.</summary>
    /// <exception cref="RefusedException">M-Bus does not know one of them.</exception>
    public IReadOnlyList<int> BaudRates(ParseResult parsed, GatewayOptions options)
    {
        var given = Parts(parsed.GetValue(_baudRates)).Distinct(StringComparer.Ordinal).ToList();
        var rates = given.Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) && BusTiming.BaudRates.Contains(rate)
            ? rate
            : throw new RefusedException($"--baud {text}: M-Bus knows {string.Join(", ", BusTiming.BaudRates)}.")).ToList();
        return rates.Count > 0 ? rates : [Options(parsed, options).BaudRate];
    }

    /// <summary>Opens the way to the bus, unless a running service has it.</summary>
    /// <exception cref="RefusedException">The service runs, or there is no such bus.</exception>
    public ILevelConverter Open(ParseResult parsed, GatewayOptions options)
    {
        if (DataDirectory.HeldBy(options.DataDirectory) is { } service)
        {
            throw new RefusedException($"{Path.GetFullPath(options.DataDirectory)} is in use by {service}; it has the bus. Stop it first.");
        }

        var bus = Options(parsed, options);
        var extra = parsed.GetValue(_extraTimeout) is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : bus.ExtraTimeout;
        if (!BusAddress.TryParse(bus.Address, out _))
        {
            var known = options.Buses.Count == 0 ? "no bus is configured" : $"configured are {string.Join(", ", options.Buses.Keys)}";
            throw new RefusedException($"'{bus.Address}' is neither a configured bus ({known}) nor tcp://host:port nor a serial port.");
        }

        return extra is null or { Ticks: >= 0 }
            ? LevelConverters.Create(bus with { BaudRate = BaudRates(parsed, options)[0], ExtraTimeout = extra }, TimeProvider.System)
            : throw new RefusedException("--extra-timeout takes milliseconds.");
    }

    private static IEnumerable<string> Parts(string[]? given) => given?.SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries)) ?? [];

    private BusOptions Options(ParseResult parsed, GatewayOptions options) => options.Buses.GetValueOrDefault(Text(parsed)) ?? new BusOptions { Address = Text(parsed) };
}
