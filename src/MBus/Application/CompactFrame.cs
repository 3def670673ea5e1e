using System.Buffers.Binary;

namespace MBus.Application;

/// <summary>
/// The compact frame (EN 13757-3:2013, annex G): the data of records whose DIFs and VIFs were sent in a full frame before.
/// <code>
/// CI 79h without header, 7Bh with a short one, 73h with a long one: format signature(2) CRC of the full frame(2) data
/// </code>
/// It is recognised, not read: the full frame is not at hand.
/// </summary>
/// <param name="FormatSignature">The checksum over the DIFs and VIFs that are left out; it names the full frame.</param>
/// <param name="FullFrameCrc">The checksum over the full frame, data included.</param>
/// <param name="Data">The data of the records, one after the other.</param>
public readonly record struct CompactFrame(ushort FormatSignature, ushort FullFrameCrc, ReadOnlyMemory<byte> Data)
{
    /// <summary>The bytes before the data.</summary>
    internal const int Overhead = 4;

    /// <summary>Reads what follows the header; null when it is shorter than signature and CRC.</summary>
    internal static CompactFrame? Read(ReadOnlyMemory<byte> part) => part.Length < Overhead
        ? null
        : new CompactFrame(
            BinaryPrimitives.ReadUInt16LittleEndian(part.Span),
            BinaryPrimitives.ReadUInt16LittleEndian(part.Span[2..]),
            part[Overhead..]);
}
