using Gateway.Configuration;
using MBus.LevelConverter;

namespace Gateway.Readout;

/// <summary>Makes the level converter that a bus's settings describe.</summary>
internal static class LevelConverters
{
    /// <summary>A converter that opens its line with the first request.</summary>
    public static ILevelConverter Create(BusOptions bus, TimeProvider time)
    {
        if (!BusAddress.TryParse(bus.Address, out var address))
        {
            throw new InvalidOperationException($"The address '{bus.Address}' was not checked.");
        }

        return address.SerialPort is { } port
            ? new SerialLevelConverter(port, Timing(BusTiming.Serial(bus.BaudRate), bus), Lines(bus), time)
            : new TcpLevelConverter(address.Host!, address.Port, Timing(BusTiming.Tcp(bus.BaudRate), bus), time);
    }

    private static ModemLines Lines(BusOptions bus) => new() { Dtr = bus.Dtr, Rts = bus.Rts, PowerUpDelay = bus.PowerUpDelay };

    private static BusTiming Timing(BusTiming timing, BusOptions bus) =>
        bus.ExtraTimeout is { } extra ? timing with { ExtraResponseTime = extra } : timing;
}
