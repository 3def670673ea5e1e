using Gateway.Configuration;
using Gateway.Readout;
using MBus.LevelConverter;

namespace Gateway.Checkup;

/// <summary>Tries whether a level converter can be used, without sending anything on the bus.</summary>
internal static class ConverterTrial
{
    /// <summary>The group that serial ports are of nearly everywhere.</summary>
    private const string UsualGroup = "dialout";

    /// <summary>Connects to it, or opens its port.</summary>
    /// <param name="bus">The bus, its address checked.</param>
    /// <param name="isInUse">Whether the service uses it: its serial port is not opened then, only looked at.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What is wrong and what to do; null: nothing.</returns>
    public static async Task<(string Fault, string Next)?> TryAsync(BusOptions bus, bool isInUse, CancellationToken cancellationToken)
    {
        if (!BusAddress.TryParse(bus.Address, out var address))
        {
            return null;
        }

        return address.SerialPort is { } port
            ? await TrySerialAsync(port, bus, isInUse, cancellationToken)
            : await Reach.TryAsync(address.Host!, address.Port, cancellationToken) is { } fault
                ? (
                    $"The level converter at {address} cannot be reached: {fault}",
                    "See that it has power and network and that address and port are right; it takes one client at a time, so no other program may be connected to it.")
                : null;
    }

    private static async Task<(string Fault, string Next)?> TrySerialAsync(string port, BusOptions bus, bool isInUse, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsLinux() && !File.Exists(port))
        {
            return ($"There is no {port}.", $"Plug the adapter in. {PortsThere()}");
        }

        if (isInUse)
        {
            return null;
        }

        var converter = LevelConverters.Create(bus, TimeProvider.System);
        await using (converter)
        {
            try
            {
                // the first use opens the port
                await converter.ReceiveAsync(new byte[1], TimeSpan.Zero, cancellationToken);
                return null;
            }
            catch (LevelConverterException e)
            {
                return ($"The serial port cannot be used: {e.Message}", await NextAsync(port, e.Error));
            }
        }
    }

    private static async Task<string> NextAsync(string port, LevelConverterError error) => error switch
    {
        LevelConverterError.NotPermitted when OperatingSystem.IsLinux() =>
            $"Make the account a member of the port's group, then start anew: sudo usermod -aG {(await FileOwner.OfAsync(port))?.Group ?? UsualGroup} {Environment.UserName}",
        LevelConverterError.InUse => OperatingSystem.IsLinux() ? $"Stop the other program; sudo fuser -v {port} shows which it is." : "Stop the other program.",
        LevelConverterError.NotSerial or LevelConverterError.SettingsRefused => $"Give the port of the level converter. {PortsThere()}",
        _ => "See that the adapter is plugged in and its driver works.",
    };

    /// <summary>The adapters that are plugged in, by the names that stay.</summary>
    private static string PortsThere()
    {
        const string Folder = "/dev/serial/by-id";
        var ports = Directory.Exists(Folder) ? Directory.GetFileSystemEntries(Folder) : [];
        return ports.Length == 0 ? "No USB adapter is plugged in now." : $"There is {string.Join(", ", ports.Order(StringComparer.Ordinal))}.";
    }
}
