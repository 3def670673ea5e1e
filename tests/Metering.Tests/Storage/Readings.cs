using System.Collections.Immutable;

namespace Metering.Tests.Storage;

/// <summary>Readings to store, and how to compare them.</summary>
internal static class Readings
{
    public static readonly DateTimeOffset Midnight = new(2024, 3, 31, 0, 0, 0, TimeSpan.Zero);

    public static MeterReadout Of(MeterId meter, DateTimeOffset at, params byte[][] telegrams) => new()
    {
        Meter = meter,
        ReadAt = at,
        Telegrams = telegrams.Length == 0 ? [new byte[] { 1 }] : [.. telegrams.Select(bytes => (ReadOnlyMemory<byte>)bytes)],
    };

    public static MeterReadout At(MeterId meter, int minute, byte content = 1) => Of(meter, Midnight.AddMinutes(minute), [content]);

    /// <summary>Everything of a reading as text, so that the whole is compared and a difference is readable.</summary>
    public static string Text(MeterReadout? readout) => readout is null
        ? "none"
        : $"{readout.AppendNumber} meter {readout.Meter} {readout.ReadAt:O} {readout.ReceivedAt:O} {readout.Format} {readout.IsComplete} {Hex(readout.Telegrams)}";

    public static string[] Texts(IEnumerable<MeterReadout> readouts) => [.. readouts.Select(Text)];

    private static string Hex(ImmutableArray<ReadOnlyMemory<byte>> telegrams) =>
        string.Join(' ', telegrams.Select(telegram => Convert.ToHexString(telegram.Span)));
}
