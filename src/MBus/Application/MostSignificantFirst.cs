namespace MBus.Application;

/// <summary>
/// Mode 2 of older editions (EN 1434-3): every field of several bytes is sent most significant byte first; CI 76h variable, 77h fixed
/// data structure. A telegram is turned once into mode 1 and then read like every other. Turning twice gives it back.
/// </summary>
internal static class MostSignificantFirst
{
    /// <summary>Turns the fields of a long header.</summary>
    /// <param name="header">Its twelve bytes.</param>
    public static byte[] TurnHeader(ReadOnlySpan<byte> header)
    {
        var turned = header.ToArray();
        Array.Reverse(turned, 0, 4);
        Array.Reverse(turned, 4, 2);
        Array.Reverse(turned, 10, 2);
        return turned;
    }

    /// <summary>Turns the data of every record, as far as records can be read. DIF and VIF are single bytes in their order.</summary>
    /// <param name="part">The variable part.</param>
    public static byte[] TurnRecords(ReadOnlyMemory<byte> part)
    {
        var turned = part.ToArray();
        foreach (var record in new DataRecords(part))
        {
            Turn(part.Span, record.Value.Raw.Span, turned);
            Turn(part.Span, record.Vib.Text.Span, turned);
        }

        return turned;
    }

    /// <summary>Turns identification and counters; medium and units come low byte first in both modes.</summary>
    /// <param name="data">The 16 bytes of the fixed data structure.</param>
    public static byte[] TurnFixed(ReadOnlySpan<byte> data)
    {
        var turned = data.ToArray();
        Array.Reverse(turned, 0, 4);

        // The media that say so themselves are turned when the counters are read.
        if (!FixedData.CountersAreTurned(data))
        {
            Array.Reverse(turned, 8, 4);
            Array.Reverse(turned, 12, 4);
        }

        return turned;
    }

    private static void Turn(ReadOnlySpan<byte> part, ReadOnlySpan<byte> field, byte[] turned)
    {
        if (part.Overlaps(field, out var ahead))
        {
            Array.Reverse(turned, ahead, field.Length);
        }
    }
}
