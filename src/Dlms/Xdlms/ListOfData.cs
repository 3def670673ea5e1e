using Cosem;
using Dlms.Axdr;

namespace Dlms.Xdlms;

/// <summary>
/// SEQUENCE OF Data (IEC 62056-5-3), in requests as long as the list of descriptors before it.
/// <code>
/// count { data }
/// </code>
/// </summary>
internal static class ListOfData
{
    private const int MinLength = 1;

    public static CosemData[] Read(ref AxdrReader reader) =>
        SequenceOf.Read(ref reader, MinLength, static (ref AxdrReader element) => element.ReadData());

    public static CosemData[] Read(ref AxdrReader reader, int descriptors)
    {
        var data = Read(ref reader);
        return data.Length == descriptors ? data : throw ApduException.Malformed($"There are {data.Length} data for {descriptors} descriptors.");
    }

    public static void Write(AxdrWriter writer, IReadOnlyList<CosemData> data) =>
        SequenceOf.Write(writer, data, static (output, element) => output.WriteData(element));
}
