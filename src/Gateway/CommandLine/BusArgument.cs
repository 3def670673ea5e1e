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

    private readonly Option<int?> _baudRate = new("--baud") { Description = "Baud rate; the bus's setting or 2400 if not given.", HelpName = "BAUD" };

    private readonly Option<int?> _extraTimeout = new("--extra-timeout")
    {
        Description = "Milliseconds that slow meters or networks may take beyond the standard's response time (100 serial, 500 TCP).",
        HelpName = "MS",
    };

    /// <summary>Adds the argument and its options to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Add(_bus);
        command.Add(_baudRate);
        command.Add(_extraTimeout);
        command.Add(CommonOptions.DataDirectory);
    }

    /// <summary>The bus's name in the settings, or null when it was given by its address.</summary>
    public string? Name(ParseResult parsed, GatewayOptions options) => parsed.GetRequiredValue(_bus) is var bus && options.Buses.ContainsKey(bus) ? bus : null;

    /// <summary>Opens the way to the bus, unless a running service has it.</summary>
    /// <exception cref="RefusedException">The service runs, or there is no such bus.</exception>
    public ILevelConverter Open(ParseResult parsed, GatewayOptions options)
    {
        if (DataDirectory.HeldBy(options.DataDirectory) is { } service)
        {
            throw new RefusedException($"{Path.GetFullPath(options.DataDirectory)} is in use by {service}; it has the bus. Stop it first.");
        }

        var bus = options.Buses.GetValueOrDefault(parsed.GetRequiredValue(_bus)) ?? new BusOptions { Address = parsed.GetRequiredValue(_bus) };
        var baudRate = parsed.GetValue(_baudRate) ?? bus.BaudRate;
        var extra = parsed.GetValue(_extraTimeout) is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : bus.ExtraTimeout;
        if (!BusAddress.TryParse(bus.Address, out _))
        {
            var known = options.Buses.Count == 0 ? "no bus is configured" : $"configured are {string.Join(", ", options.Buses.Keys)}";
            throw new RefusedException($"'{bus.Address}' is neither a configured bus ({known}) nor tcp://host:port nor a serial port.");
        }

        return BusTiming.BaudRates.Contains(baudRate) && extra is null or { Ticks: >= 0 }
            ? LevelConverters.Create(bus with { BaudRate = baudRate, ExtraTimeout = extra }, TimeProvider.System)
            : throw new RefusedException(string.Create(
                CultureInfo.InvariantCulture, $"--baud {baudRate}: M-Bus knows {string.Join(", ", BusTiming.BaudRates)}; --extra-timeout takes milliseconds."));
    }
}
