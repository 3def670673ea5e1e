using Cosem;
using Dlms.Axdr;

namespace Dlms.Xdlms;

/// <summary>
/// DataBlock-SA (IEC 62056-5-3): a block of a long SET or ACTION, there called pblock.
/// <code>
/// last-block(1) block-number(4) raw-data octet-string
/// 00            00000001        03 010203
/// </code>
/// </summary>
/// <param name="LastBlock">Whether it is the last block.</param>
/// <param name="BlockNumber">The number of the block, from 1.</param>
/// <param name="RawData">A part of what is transferred.</param>
public readonly record struct DataBlock(bool LastBlock, uint BlockNumber, Octets RawData)
{
    /// <summary>What the blocks of a request with one descriptor hold together: Data, without the presence octet that stands before it in action-request-normal.</summary>
    internal static CosemData ReadData(ReadOnlySpan<byte> assembled)
    {
        var reader = new AxdrReader(assembled);
        var data = reader.ReadData();
        reader.End();
        return data;
    }

    /// <summary>What the blocks of a request with a list hold together: SEQUENCE OF Data, one for each descriptor.</summary>
    internal static CosemData[] ReadListOfData(ReadOnlySpan<byte> assembled, int descriptors)
    {
        var reader = new AxdrReader(assembled);
        var data = ListOfData.Read(ref reader, descriptors);
        reader.End();
        return data;
    }

    internal static DataBlock Read(ref AxdrReader reader) =>
        new(reader.ReadBoolean(), reader.ReadDoubleLongUnsigned(), reader.ReadOctetString().ToArray());

    internal void Write(AxdrWriter writer)
    {
        writer.WriteBoolean(LastBlock);
        writer.WriteDoubleLongUnsigned(BlockNumber);
        writer.WriteOctetString(RawData.Span);
    }
}
