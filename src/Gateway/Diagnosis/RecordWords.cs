using MBus.Application;

namespace Gateway.Diagnosis;

/// <summary>Data records in words.</summary>
internal static class RecordWords
{
    /// <summary>What a record says: <c>volume 0.007 m3 (max s1)</c>.</summary>
    public static string Of(in DataRecord record)
    {
        var which = Which(record.Dib);
        var flags = string.Join(", ", record.Value.Flags.Each());
        return $"{record.Vib.Description} {record.ValueText} {record.Vib.Unit}".TrimEnd()
            + (which == DataFunction.Instantaneous.Word() ? "" : $" ({which})")
            + (flags.Length == 0 ? "" : $" [{flags}]");
    }

    /// <summary><c>max s1 t2</c>: function, storage, tariff and subunit where they are not the ordinary ones.</summary>
    public static string Which(Dib dib)
    {
        var words = new List<string> { dib.Function.Word() };
        if (dib.Storage != 0)
        {
            words.Add($"s{dib.Storage}");
        }

        if (dib.Tariff != 0)
        {
            words.Add($"t{dib.Tariff}");
        }

        if (dib.Subunit != 0)
        {
            words.Add($"u{dib.Subunit}");
        }

        return string.Join(' ', words);
    }
}
