using System.Globalization;
using System.Text.Json;
using Gateway.Api;
using MBus.Master;

namespace Gateway.CommandLine;

/// <summary>The meters that a scan has found: a table, or one JSON object a meter and line.</summary>
internal static class ScanOutput
{
    /// <summary>Writes them to standard output.</summary>
    public static void Print(IReadOnlyList<FoundResource> found, bool json)
    {
        if (json)
        {
            foreach (var meter in found)
            {
                Console.WriteLine(Json(meter));
            }

            return;
        }

        if (found.Count == 0)
        {
            Console.WriteLine("No meters found. Check baud rate, wiring and the converter's supply; meters without a secondary address answer scan --primary.");
            return;
        }

        var table = new Table("primary", "secondary", "identification", "maker", "version", "medium", "baud", "fabrication number");
        foreach (var meter in found)
        {
            var address = AddressOf(meter);
            table.Add(
                meter.PrimaryAddress?.ToString(CultureInfo.InvariantCulture),
                meter.Identity,
                address?.IdentificationText,
                meter.Manufacturer,
                address?.Version.ToString(CultureInfo.InvariantCulture),
                meter.Medium,
                meter.BaudRate.ToString(CultureInfo.InvariantCulture),
                meter.FabricationNumber);
        }

        table.WithoutEmpty("fabrication number").Write(Console.Out);
        Console.WriteLine($"{ShownValue.Count(found.Count, "meter")}.");
    }

    private static string Json(FoundResource meter) => JsonSerializer.Serialize(new
    {
        primary = meter.PrimaryAddress,
        secondary = meter.Identity,
        identification = AddressOf(meter)?.IdentificationText,
        manufacturer = meter.Manufacturer,
        version = AddressOf(meter)?.Version,
        medium = meter.Medium,
        baudRate = meter.BaudRate,
        fabricationNumber = meter.FabricationNumber,
    });

    private static SecondaryAddress? AddressOf(FoundResource meter) => SecondaryAddress.TryParse(meter.Identity, out var address) ? address : null;
}
