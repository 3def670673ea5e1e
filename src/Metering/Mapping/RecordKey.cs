using System.Buffers.Binary;
using MBus.Application;

namespace Metering.Mapping;

/// <summary>The bytes of DIF, DIFEs, VIF and VIFEs as one number, to be looked up fast.</summary>
/// <param name="Bytes">The bytes, the first one lowest.</param>
/// <param name="Length">How many they are.</param>
internal readonly record struct RecordKey(UInt128 Bytes, int Length)
{
    private const int MaximumLength = 16;

    /// <summary>
    /// The key of a record; false where it does not say everything: the fixed data structure has no such bytes, a text unit stands beside them, and
    /// a few are longer than one number.
    /// </summary>
    public static bool TryOf(in DataRecord record, out RecordKey key)
    {
        key = default;
        if (record.KeyLength is < 2 or > MaximumLength || !record.Vib.Text.IsEmpty || record.Vib.Kind == VifKind.PlainText)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[MaximumLength];
        bytes.Clear();
        var length = record.CopyKey(bytes);
        key = new(BinaryPrimitives.ReadUInt128LittleEndian(bytes), length);
        return true;
    }
}
