using Gateway.Configuration;
using Gateway.Readout;
using Metering;
using Metering.Storage;

namespace Gateway.CommandLine;

/// <summary>Stores the meters that a search has found, for the service to read.</summary>
internal static class FoundMeters
{
    /// <summary>Adds those that are not stored yet, and says what it did.</summary>
    public static async Task StoreAsync(GatewayOptions options, string bus, IReadOnlyList<FoundOnBus> found, TextWriter output)
    {
        using var directory = DataDirectory.Take(options.DataDirectory, "scan --add");
        try
        {
            await using var database = SqliteDatabase.Open(directory.Database);
            var meters = new SqliteMeterStore(database);
            var (added, refused) = (0, 0);
            foreach (var meter in found.Where(meter => !meters.Meters.Values.Any(known => IsSame(known, bus, meter))))
            {
                var (name, wanted) = (meter.Secondary?.ToString() ?? $"primary {meter.Primary}", ToMeter(options, bus, meter));
                if (MeterCheck.Of(wanted, key: null, meters.Meters.Values, [.. options.Buses.Keys]) is { Count: > 0 } issues)
                {
                    refused++;
                    await output.WriteLineAsync($"Not stored {name}: {string.Join(" ", issues)}");
                    continue;
                }

                var stored = await meters.AddAsync(wanted);
                added++;
                await output.WriteLineAsync($"Stored {name} as logical device {stored.LogicalDeviceAddress}.");
            }

            var others = refused == 0 ? "" : $", {refused} not stored";
            await output.WriteLineAsync($"{added} added, {found.Count - added - refused} were there already{others}.");
        }
        catch (StoreException e)
        {
            throw new RefusedException(e.Message, e);
        }
    }

    private static bool IsSame(Meter known, string bus, FoundOnBus found) =>
        known.Bus.Equals(bus, StringComparison.OrdinalIgnoreCase) && (found.Secondary is { } secondary ? known.Identity == secondary : known.PrimaryAddress == found.Primary);

    private static Meter ToMeter(GatewayOptions options, string bus, FoundOnBus found) => new()
    {
        Bus = bus,
        Addressing = found.ByPrimary || found.Secondary is not { IsComplete: true } ? AddressingMode.Primary : AddressingMode.Secondary,
        PrimaryAddress = found.Primary,
        Identity = found.Secondary,
        BaudRate = found.BaudRate == options.Buses[bus].BaudRate ? null : found.BaudRate,
    };
}
