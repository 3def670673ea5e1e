namespace MBus.Application;

/// <summary>
/// The VIF tables of EN 13757-3: primary (table 10), the extensions FDh (table 12) and FBh (table 14) and the second level of
/// FDh (table 13). FBh rows that the 2013 edition took back (US units, °F) stay, since meters send them.
/// </summary>
internal static class VifTable
{
    /// <summary>What a table has no row for.</summary>
    public static readonly VifEntry Reserved = new("reserved", "", 0, VifKind.Reserved);

    private static readonly string[] SecondsToDays = ["s", "min", "h", "d"];

    private static readonly VifEntry[] PrimaryRows = Table(
    [
        .. Powers(0x00, 8, "energy", "Wh", -3),
        .. Powers(0x08, 8, "energy", "J", 0),
        .. Powers(0x10, 8, "volume", "m3", -6),
        .. Powers(0x18, 8, "mass", "kg", -3),
        .. Units(0x20, "on-time", SecondsToDays),
        .. Units(0x24, "op-time", SecondsToDays),
        .. Powers(0x28, 8, "power", "W", -3),
        .. Powers(0x30, 8, "power", "J/h", 0),
        .. Powers(0x38, 8, "volume-flow", "m3/h", -6),
        .. Powers(0x40, 8, "volume-flow", "m3/min", -7),
        .. Powers(0x48, 8, "volume-flow", "m3/s", -9),
        .. Powers(0x50, 8, "mass-flow", "kg/h", -3),
        .. Powers(0x58, 4, "flow-temp", "°C", -3),
        .. Powers(0x5C, 4, "return-temp", "°C", -3),
        .. Powers(0x60, 4, "diff-temp", "K", -3),
        .. Powers(0x64, 4, "ext-temp", "°C", -3),
        .. Powers(0x68, 4, "pressure", "bar", -3),
        Row(0x6C, "date", VifKind.Date),
        Row(0x6D, "datetime", VifKind.Date),
        Row(0x6E, "hca"),
        .. Units(0x70, "averaging-duration", SecondsToDays),
        .. Units(0x74, "actuality-duration", SecondsToDays),
        Row(0x78, "fabrication-no", VifKind.Identifier),
        Row(0x79, "identification", VifKind.Identification),
        Row(0x7A, "address", VifKind.Address),
        Row(0x7C, "text-unit", VifKind.PlainText),
        Row(0x7E, "any-vif"),
        Row(0x7F, "manufacturer-specific", VifKind.ManufacturerSpecific),
    ]);

    private static readonly VifEntry[] FdRows = Table(
    [
        .. Powers(0x00, 4, "credit", "currency", -3),
        .. Powers(0x04, 4, "debit", "currency", -3),
        Row(0x08, "access-number", VifKind.Unsigned),
        Row(0x09, "medium", VifKind.Unsigned),
        Row(0x0A, "manufacturer", VifKind.Unsigned),
        Row(0x0B, "parameter-set-id"),
        Row(0x0C, "model-version"),
        Row(0x0D, "hardware-version"),
        Row(0x0E, "firmware-version"),
        Row(0x0F, "software-version"),
        Row(0x10, "customer-location"),
        Row(0x11, "customer"),
        Row(0x12, "access-code-user"),
        Row(0x13, "access-code-operator"),
        Row(0x14, "access-code-system-operator"),
        Row(0x15, "access-code-developer"),
        Row(0x16, "password"),
        Row(0x17, "error-flags", VifKind.Bits),
        Row(0x18, "error-mask", VifKind.Bits),
        Row(0x19, "security-key"),
        Row(0x1A, "digital-output", VifKind.Bits),
        Row(0x1B, "digital-input", VifKind.Bits),
        .. Units(0x1C, "baud-rate", "Bd"),
        .. Units(0x1D, "response-delay", "bit-times"),
        Row(0x1E, "retry"),
        Row(0x1F, "remote-control", VifKind.Bits),
        Row(0x20, "first-storage-number"),
        Row(0x21, "last-storage-number"),
        Row(0x22, "storage-block-size"),
        Row(0x23, "tariff-subunit-descriptor"),
        .. Units(0x24, "storage-interval", "s", "min", "h", "d", "month", "year"),
        Row(0x2A, "operator-specific"),
        .. Units(0x2B, "time-point", "s"),
        .. Units(0x2C, "duration-since-readout", SecondsToDays),
        Row(0x30, "tariff-start", VifKind.Date),
        .. Units(0x31, "tariff-duration", "min", "h", "d"),
        .. Units(0x34, "tariff-period", "s", "min", "h", "d", "month", "year"),
        Row(0x3A, "dimensionless"),
        Row(0x3B, "wireless-container", VifKind.Bytes),
        .. Units(0x3C, "transmission-period", SecondsToDays),
        .. Powers(0x40, 16, "voltage", "V", -9),
        .. Powers(0x50, 16, "current", "A", -12),
        Row(0x60, "reset-counter"),
        Row(0x61, "cumulation-counter"),
        Row(0x62, "control-signal"),
        Row(0x63, "day-of-week"),
        Row(0x64, "week-number"),
        Row(0x65, "time-of-day-change"),
        Row(0x66, "parameter-activation-state"),
        Row(0x67, "special-supplier-information"),
        .. Units(0x68, "duration-since-cumulation", "h", "d", "month", "year"),
        .. Units(0x6C, "battery-op-time", "h", "d", "month", "year"),
        Row(0x70, "battery-change-date", VifKind.Date),
        .. Units(0x71, "rf-level", "dBm"),
        Row(0x72, "daylight-saving", VifKind.Bytes),
        Row(0x73, "listening-window", VifKind.Bytes),
        .. Units(0x74, "remaining-battery-lifetime", "d"),
        Row(0x75, "meter-stopped-count"),
        Row(0x76, "manufacturer-container", VifKind.Bytes),
    ]);

