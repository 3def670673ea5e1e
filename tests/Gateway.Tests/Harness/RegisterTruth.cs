using System.Globalization;
using System.Text.Json;
using Cosem;
using Dlms.Client;
using MBus.Application;
using Metering;
using Testing;

namespace Gateway.Tests.Harness;

/// <summary>
/// What a register has to show, found without the product's mapping: the shipped file read as plain JSON, the stored telegrams as the
/// M-Bus decoder has them, and decimal arithmetic.
/// </summary>
internal static class RegisterTruth
{
    /// <summary>What one unit of a record is in units of the enumeration that may stand for it.</summary>
    private static readonly Dictionary<(string Record, Unit Register), decimal> Factors = new()
    {
        [("Wh", Unit.WattHour)] = 1,
        [("Wh", Unit.Joule)] = 3600,
        [("J", Unit.Joule)] = 1,
        [("W", Unit.Watt)] = 1,
        [("J/h", Unit.JoulePerHour)] = 1,
        [("varh", Unit.VarHour)] = 1,
        [("VAh", Unit.VoltAmpereHour)] = 1,
        [("var", Unit.Var)] = 1,
        [("VA", Unit.VoltAmpere)] = 1,
        [("V", Unit.Volt)] = 1,
        [("A", Unit.Ampere)] = 1,
        [("Hz", Unit.Hertz)] = 1,
        [("m3", Unit.CubicMetre)] = 1,
        [("m3", Unit.CorrectedCubicMetre)] = 1,
        [("m3/h", Unit.CubicMetrePerHour)] = 1,
        [("m3/h", Unit.CorrectedCubicMetrePerHour)] = 1,
        [("m3/min", Unit.CubicMetrePerHour)] = 60,
        [("m3/s", Unit.CubicMetrePerHour)] = 3600,
        [("kg", Unit.Kilogram)] = 1,
        [("°C", Unit.DegreeCelsius)] = 1,
        [("K", Unit.Kelvin)] = 1,
        [("bar", Unit.Bar)] = 1,
        [("%", Unit.Percent)] = 1,
        [("%RH", Unit.Percent)] = 1,
        [("", Unit.NoUnit)] = 1,
        [("s", Unit.Second)] = 1,
        [("min", Unit.Minute)] = 1,
        [("h", Unit.Hour)] = 1,
        [("d", Unit.Day)] = 1,
        [("d", Unit.Hour)] = 24,
    };

    /// <summary>Reads a register and checks value x 10^scaler unit against the telegrams; where the record says nothing, so does the register.</summary>
    public static async Task CheckAsync(DlmsClient client, MeterReadout readout, LogicalName name)
    {
        if (Record(readout, name).Value is null)
        {
            var refused = await Assert.ThrowsAsync<DataAccessException>(() => client.ReadAsync(ClassId.Register, name));
            Assert.Equal(DataAccessResult.TemporaryFailure, refused.Result);
            return;
        }

        Check(readout, name, await client.ReadAsync(ClassId.Register, name), await client.ReadAsync(ClassId.Register, name, 3));
    }

    private static void Check(MeterReadout readout, LogicalName name, CosemData value, CosemData scalerUnit)
    {
        var (scaler, unit) = scalerUnit is CosemData.Structure { Items: [CosemData.Integer s, CosemData.Enum u] }
            ? (s.Value, (Unit)u.Value)
            : throw new InvalidOperationException($"{name}: {scalerUnit} is no scaler_unit.");
        var record = Record(readout, name);
        Assert.True(Factors.TryGetValue((record.Unit, unit), out var factor), $"{name}: {record.Unit} does not become {unit}.");
        Assert.Equal(decimal.Parse(record.Value!, CultureInfo.InvariantCulture) * factor, Number(value) * PowerOfTen(scaler));
    }

    private static (string? Value, string Unit) Record(MeterReadout readout, LogicalName name)
    {
        var records = readout.Telegrams.SelectMany(Records).ToList();
        foreach (var key in Keys(readout, name))
        {
            var found = records.FindIndex(record => record.Keys.Contains(key, StringComparer.Ordinal));
            if (found >= 0)
            {
                return (records[found].Value, records[found].Unit);
            }
        }

        throw new InvalidOperationException($"No telegram holds a key of {name}.");
    }

    private static List<(string[] Keys, string? Value, string Unit)> Records(ReadOnlyMemory<byte> frame)
    {
        var found = new List<(string[] Keys, string? Value, string Unit)>();
        foreach (var record in Telegram.Decode(frame).Records)
        {
            var dib = record.Dib;
            string[] keys =
            [
                $"mbus.dib.{Convert.ToHexStringLower(record.Bytes.Span[..dib.Length])}{record.Vib.ToHex()}",
                $"mbus.dib.{record.Vib.Description}.{dib.Storage}.{dib.Tariff}.{dib.Subunit}.{(byte)dib.Function}",
            ];
            found.Add((keys, record.ValueText, record.Vib.Unit));
        }

        return found;
    }

    /// <summary>The keys of an entry in the file for the maker of the meter, else in the general one.</summary>
    private static IEnumerable<string> Keys(MeterReadout readout, LogicalName name)
    {
        var header = Telegram.Decode(readout.Telegrams[0]).Header;
        foreach (var maker in new[] { header.Manufacturer.ToString(), "all" })
        {
            foreach (var file in Directory.EnumerateFiles(Repository.File("mappings"), $"*.{maker}.0.json"))
            {
                var root = JsonDocument.Parse(File.ReadAllText(file)).RootElement;
                if (IsOf(root.GetProperty("type").GetString()!, header.Medium))
                {
                    return [.. root.GetProperty("entries").EnumerateArray()
                        .Where(entry => entry.GetProperty("dlmsObisCode").GetString() == name.ToString())
                        .SelectMany(entry => entry.GetProperty("mbusKeys").EnumerateArray())
                        .Select(key => key.GetString()!.Trim().Replace(".unmodifiedvalue", "", StringComparison.Ordinal))];
                }
            }
        }

        throw new InvalidOperationException($"No mapping is for {header.Medium.Name}.");
    }

    private static bool IsOf(string type, Medium medium) => type == medium.Name || (type, medium.Code) is ("heat/cooling", 0x0D) or ("hca", 0x08);

    private static decimal Number(CosemData value) => value switch
    {
        CosemData.Integer number => number.Value,
        CosemData.Long number => number.Value,
        CosemData.DoubleLong number => number.Value,
        CosemData.Long64 number => number.Value,
        CosemData.Unsigned number => number.Value,
        CosemData.LongUnsigned number => number.Value,
        CosemData.DoubleLongUnsigned number => number.Value,
        CosemData.Long64Unsigned number => number.Value,
        CosemData.Float32 real => decimal.Parse(BitConverter.UInt32BitsToSingle(real.Bits).ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"{value} is no number."),
    };

    private static decimal PowerOfTen(int exponent)
    {
        var power = 1m;
        for (var i = 0; i < Math.Abs(exponent); i++)
        {
            power = exponent > 0 ? power * 10 : power / 10;
        }

        return power;
    }
}
