using System.Globalization;
using Gateway.LogicalDevices;
using MBus.Application;
using Metering;

namespace Gateway.Api;

/// <summary>
/// The lines of an export, made while they are sent: of a profile one value a line, of telegrams one telegram a line.
/// <code>
/// meter,name,address,manufacturer,medium,obis,time,value,unit,status
/// 3,Flat 12,1234567896150107,ELV,water,8.0.1.0.0.255,2026-11-28T07:00:00+01:00,12.345,m3,0
/// </code>
/// </summary>
internal sealed class ExportLines(ExportQuery query, IReadoutStore readouts, IMeterProfiles profiles, TimeZoneInfo zone)
{
    private static readonly DateTimeOffset Earliest = DateTimeOffset.UnixEpoch;
    private static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] OfMeter = ["meter", "name", "address", "manufacturer", "medium"];
    private static readonly string[] OfValue = [.. OfMeter, "obis", "time", "value", "unit", "status"];
    private static readonly string[] OfTelegram = [.. OfMeter, "time", "telegram", "status", "bytes"];

    private string[] Names => query.Kind is null ? OfTelegram : OfValue;

    /// <summary>All lines with their ends. Each step may read the store, and blocks.</summary>
    public IEnumerable<string> All()
    {
        if (query.IsCsv)
        {
            yield return ExportLine.Csv(Names);
        }

        foreach (var cells in query.Meters.SelectMany(meter => query.Kind is null ? Telegrams(meter) : Values(meter)))
        {
            yield return query.IsCsv ? ExportLine.Csv(cells) : ExportLine.Object(Names, cells);
        }
    }

    private IEnumerable<string?[]> Values(Meter meter)
    {
        var head = HeadOf(meter);
        foreach (var (profile, row) in ProfileReader.Rows(() => profiles.Of(meter, query.Kind!.Value), query.From, query.To))
        {
            var (time, values) = (TimeOf(row.Mark), ProfileReader.Values(profile, row));
            var status = row.Readout is { } readout ? StatusOf(readout.Telegrams[0]) : null;
            for (var i = 0; i < values.Count; i++)
            {
                if (values[i] is { } value)
                {
                    var column = profile.Columns[i];
                    yield return
                    [
                        .. head,
                        column.CaptureObject.LogicalName.ToString(),
                        time,
                        query.IsCsv && ValueText.IsFree(row.Cells[i]) ? ExportLine.Harmless(value) : value,
                        column.ScalerUnit is { } of ? CommandLine.UnitSymbol.Of(of.Unit) : "",
                        status,
                    ];
                }
            }
        }
    }

    private IEnumerable<string?[]> Telegrams(Meter meter)
    {
        var head = HeadOf(meter);
        foreach (var readout in readouts.Read(meter.Id, query.From ?? Earliest, query.To ?? Latest))
        {
            for (var i = 0; i < readout.Telegrams.Length; i++)
            {
                yield return [.. head, TimeOf(readout.ReadAt), i.ToString(CultureInfo.InvariantCulture), StatusOf(readout.Telegrams[i]), Convert.ToHexString(readout.Telegrams[i].Span)];
            }
        }
    }

    /// <summary>A name is free text; what a meter says of itself is made of letters and digits.</summary>
    private string?[] HeadOf(Meter meter) =>
    [
        meter.Id.ToString(),
        query.IsCsv ? ExportLine.Harmless(meter.Name) : meter.Name,
        meter.Identity?.ToString(),
        meter.Identity?.Manufacturer.ToString(),
        meter.Identity?.Medium.Name,
    ];

    private string TimeOf(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone).ToString(at.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:sszzz" : "yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);

    /// <summary>The status byte stands in the header in the clear.</summary>
    private static string? StatusOf(ReadOnlyMemory<byte> telegram) =>
        Telegram.Decode(telegram).Header.StatusIfThere?.ToString(CultureInfo.InvariantCulture);
}
