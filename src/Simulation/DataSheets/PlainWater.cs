using MBus.Link;
using Simulation.Meters;
using Simulation.Values;
using static Simulation.Meters.MeterRecord;

namespace Simulation.DataSheets;

/// <summary>A water meter of no make, whose telegram has a given length: for measurements, where each meter shall cost the same.</summary>
internal static class PlainWater
{
    /// <summary>Start, length twice, start, C, A, CI, the long header of 12, checksum and stop.</summary>
    private const int Frame = 21;

    private static readonly Consumption Water = new(LoadPattern.Household, annual: 110_000_000); // ml

    private static readonly MeterRecord[] Records =
    [
        Number("0C 13", at => at.Count(Water) / 1000), // l
        Clock("04 6D"),
        Number("02 FD 17", 0),
    ];

    /// <summary>The shortest telegram: the frame, records of 6, 6 and 5 bytes, and DIF 0Fh.</summary>
    private const int Shortest = Frame + 18;

    /// <summary>The type with telegrams of so many bytes.</summary>
    public static MeterType OfLength(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, Shortest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, LinkFrame.MaximumLength);
        return new MeterType("Plain", $"water, {length} bytes", "PLN", Version: 0x01, Medium: 0x07, new MeterTelegram(Records)
        {
            ManufacturerData = new byte[length - Shortest],
        });
    }
}
