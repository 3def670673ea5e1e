using Cosem;
using Dlms.Axdr;

namespace Dlms.Xdlms;

/// <summary>
/// Get-Data-Result (IEC 62056-5-3): data, or why there is none.
/// <code>
/// 00 data | 01 data-access-result(1)
/// </code>
/// </summary>
public readonly record struct GetDataResult
{
    /// <summary>Octets of the shortest result: 00 and null-data.</summary>
    internal const int MinLength = 2;

    /// <summary>The choice data; the octet before data.</summary>
    internal const byte DataChoice = 0;

    private const byte DataAccessResultChoice = 1;

    /// <summary>Data.</summary>
    public GetDataResult(CosemData data) => Data = data;

    /// <summary>No data, and why.</summary>
    public GetDataResult(DataAccessResult result) => Result = result;

    /// <summary>The data, or null.</summary>
    public CosemData? Data { get; }

    /// <summary>success with data, else why there is none.</summary>
    public DataAccessResult Result { get; }

    internal static GetDataResult Read(ref AxdrReader reader) => reader.ReadUnsigned() switch
    {
        DataChoice => new(reader.ReadData()),
        DataAccessResultChoice => new((DataAccessResult)reader.ReadUnsigned()),
        var other => throw ApduException.Malformed($"{other} is no choice of a Get-Data-Result."),
    };

    internal void Write(AxdrWriter writer)
    {
        if (Data is { } data)
        {
            writer.WriteUnsigned(DataChoice);
            writer.WriteData(data);
        }
        else
        {
            writer.WriteUnsigned(DataAccessResultChoice);
            writer.WriteUnsigned((byte)Result);
        }
    }
}
