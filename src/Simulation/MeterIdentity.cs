using System.Buffers.Binary;
using MBus.Application;

namespace Simulation;

/// <summary>The secondary address of a meter (EN 13757-3, 12.2): what its long header begins with.</summary>
/// <param name="Identification">Eight BCD digits, 12345678h for 12345678.</param>
/// <param name="Manufacturer">The maker.</param>
/// <param name="Version">The version (generation) of the meter.</param>
/// <param name="Medium">What it measures.</param>
public readonly record struct MeterIdentity(uint Identification, ManufacturerCode Manufacturer, byte Version, Medium Medium)
{
    /// <summary>The length in bytes.</summary>
    public const int Length = 8;

    private const byte AnyByte = 0xFF;
    private const ushort AnyManufacturer = 0xFFFF;

    /// <summary>The bytes as sent: identification and manufacturer with their low byte first, version, medium.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Identification);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(4), Manufacturer.Value);
        (bytes[6], bytes[7]) = (Version, Medium.Code);
        return bytes;
    }

    /// <summary>16 digits: identification as printed, the rest as sent: <c>1449100196150106</c>.</summary>
    public override string ToString() => $"{Identification:X8}{Convert.ToHexString(ToBytes(), 4, 4)}";

    /// <summary>Whether a selection means this meter; FFFFh, FFh and FFh stand for any manufacturer, version and medium.</summary>
    /// <param name="selection">Eight bytes as sent.</param>
    internal bool IsMeantBy(ReadOnlySpan<byte> selection)
    {
        var manufacturer = BinaryPrimitives.ReadUInt16LittleEndian(selection[4..]);
        return DigitsMatch(Identification, BinaryPrimitives.ReadUInt32LittleEndian(selection))
            && (manufacturer == AnyManufacturer || manufacturer == Manufacturer.Value)
            && (selection[6] == AnyByte || selection[6] == Version)
            && (selection[7] == AnyByte || selection[7] == Medium.Code);
    }

    /// <summary>Whether each of eight digits is the one asked for, or an F was asked for.</summary>
    internal static bool DigitsMatch(uint digits, uint asked)
    {
        for (var shift = 0; shift < 32; shift += 4)
        {
            var digit = (asked >> shift) & 0xF;
            if (digit != 0xF && digit != ((digits >> shift) & 0xF))
            {
                return false;
            }
        }

        return true;
    }
}
