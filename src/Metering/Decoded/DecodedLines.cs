using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using MBus.Application;
using MBus.Master;
using Metering.Mapping;

namespace Metering.Decoded;

/// <summary>
/// A telegram as a line of values and a line that says what they are, for systems that know no OBIS codes (the CMe3100's
/// simplified mapping).
/// <code>
/// #serial-number;device-identification;created;...;dif=0c,vif=13,unit=m3,description=volume,kind=inst-value,tariff=0,subunit=0,storagenumber=0
/// 0016000000;47559461;2000-01-01 01:00:00;00;HYD;37;water;10;0;0;85,946
/// </code>
/// </summary>
public static class DecodedLines
{
    /// <summary>What the sample of the manual shows in the place of an identification that is no number.</summary>
    private const int NoNumber = int.MinValue;

    private const int LeastDecimals = 3;

    /// <summary>So many different records are remembered, some hundred kilobytes.</summary>
    private const int MostDescriptions = 1000;
    /// <summary>Characters of a header line of twenty records.</summary>
    private const int UsualLength = 2048;

    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss";
    private const string FixedColumns =
        "#serial-number;device-identification;created;value-data-count;manufacturer;version;device-type;access-number;status;signature";

    /// <summary>What a record is follows from the bytes that name it, and meters send the same ones again and again.</summary>
    private static readonly ConcurrentDictionary<RecordKey, string> Descriptions = new();

    /// <summary>The header line of telegram <paramref name="number"/>, from 0.</summary>
    public static string Header(DecodedReadout readout, int number)
    {
        var line = new StringBuilder(FixedColumns, UsualLength);
        var records = readout.Telegrams[number].Records;
        while (records.MoveNext())
        {
            line.Append(DescriptionOf(records.Current));
        }

        if (records.ManufacturerData is not null)
        {
            line.Append(CultureInfo.InvariantCulture, $";dif={(records.MoreTelegramsFollow ? "1f" : "0f")},vif=,description=manufacturer-specific,kind=inst-value,tariff=0,subunit=0,storagenumber=0");
        }

        return line.ToString();
    }

    /// <summary>The values of telegram <paramref name="number"/>, from 0, in the columns of its header line.</summary>
    public static string Values(DecodedReadout readout, int number, GatewayView gateway)
    {
        var telegram = readout.Telegrams[number];
        var header = telegram.Header;
        var created = TimeZoneInfo.ConvertTime(readout.Readout.ReadAt, gateway.Zone).ToString(TimeFormat, CultureInfo.InvariantCulture);
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"{gateway.SerialNumber};{Identification(header.Identification)};{created};{number:D2};");
        line.Append(CultureInfo.InvariantCulture, $"{header.Manufacturer};{header.Version};{header.Medium.Name};{header.AccessNumber};{header.Status};{header.Configuration.Word}");
        var records = telegram.Records;
        while (records.MoveNext())
        {
            line.Append(';').Append(Value(records.Current));
        }

        if (records.ManufacturerData is { } data)
        {
            line.Append(';').Append(Convert.ToHexStringLower(data.Span));
        }

        return line.ToString();
    }

    /// <summary>What the column of a record is, after its semicolon.</summary>
    private static string DescriptionOf(in DataRecord record)
    {
        if (!RecordKey.TryOf(record, out var key))
        {
            return Describe(record);
        }

        if (!Descriptions.TryGetValue(key, out var description))
        {
            description = Describe(record);
            if (Descriptions.Count < MostDescriptions)
            {
                Descriptions.TryAdd(key, description);
            }
        }

        return description;
    }

    private static string Describe(in DataRecord record)
    {
        var (line, dib) = (new StringBuilder(), record.Dib);
        var unit = ElvacoWords.Unit(record.Vib);
        line.Append(CultureInfo.InvariantCulture, $";dif={Convert.ToHexStringLower(record.Bytes.Span[..dib.Length])},vif={record.Vib.ToHex()}");
        if (unit.Length > 0)
        {
            line.Append(CultureInfo.InvariantCulture, $",unit={OneColumn(unit)}");
        }

        line.Append(CultureInfo.InvariantCulture, $",description={ElvacoWords.FromOurs(record.Vib.Description)},kind={ElvacoWords.Kind(dib.Function)}");
        line.Append(CultureInfo.InvariantCulture, $",tariff={dib.Tariff},subunit={dib.Subunit},storagenumber={dib.Storage}");
        return line.ToString();
    }

    /// <summary>One value; empty when the meter gave none.</summary>
    private static string Value(in DataRecord record)
    {
        var value = record.Value;
        if (record.Vib.Quantity == "battery-change-date" && value.Type == DataType.Date)
        {
            // The manual's sample shows the number of this date: 14399.
            return (value.Raw.Span[0] | (value.Raw.Span[1] << 8)).ToString(CultureInfo.InvariantCulture);
        }

        return value.Type switch
        {
            DataType.Bytes => Convert.ToHexStringLower(value.Raw.Span),
            _ when !value.HasValue => "",
            DataType.Text => OneColumn(value.Text),
            DataType.Real => Decimals(ExactNumber.FormatReal(value.Real, record.Vib.Exponent)!),
            DataType.Date or DataType.Time or DataType.DateTime => Time(value.Time),
            DataType.Identification => Identification(SecondaryAddress.FromHeader(value.Raw.Span).Identification),
            _ when record.Vib.Exponent < 0 => Decimals(ExactNumber.Format(value.Number, record.Vib.Exponent)),
            _ => ExactNumber.Format(value.Number, record.Vib.Exponent),
        };
    }

    /// <summary>Decimal comma and at least three decimals.</summary>
    private static string Decimals(string number)
    {
        var point = number.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : number.Length - point - 1;
        var separated = point < 0 ? number + "," : number.Replace('.', ',');
        return separated.PadRight(separated.Length + Math.Max(0, LeastDecimals - decimals), '0');
    }

    private static string Time(in MBusTime time)
    {
        var date = time.Type == DataType.Time ? "" : $"{Field(time.Year, "D4")}-{Field(time.Month, "D2")}-{Field(time.Day, "D2")}";
        var clock = time.Type == DataType.Date ? "00:00:00" : $"{Field(time.Hour, "D2")}:{Field(time.Minute, "D2")}:{Field(time.Second, "D2")}";
        return date.Length == 0 ? clock : $"{date} {clock}";
    }

    private static string Field(int? field, string format) => field?.ToString(format, CultureInfo.InvariantCulture) ?? "*";

    private static string Identification(uint bcd) => int.TryParse($"{bcd:X8}", NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number.ToString(CultureInfo.InvariantCulture)
        : NoNumber.ToString(CultureInfo.InvariantCulture);

    /// <summary>Text that cannot be taken for the end of its column or of the line.</summary>
    private static string OneColumn(string text) => string.Concat(text.Select(c => c == ';' ? ',' : char.IsControl(c) ? ' ' : c));
}
