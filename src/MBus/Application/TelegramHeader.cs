using System.Buffers.Binary;
using MBus.Security;

namespace MBus.Application;

/// <summary>
/// The header of a telegram (EN 13757-3, 5).
/// <code>
/// long   identification(4, BCD) manufacturer(2) version medium access status configuration(2)
///        78563412 7452 01 04 2A 00 0000        12345678 TST, version 1, heat, access 42, no error
/// short  access status configuration(2)
///        in security mode 7 one byte follows configuration: the configuration field extension
/// fixed  identification(4, BCD) access status medium/unit(2)
/// </code>
/// A field that the header does not have is zero.
/// </summary>
public readonly record struct TelegramHeader
{
    /// <summary>The length of a long header in bytes.</summary>
    public const int LongLength = 12;

    /// <summary>The length of a short header in bytes.</summary>
    public const int ShortLength = 4;

    /// <summary>The length of the longest header in bytes: a long one with the configuration field extension.</summary>
    internal const int MaximumLength = LongLength + 1;

    /// <summary>Which of the headers this is.</summary>
    public TelegramHeaderKind Kind { get; init; }

    /// <summary>The identification number as eight BCD digits, 12345678h for 12345678; a digit may be A-F.</summary>
    public uint Identification { get; init; }

    /// <summary>The maker.</summary>
    public ManufacturerCode Manufacturer { get; init; }

    /// <summary>The version (generation) of the meter.</summary>
    public byte Version { get; init; }

    /// <summary>What the meter measures.</summary>
    public Medium Medium { get; init; }

    /// <summary>Counts the answers of the meter; a jump means that another master reads it too.</summary>
    public byte AccessNumber { get; init; }

    /// <summary>
    /// Bits 1-0: 00 no error, 01 busy, 10 application error, 11 alarm; bit 2 power low, bit 3 permanent error, bit 4 temporary
    /// error, bits 7-5 the maker's. In the fixed structure bit 0 says binary counters, bit 1 stored at a fixed date.
    /// </summary>
    public byte Status { get; init; }

    /// <summary>The status byte of a telegram that has one; null: there is no header.</summary>
    public byte? StatusIfThere => Kind == TelegramHeaderKind.None ? null : Status;

    /// <summary>The configuration field, also called signature, as a little-endian word.</summary>
    public ConfigurationField Configuration { get; init; }

    /// <summary>The configuration field extension of security mode 7: bits 5-4 the key derivation, bits 3-0 the key's number; null: none.</summary>
    public byte? ConfigurationExtension { get; init; }

    /// <summary>How the key of the message is made: what the extension says; without one, function A.</summary>
    public KeyDerivationFunction KeyDerivation =>
        ConfigurationExtension is { } extension ? (KeyDerivationFunction)((extension >> 4) & 3) : KeyDerivationFunction.A;

    /// <summary>The identification as written on the meter: eight digits.</summary>
    public string IdentificationText => $"{Identification:X8}";

    /// <summary>Reads the header of the given kind.</summary>
    /// <param name="kind">What the CI field announces: none, short or long.</param>
    /// <param name="data">The bytes after the CI field.</param>
    /// <param name="isAuthenticated">An authentication layer stands before it: the meter is of today, and mode 7 has its extension also when nothing is encrypted.</param>
    /// <param name="header">The header.</param>
    /// <param name="length">How many bytes the header has.</param>
    /// <returns>False when there are fewer bytes than the header needs.</returns>
    internal static bool TryRead(TelegramHeaderKind kind, ReadOnlySpan<byte> data, bool isAuthenticated, out TelegramHeader header, out int length)
    {
        header = default;
        length = kind switch
        {
            TelegramHeaderKind.Long => LongLength,
            TelegramHeaderKind.Short => ShortLength,
            _ => 0,
        };
        if (length == 0 || length > data.Length)
        {
            return length == 0;
        }

        header = Read(kind, data[..length]);
        if (header.Configuration.Mode == 7 && (header.Configuration.Blocks > 0 || isAuthenticated))
        {
            if (length >= data.Length)
            {
                return false;
            }

            header = header with { ConfigurationExtension = data[length++] };
        }

        return true;
    }

    /// <summary>Reads the fields of a long or short header.</summary>
    /// <param name="kind">Which of the two.</param>
    /// <param name="data">Exactly its bytes, without a configuration field extension.</param>
    internal static TelegramHeader Read(TelegramHeaderKind kind, ReadOnlySpan<byte> data)
    {
        var isLong = kind == TelegramHeaderKind.Long;
        var last = data[^ShortLength..];
        return new TelegramHeader
        {
            Kind = kind,
            Identification = isLong ? BinaryPrimitives.ReadUInt32LittleEndian(data) : 0,
            Manufacturer = isLong ? new ManufacturerCode(BinaryPrimitives.ReadUInt16LittleEndian(data[4..])) : default,
            Version = isLong ? data[6] : (byte)0,
            Medium = isLong ? new Medium(data[7]) : default,
            AccessNumber = last[0],
            Status = last[1],
            Configuration = new ConfigurationField(BinaryPrimitives.ReadUInt16LittleEndian(last[2..])),
        };
    }

    /// <summary>Writes a short or long header and returns its length in bytes.</summary>
    internal int Write(Span<byte> destination)
    {
        var length = 0;
        if (Kind == TelegramHeaderKind.Long)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(destination, Identification);
            BinaryPrimitives.WriteUInt16LittleEndian(destination[4..], Manufacturer.Value);
            destination[6] = Version;
            destination[7] = Medium.Code;
            length = LongLength - ShortLength;
        }

        if (Kind is TelegramHeaderKind.Long or TelegramHeaderKind.Short)
        {
            destination[length] = AccessNumber;
            destination[length + 1] = Status;
            BinaryPrimitives.WriteUInt16LittleEndian(destination[(length + 2)..], Configuration.Word);
            length += ShortLength;
            if (ConfigurationExtension is { } extension)
            {
                destination[length++] = extension;
            }
        }

        return length;
    }
}
