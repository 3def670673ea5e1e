namespace MBus.Application;

/// <summary>
/// The data information block (EN 13757-3, 6.3): how the data are coded, and which of several values of one quantity it is.
/// <code>
/// DIF   bit 7 DIFE follows, bit 6 storage bit 0, bits 5-4 function, bits 3-0 data field
/// DIFE  bit 7 DIFE follows, bit 6 subunit bit, bits 5-4 tariff bits, bits 3-0 storage bits; least significant first
/// 8C 10 = 8 digits BCD, instantaneous, storage 0, tariff 1
/// </code>
/// </summary>
public readonly record struct Dib
{
    /// <summary>The most DIFEs that a record may have.</summary>
    public const int MaximumExtensions = 10;

    private const byte Extension = 0x80;

    /// <summary>How the data are coded.</summary>
    public DataField Field { get; init; }

    /// <summary>Instantaneous, maximum, minimum, or during an error state.</summary>
    public DataFunction Function { get; init; }

    /// <summary>0 for the current value, 1 usually for the set date, up to 41 bits.</summary>
    public ulong Storage { get; init; }

    /// <summary>0 for the total, up to 20 bits.</summary>
    public uint Tariff { get; init; }

    /// <summary>The device or part of the meter, up to 10 bits.</summary>
    public ushort Subunit { get; init; }

    /// <summary>How many DIFEs were sent; a meter may send more than its numbers need.</summary>
    public byte Extensions { get; init; }

    /// <summary>The bytes of DIF and DIFEs.</summary>
    public int Length => Extensions + 1;

    /// <summary>A block with as many DIFEs as the numbers need.</summary>
    public static Dib Of(DataField field, DataFunction function = DataFunction.Instantaneous, ulong storage = 0, uint tariff = 0, ushort subunit = 0)
    {
        byte extensions = 0;
        for (var (s, t, u) = (storage >> 1, tariff, subunit); s != 0 || t != 0 || u != 0; extensions++)
        {
            (s, t, u) = (s >> 4, t >> 2, (ushort)(u >> 1));
        }

        return extensions <= MaximumExtensions
            ? new Dib { Field = field, Function = function, Storage = storage, Tariff = tariff, Subunit = subunit, Extensions = extensions }
            : throw new ArgumentOutOfRangeException(nameof(storage), "A record has at most 41 bits of storage, 20 of tariff and 10 of subunit.");
    }

    /// <summary>Reads DIF and DIFEs; the special DIFs xFh are the caller's.</summary>
    internal static TelegramErrorCode Read(ReadOnlySpan<byte> record, out Dib dib)
    {
        var dif = record[0];
        var storage = (ulong)((dif >> 6) & 1);
        uint tariff = 0;
        uint subunit = 0;
        var extensions = 0;
        dib = default;
        for (var more = dif & Extension; more != 0; extensions++)
        {
            if (extensions == MaximumExtensions)
            {
                return TelegramErrorCode.TooManyDifes;
            }

            if (extensions + 1 >= record.Length)
            {
                return TelegramErrorCode.PrematureEnd;
            }

            var dife = record[extensions + 1];
            storage |= (ulong)(dife & 0x0F) << ((4 * extensions) + 1);
            tariff |= (uint)((dife >> 4) & 3) << (2 * extensions);
            subunit |= (uint)((dife >> 6) & 1) << extensions;
            more = dife & Extension;
        }

        dib = new Dib
        {
            Field = (DataField)(dif & 0x0F),
            Function = (DataFunction)((dif >> 4) & 3),
            Storage = storage,
            Tariff = tariff,
            Subunit = (ushort)subunit,
            Extensions = (byte)extensions,
        };
        return TelegramErrorCode.None;
    }

    /// <summary>Writes DIF and DIFEs and returns their length in bytes.</summary>
    internal int Write(Span<byte> destination)
    {
        destination[0] = (byte)((Extensions > 0 ? Extension : 0) | (int)((Storage & 1) << 6) | ((int)Function << 4) | (int)Field);
        for (var k = 0; k < Extensions; k++)
        {
            var more = k + 1 < Extensions ? Extension : 0;
            var bits = ((uint)(Storage >> ((4 * k) + 1)) & 0x0F) | (((Tariff >> (2 * k)) & 3) << 4) | (((uint)(Subunit >> k) & 1) << 6);
            destination[k + 1] = (byte)(more | (int)bits);
        }

        return Length;
    }
}
