namespace MBus.Master;

/// <summary>How one meter is read.</summary>
public sealed record ReadoutOptions
{
    /// <summary>As most meters are read.</summary>
    public static readonly ReadoutOptions Default = new();

    /// <summary>
    /// The meter that is expected at a primary address; an answer of another is refused. A reading by secondary address expects
    /// that address and needs no other.
    /// </summary>
    public SecondaryAddress? Identity { get; init; }

    /// <summary>
    /// The fabrication number that extends the selection, as eight hexadecimal digits, where another meter of the bus has the same
    /// secondary address; null: the selection is not extended. Not every meter knows the extension, so it is given only where needed.
    /// </summary>
    public uint? FabricationNumber { get; init; }

    /// <summary>What this meter needs beyond the standard's response time; null: what the bus has.</summary>
    public TimeSpan? ExtraResponseTime { get; init; }

    /// <summary>
    /// The subcode of an application reset (CI 50h) before the reading, such as 50h for instantaneous values only; null: none.
    /// </summary>
    public byte? ApplicationReset { get; init; }

    /// <summary>What earlier readings have taught; the options above go before it.</summary>
    public MeterHabits Habits { get; init; } = MeterHabits.Unknown;

    /// <summary>How much is tried before the meter is given up.</summary>
    public ReadoutEffort Effort { get; init; }

    /// <summary>The frame count bit of the first request, true 7Bh, false 5Bh; null: as learnt, 7Bh at first.</summary>
    public bool? FirstFrameCountBit { get; init; }

    /// <summary>The meter's AES-128 key: whether more telegrams follow stands inside what is encrypted. Empty: none.</summary>
    public ReadOnlyMemory<byte> Key { get; init; }

    /// <summary>The most telegrams, 1-255; 16 by default, three times what the longest chains seen have.</summary>
    public int TelegramLimit
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 255);
            field = value;
        }
    } = 16;
}
