using System.Text.Json;
using Gateway.Readout;

namespace Gateway.CommandLine;

/// <summary>The meters that a scan has found: a table, or one JSON object a meter and line.</summary>
internal static class ScanOutput
{
    /// <summary>Writes them to standard output.</summary>
    public static void Print(IReadOnlyList<FoundOnBus> found, bool json)
    {
        if (json)
        {
            foreach (var meter in found)
            {
                Console.WriteLine(Json(meter));
            }

            return;
        }

        var table = new Table("primary", "secondary", "identification", "maker", "version", "medium", "baud", "fabrication");
        foreach (var meter in found)
        {
            table.Add(
                meter.Primary?.ToString(),
                meter.Secondary?.ToString(),
                meter.Secondary?.IdentificationText,
                meter.Secondary?.Manufacturer.ToString(),
                meter.Secondary is { } address ? $"{address.Version}" : null,
                meter.Secondary?.Medium.Name,
                $"{meter.BaudRate}",
                FabricationNumber(meter));
        }

        table.Write(Console.Out);
        Console.WriteLine($"{found.Count} meters.");
    }

    private static string Json(FoundOnBus meter) => JsonSerializer.Serialize(new
    {
        primary = meter.Primary?.Value,
        secondary = meter.Secondary?.ToString(),
        identification = meter.Secondary?.IdentificationText,
        manufacturer = meter.Secondary?.Manufacturer.ToString(),
        version = meter.Secondary?.Version,
        medium = meter.Secondary?.Medium.Name,
        baudRate = meter.BaudRate,
        fabricationNumber = FabricationNumber(meter),
    });

    /// <summary>Where the meter needs it to be selected.</summary>
    private static string? FabricationNumber(FoundOnBus meter) => meter.FabricationNumber is { } number ? $"{number:X8}" : null;
}
