using System.Globalization;
using System.Numerics;
using Cosem;
using Metering.Decoded;
using Metering.Mapping;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Testing;

namespace Metering.Tests.Mapping;

/// <summary>Every known telegram through the shipped mappings: what is served is what the meter sent, to the last digit.</summary>
public class SharedVectorTests
{
    private static readonly GatewayView Gateway = new("0200000001", TimeZoneInfo.Utc);

    public static TheoryData<string> Files =>
        [.. Repository.SharedVectors is { } folder ? Directory.EnumerateFiles(folder, "*.jsonl").Select(Path.GetFileName).OfType<string>() : []];

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Files))]
    public void Value_times_scaler_is_what_was_sent(string file)
    {
        foreach (var line in File.ReadLines(Path.Combine(Repository.SharedVectors!, file)))
        {
            var vector = JsonConvert.DeserializeObject<JObject>(line, new JsonSerializerSettings { DateParseHandling = DateParseHandling.None })!;
            if ((string?)vector["hex"] is { } hex && vector["ambiguous"] is null && vector["expected"]?["records"] is JArray records)
            {
                Check(Hex.Bytes(hex), records);
            }
        }
    }

    private static void Check(byte[] frame, JArray records)
    {
        var decoded = DecodedReadout.Of(new MeterReadout { Meter = new MeterId(1), ReadAt = DateTimeOffset.UnixEpoch, Telegrams = [frame] });
        foreach (var mapping in ShippedMappings.Catalog.Mappings)
        {
            // Each mapping sees each telegram, whatever meter it is for.
            foreach (var value in new MeterMapper(mapping).Map(decoded, EntryStates.None, Gateway).Values)
            {
                if (value is { State: MappedState.Value, Entry.Class: ClassId.Register })
                {
                    AssertSame(value, value.Entry.Keys.Select(key => Find(records, key)).First(record => record is not null)!);
                }
            }
        }

        Assert.NotNull(DecodedLines.Header(decoded, 0));
        Assert.NotNull(DecodedLines.Values(decoded, 0, Gateway));
    }

    private static JToken? Find(JArray records, MBusKey key) => records.FirstOrDefault(record => key switch
    {
        MBusKey.ByBytes bytes => $"{record["dib"]}{record["vib"]}" == bytes.Bytes,
        MBusKey.ByName name =>
            string.Join(' ', record["modifiers"]?.Prepend(record["quantity"]!) ?? [record["quantity"]!]) == name.Description
            && (ulong)record["storage"]! == name.Storage && (uint)record["tariff"]! == name.Tariff && (uint)record["subunit"]! == name.Subunit
            && (string?)record["function"] == MBus.Application.Words.Word(name.Function),
        _ => false,
    });

    private static void AssertSame(MappedValue value, JToken record)
    {
        if (value.Data is CosemData.Float32 rounded && (string?)record["type"] != "real")
        {
            // Declared to be a float: the nearest one.
            var raw = (string)record["value"]!;
            Assert.Equal(float.Parse(raw, CultureInfo.InvariantCulture), rounded.Value * (float)Math.Pow(10, value.ScalerUnit!.Scaler));
            return;
        }

        if (value.Data is CosemData.Float32 real)
        {
            Assert.Equal((string?)record["raw"], Convert.ToHexStringLower(BitConverter.GetBytes(real.Bits)));
            Assert.True((int)record["exp"]! == value.ScalerUnit!.Scaler || (string?)record["quantity"] is "reserved");
            return;
        }

        var (sent, exponent) = Split((string)record["value"]!);
        var served = (Number: (BigInteger)Integers.Decode(value.Data!)!.Value, Exponent: (int)value.ScalerUnit!.Scaler);
        sent *= Factor((string)record["unit"]!, value.ScalerUnit.Unit);
        var common = Math.Min(exponent, served.Exponent);
        Assert.Equal(sent * BigInteger.Pow(10, exponent - common), served.Number * BigInteger.Pow(10, served.Exponent - common));
    }

    /// <summary>The units that a shipped mapping can turn one into, and no others.</summary>
    private static int Factor(string unit, Unit served) => (unit, served) switch
    {
        ("m3/min", Unit.CubicMetrePerHour) => 60,
        ("m3/s", Unit.CubicMetrePerHour) => 3600,
        ("Wh", Unit.WattHour) or ("J", Unit.Joule) or ("W", Unit.Watt) or ("J/h", Unit.JoulePerHour) or ("cal", Unit.OtherUnit) => 1,
        ("m3", Unit.CubicMetre or Unit.CorrectedCubicMetre) or ("m3/h", Unit.CubicMetrePerHour or Unit.CorrectedCubicMetrePerHour) => 1,
        ("ft3", Unit.CubicFoot) or ("gal", Unit.GallonUs) or ("gal/min" or "gal/h", Unit.OtherUnit) or ("kg", Unit.Kilogram) => 1,
        ("°C", Unit.DegreeCelsius) or ("K", Unit.Kelvin) or ("°F", Unit.DegreeFahrenheit) => 1,
        ("V", Unit.Volt) or ("A", Unit.Ampere) or ("Hz", Unit.Hertz) or ("%" or "%RH", Unit.Percent) => 1,
        ("varh", Unit.VarHour) or ("VAh", Unit.VoltAmpereHour) or ("var", Unit.Var) or ("VA", Unit.VoltAmpere) or ("", Unit.NoUnit) => 1,
        ("s", Unit.Second) or ("min", Unit.Minute) or ("h", Unit.Hour) or ("d", Unit.Day) or ("month", Unit.Month) or ("year", Unit.Year) => 1,
        _ => throw new InvalidOperationException($"{unit} was served as {served}."),
    };

    private static (BigInteger Number, int Exponent) Split(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : text.Length - point - 1;
        return (BigInteger.Parse(text.Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), -decimals);
    }
}