    private static readonly VifEntry[] FdSecondRows = Table(
    [
        Row(0x00, "selected-application", VifKind.Unsigned),
        .. Units(0x02, "remaining-battery-lifetime", "month", "year"),
    ]);

    private static readonly VifEntry[] FbRows = Table(
    [
        .. Powers(0x00, 2, "energy", "Wh", 5),
        .. Powers(0x02, 2, "reactive-energy", "varh", 3),
        .. Powers(0x04, 2, "apparent-energy", "VAh", 3),
        .. Powers(0x08, 2, "energy", "J", 8),
        .. Powers(0x0C, 4, "energy", "cal", 5),
        .. Powers(0x10, 2, "volume", "m3", 2),
        .. Powers(0x14, 4, "reactive-power", "var", 0),
        .. Powers(0x18, 2, "mass", "kg", 5),
        .. Powers(0x1A, 2, "relative-humidity", "%", -1),
        .. Powers(0x20, 1, "volume", "ft3", 0),
        .. Powers(0x21, 1, "volume", "ft3", -1),
        .. Powers(0x22, 2, "volume", "gal", -1),
        .. Powers(0x24, 1, "volume-flow", "gal/min", -3),
        .. Powers(0x25, 1, "volume-flow", "gal/min", 0),
        .. Powers(0x26, 1, "volume-flow", "gal/h", 0),
        .. Powers(0x28, 2, "power", "W", 5),
        .. Powers(0x2A, 1, "phase-u-u", "°", -1),
        .. Powers(0x2B, 1, "phase-u-i", "°", -1),
        .. Powers(0x2C, 4, "frequency", "Hz", -3),
        .. Powers(0x30, 2, "power", "J/h", 8),
        .. Powers(0x34, 4, "apparent-power", "VA", 0),
        .. Powers(0x58, 4, "flow-temp", "°F", -3),
        .. Powers(0x5C, 4, "return-temp", "°F", -3),
        .. Powers(0x60, 4, "diff-temp", "°F", -3),
        .. Powers(0x64, 4, "ext-temp", "°F", -3),
        .. Powers(0x70, 4, "cold-warm-temp-limit", "°F", -3),
        .. Powers(0x74, 4, "cold-warm-temp-limit", "°C", -3),
        .. Powers(0x78, 8, "max-power-cumulation", "W", -3),
    ]);

    /// <summary>The first VIF, extension bit ignored.</summary>
    public static VifEntry Primary(byte vif) => PrimaryRows[vif & 0x7F];

    /// <summary>The code after FDh.</summary>
    public static VifEntry Fd(byte code) => FdRows[code & 0x7F];

    /// <summary>The code after FDh FDh.</summary>
    public static VifEntry FdSecond(byte code) => FdSecondRows[code & 0x7F];

    /// <summary>The code after FBh.</summary>
    public static VifEntry Fb(byte code) => FbRows[code & 0x7F];

    private static VifEntry[] Table((int Code, VifEntry Entry)[] rows)
    {
        var table = new VifEntry[128];
        Array.Fill(table, Reserved);
        foreach (var (code, entry) in rows)
        {
            table[code] = entry;
        }

        return table;
    }

    private static (int Code, VifEntry Entry) Row(int code, string quantity, VifKind kind = VifKind.Number) =>
        (code, new VifEntry(quantity, "", 0, kind));

    /// <summary>Consecutive codes, each ten times the one before.</summary>
    private static IEnumerable<(int Code, VifEntry Entry)> Powers(int first, int count, string quantity, string unit, int exponent) =>
        Enumerable.Range(0, count).Select(n => (first + n, new VifEntry(quantity, unit, exponent + n, VifKind.Number)));

    /// <summary>Consecutive codes, one for each unit.</summary>
    private static IEnumerable<(int Code, VifEntry Entry)> Units(int first, string quantity, params string[] units) =>
        units.Select((unit, n) => (first + n, new VifEntry(quantity, unit, 0, VifKind.Number)));
}
