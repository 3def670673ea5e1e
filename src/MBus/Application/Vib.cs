using System.Text;

namespace MBus.Application;

/// <summary>
/// The value information block (EN 13757-3, 6.4): what the value is.
/// <code>
/// VIF   bit 7 VIFE follows, bits 6-0 quantity, unit and power of ten
/// VIFE  bit 7 VIFE follows; after VIF FDh and FBh the first one is the code in an extension table
/// 93 3C       = volume, 0.001 m3, negative accumulation
/// FD C8 FC 02 = voltage, 0.1 V, phase L2
/// FC 03 48 52 25 74 = text unit %RH (sent last character first), times 0.01
/// </code>
/// </summary>
public readonly struct Vib
{
    /// <summary>The most VIFEs that a record may have, the code in an extension table counted.</summary>
    public const int MaximumExtensions = 10;

    private const byte More = 0x80;
    private const byte TableFd = 0xFD;
    private const byte TableFb = 0xFB;
    private const byte FdSecond = 0x7D;
    private const byte PlainText = 0x7C;

    private readonly VifEntry? _entry;
    private readonly string? _unit;
    private readonly ReadOnlyMemory<byte> _vif;
    private readonly ReadOnlyMemory<byte> _vifes;
    private readonly ReadOnlyMemory<byte> _text;

    private Vib(VifEntry entry, ReadOnlyMemory<byte> vif, ReadOnlyMemory<byte> vifes, ReadOnlyMemory<byte> text)
    {
        (_entry, _vif, _vifes, _text) = (entry, vif, vifes, text);
        (_unit, Exponent, Kind) = (entry.Unit, entry.Exponent, entry.Kind);
        if (vifes.IsEmpty || entry.Kind == VifKind.ManufacturerSpecific)
        {
            return;
        }

        var modifiers = new VifeReader(vifes.Span);
        while (modifiers.TryRead(out var vife))
        {
            if (vife is { OnlyNames: false })
            {
                Kind = vife.IsDate ? VifKind.Date : vife.IsCount || vife.Duration is not null ? VifKind.Number : vife.Kind ?? Kind;
                var replaced = vife.IsDate || vife.IsCount || vife.Duration is not null;
                _unit = replaced ? vife.Duration ?? "" : _unit;
                Exponent = replaced ? 0 : Exponent + vife.Exponent;
            }
        }
    }

    /// <summary>A block without bytes, for the fixed data structure.</summary>
    internal Vib(VifEntry entry)
        : this(entry, default, default, default)
    {
    }

    /// <summary>The word for the quantity, <c>volume-flow</c>; <c>manufacturer-specific-ff-07</c> for VIF FFh.</summary>
    public string Quantity =>
        Entry.Kind == VifKind.ManufacturerSpecific && !_vifes.IsEmpty ? "manufacturer-specific-ff" + Hyphens(_vifes.Span) : Entry.Quantity;

    /// <summary>The base unit, <c>m3</c>, or the text that the meter sent as unit; empty when there is none.</summary>
    public string Unit => Entry.Kind == VifKind.PlainText && _unit is "" ? ReadingOrder(_text.Span) : _unit ?? "";

    /// <summary>The power of ten that makes the record's number one of <see cref="Unit"/>.</summary>
    public int Exponent { get; }

    /// <summary>What the block says about the data beside quantity and unit.</summary>
    public VifKind Kind { get; }

    /// <summary>Whether words are added to the quantity.</summary>
    public bool HasModifiers => !_vifes.IsEmpty && Entry.Kind != VifKind.ManufacturerSpecific && HasWord(_vifes.Span);

    /// <summary>The words added to the quantity by the VIFEs, in their order.</summary>
    public IEnumerable<string> Modifiers
    {
        get
        {
            var words = new List<string>();
            if (Entry.Kind != VifKind.ManufacturerSpecific)
            {
                var modifiers = new VifeReader(_vifes.Span);
                while (modifiers.TryRead(out var vife))
                {
                    if (vife is null)
                    {
                        words.Add("manufacturer-specific" + Hyphens(modifiers.Rest));
                    }
                    else if (vife.Word is not null)
                    {
                        words.Add(vife.Word);
                    }
                }
            }

            return words;
        }
    }

    /// <summary>The quantity and its modifiers, joined by blanks: <c>energy negative-accumulation</c>.</summary>
    public string Description => HasModifiers ? $"{Quantity} {string.Join(' ', Modifiers)}" : Quantity;

    /// <summary>The text that stands for the unit as sent, last character first; empty when the VIF is not 7Ch or FCh.</summary>
    public ReadOnlyMemory<byte> Text => _text;

    /// <summary>The number of bytes of VIF and VIFEs without text.</summary>
    public int Length => _vif.Length + _vifes.Length;

    private VifEntry Entry => _entry ?? VifTable.Reserved;

    /// <summary>Copies VIF and VIFEs, without text.</summary>
    public void CopyTo(Span<byte> destination)
    {
        _vif.Span.CopyTo(destination);
        _vifes.Span.CopyTo(destination[_vif.Length..]);
    }

    /// <summary>VIF and VIFEs, without text, as lower case hexadecimal digits.</summary>
    public string ToHex() => Convert.ToHexStringLower(_vif.Span) + Convert.ToHexStringLower(_vifes.Span);

    /// <summary>Latin-1 characters that were sent last first.</summary>
    internal static string ReadingOrder(ReadOnlySpan<byte> text)
    {
        var characters = Encoding.Latin1.GetString(text).ToCharArray();
        Array.Reverse(characters);
        return new string(characters);
    }

    /// <summary>Reads the block at the start of <paramref name="record"/>.</summary>
    /// <param name="record">A record after its DIB.</param>
    /// <param name="vib">The block.</param>
    /// <param name="length">How many bytes it takes, text included.</param>
    internal static TelegramErrorCode Read(ReadOnlyMemory<byte> record, out Vib vib, out int length)
    {
        vib = default;
        length = 0;
        var span = record.Span;
        if (span.IsEmpty)
        {
            return TelegramErrorCode.PrematureEnd;
        }

        if ((span[0] & ~More) == PlainText)
        {
            return ReadPlainText(record, out vib, out length);
        }

        var error = ChainLength(span, MaximumExtensions + 1, out length);
        if (error != TelegramErrorCode.None)
        {
            return error;
        }

        var (entry, codes) = span[0] switch
        {
            TableFd when (span[1] & ~More) != FdSecond => (VifTable.Fd(span[1]), 2),
            TableFd when length > 2 => (VifTable.FdSecond(span[2]), 3),
            TableFd => (VifTable.Reserved, 2),
            TableFb => (VifTable.Fb(span[1]), 2),
            _ => (VifTable.Primary(span[0]), 1),
        };
        vib = new Vib(entry, record[..codes], record[codes..length], default);
        return TelegramErrorCode.None;
    }

    /// <summary>
    /// VIF, length, text, VIFEs: so every meter seen. The 2018 edition puts the VIFEs before the length: tried when the first
    /// reading runs off the telegram or gives no text.
    /// </summary>
    private static TelegramErrorCode ReadPlainText(ReadOnlyMemory<byte> record, out Vib vib, out int length)
    {
        var span = record.Span;
        var entry = VifTable.Primary(PlainText);
        var extended = (span[0] & More) != 0;
        vib = default;
        length = 0;
        if (TryText(span, 1, extended, out var end) && (!extended || ChainLength(span[end..], MaximumExtensions, out length) == TelegramErrorCode.None))
        {
            var vifes = record.Slice(end, extended ? length : 0);
            vib = new Vib(entry, record[..1], vifes, record[2..end]);
            length = end + vifes.Length;
            return TelegramErrorCode.None;
        }

        if (!extended)
        {
            return TelegramErrorCode.PrematureEnd;
        }

        var error = ChainLength(span[1..], MaximumExtensions, out var chain);
        if (error != TelegramErrorCode.None || !TryText(span, 1 + chain, printable: false, out end))
        {
            return error != TelegramErrorCode.None ? error : TelegramErrorCode.PrematureEnd;
        }

        vib = new Vib(entry, record[..1], record.Slice(1, chain), record[(2 + chain)..end]);
        length = end;
        return TelegramErrorCode.None;
    }

    /// <summary>A length byte and that many characters.</summary>
    private static bool TryText(ReadOnlySpan<byte> span, int start, bool printable, out int end)
    {
        end = start < span.Length ? start + 1 + span[start] : span.Length + 1;
        return end <= span.Length && !(printable && span[(start + 1)..end].ContainsAnyInRange((byte)0x00, (byte)0x1F));
    }

    /// <summary>Whether one of the VIFEs adds a word.</summary>
    private static bool HasWord(ReadOnlySpan<byte> vifes)
    {
        var modifiers = new VifeReader(vifes);
        while (modifiers.TryRead(out var vife))
        {
            if (vife is null or { Word: not null })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How many bytes the chain of extension bits takes.</summary>
    private static TelegramErrorCode ChainLength(ReadOnlySpan<byte> span, int maximum, out int length)
    {
        for (length = 1; length <= span.Length; length++)
        {
            if ((span[length - 1] & More) == 0)
            {
                return TelegramErrorCode.None;
            }

            if (length == maximum)
            {
                return TelegramErrorCode.TooManyVifes;
            }
        }

        return TelegramErrorCode.PrematureEnd;
    }

    /// <summary>Bytes without their extension bits as <c>-07-48</c>.</summary>
    private static string Hyphens(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (var b in bytes)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"-{b & ~More:x2}");
        }

        return text.ToString();
    }

    /// <summary>Walks VIFEs; a null row stands for the maker's, which take all the rest.</summary>
    private ref struct VifeReader(ReadOnlySpan<byte> vifes)
    {
        public ReadOnlySpan<byte> Rest { get; private set; } = vifes;

        public bool TryRead(out Vife? vife)
        {
            vife = null;
            if (Rest.IsEmpty || _ended)
            {
                return false;
            }

            var code = (byte)(Rest[0] & ~More);
            Rest = Rest[1..];
            if (code == VifeTable.ManufacturerSpecific)
            {
                _ended = true;
            }
            else if (code == VifeTable.Extension && !Rest.IsEmpty)
            {
                vife = VifeTable.ExtensionRow(Rest[0]);
                Rest = Rest[1..];
            }
            else
            {
                vife = VifeTable.Row(code);
            }

            return true;
        }

        private bool _ended;
    }
}
