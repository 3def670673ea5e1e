namespace MBus.Application;

/// <summary>
/// The combinable VIFEs (EN 13757-3, tables 15 and 16, and the record errors of table 17): words, and what they do to the value.
/// </summary>
internal static class VifeTable
{
    /// <summary>VIFE FCh: the code follows in the next byte.</summary>
    public const byte Extension = 0x7C;

    /// <summary>VIFE 7Fh or FFh: the rest of the VIFEs is the maker's.</summary>
    public const byte ManufacturerSpecific = 0x7F;

    private static readonly string[] SecondsToDays = ["s", "min", "h", "d"];
    private static readonly Vife[] Rows = Build();
    private static readonly Vife[] ExtensionRows = BuildExtension();

    /// <summary>The row of a VIFE, extension bit ignored.</summary>
    public static Vife Row(byte vife) => Rows[vife & 0x7F];

    /// <summary>The row of the code after VIFE FCh.</summary>
    public static Vife ExtensionRow(byte code) => ExtensionRows[code & 0x7F];

    private static Vife[] Build()
    {
        var rows = Enumerable.Range(0, 128).Select(code => new Vife($"reserved-{code:x2}")).ToArray();
        rows[0x00] = new Vife(null);
        Words(rows, 0x01, "too-many-difes", "storage-not-implemented", "unit-not-implemented", "tariff-not-implemented",
            "function-not-implemented", "data-class-not-implemented", "data-size-not-implemented");
        Words(rows, 0x0B, "too-many-vifes", "illegal-vif-group", "illegal-vif-exponent", "vif-dif-mismatch", "unimplemented-action");
        Words(rows, 0x12, "average", "inverse-compact-profile", "relative-deviation",
            "no-data", "data-overflow", "data-underflow", "data-error");
        Words(rows, 0x1C, "premature-end", "standard-conform-content", "compact-profile-with-registers", "compact-profile");
        Words(rows, 0x20, "per-second", "per-minute", "per-hour", "per-day", "per-week", "per-month", "per-year", "per-revolution",
            "increment-per-input-pulse-0", "increment-per-input-pulse-1", "increment-per-output-pulse-0", "increment-per-output-pulse-1",
            "per-litre", "per-m3", "per-kg", "per-k", "per-kwh", "per-gj", "per-kw", "per-k-litre", "per-v", "per-a",
            "times-s", "times-s-per-v", "times-s-per-a");
        rows[0x39] = new Vife("start-date-of") { IsDate = true };
        Words(rows, 0x3A, "uncorrected", "positive-accumulation", "negative-accumulation", "non-metric", "base-conditions", "obis-declaration");
        foreach (var (limit, bit) in new[] { ("lower", 0x00), ("upper", 0x08) })
        {
            Limit(rows, limit, bit);
        }

        foreach (var (which, bit) in new[] { ("first", 0), ("last", 4) })
        {
            Durations(rows, 0x60 + bit, $"duration-of-{which}");
            rows[0x6A + bit] = new Vife($"date-of-begin-{which}") { IsDate = true };
            rows[0x6B + bit] = new Vife($"date-of-end-{which}") { IsDate = true };
        }

        Words(rows, 0x69, "leakage");
        Words(rows, 0x6D, "overflow");
        for (var n = 0; n < 8; n++)
        {
            rows[0x70 + n] = new Vife(null) { Exponent = n - 6 };
        }

        Words(rows, 0x78, "additive-correction-0.001", "additive-correction-0.01", "additive-correction-0.1", "additive-correction-1");
        rows[0x7D] = new Vife(null) { Exponent = 3 };
        Words(rows, 0x7E, "future-value");
        return rows;
    }

    /// <summary>The rows about one limit: 40h-57h for the lower one, with bit 3 set for the upper one.</summary>
    private static void Limit(Vife[] rows, string limit, int bit)
    {
        rows[0x40 + bit] = new Vife($"{limit}-limit");
        rows[0x41 + bit] = new Vife($"number-of-{limit}-limit-exceeds") { IsCount = true };
        foreach (var (which, last) in new[] { ("first", 0), ("last", 4) })
        {
            rows[0x42 + bit + last] = new Vife($"date-of-begin-{which}-{limit}-limit-exceed") { IsDate = true };
            rows[0x43 + bit + last] = new Vife($"date-of-end-{which}-{limit}-limit-exceed") { IsDate = true };
            Durations(rows, 0x50 + bit + last, $"duration-of-{which}-{limit}-limit-exceed");
        }

        rows[0x68 + (bit / 2)] = new Vife($"value-during-{limit}-limit-exceed");
    }

    private static Vife[] BuildExtension()
    {
        var rows = Enumerable.Range(0, 128).Select(code => new Vife($"reserved-fc-{code:x2}")).ToArray();
        Words(rows, 0x01, "phase-l1", "phase-l2", "phase-l3", "neutral", "phase-l1-l2", "phase-l2-l3", "phase-l3-l1",
            "quadrant-1", "quadrant-2", "quadrant-3", "quadrant-4", "import-export-difference");
        Words(rows, 0x0E, "secondary-sensor", "higher-resolution", "absolute-accumulation");
        rows[0x11] = new Vife(null) { Kind = VifKind.Unsigned };
        rows[0x12] = new Vife(null) { Kind = VifKind.Bits };
        rows[0x13] = new Vife("end-date-of") { IsDate = true };
        Words(rows, 0x14, "to-meter", "from-meter");
        return rows;
    }

    private static void Words(Vife[] rows, int first, params string[] words)
    {
        for (var n = 0; n < words.Length; n++)
        {
            rows[first + n] = new Vife(words[n]);
        }
    }

    private static void Durations(Vife[] rows, int first, string word)
    {
        for (var n = 0; n < SecondsToDays.Length; n++)
        {
            rows[first + n] = new Vife(word) { Duration = SecondsToDays[n] };
        }
    }
}
