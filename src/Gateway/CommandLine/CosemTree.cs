using System.Globalization;
using Cosem;

namespace Gateway.CommandLine;

/// <summary>COSEM data as lines, each element of an array or structure deeper by two blanks.</summary>
internal static class CosemTree
{
    /// <summary>Writes it.</summary>
    /// <param name="output">Where the lines go.</param>
    /// <param name="data">The data.</param>
    /// <param name="indent">How deep it begins.</param>
    public static void Write(TextWriter output, CosemData data, int indent)
    {
        output.Write(new string(' ', indent));
        if (data is not CosemData.Elements elements)
        {
            output.WriteLine(data is CosemData.Null ? "null-data" : $"{StandardName.Of(data.Type)} {CosemText.Of(data)}");
            return;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{StandardName.Of(data.Type)} of {elements.Items.Count}"));
        foreach (var item in elements.Items)
        {
            Write(output, item, indent + 2);
        }
    }
}
