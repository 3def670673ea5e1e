using System.Buffers;
using Cosem;
using Dlms.Axdr;

namespace Dlms.Xdlms;

/// <summary>
/// general-block-transfer (IEC 62056-5-3): a part of another APDU.
/// <code>
/// E0 block-control(1) block-number(2) block-number-ack(2) block-data octet-string
/// E0 81               0001            0000                0D C001C1000800000100...
/// </code>
/// </summary>
/// <param name="Control">block-control.</param>
/// <param name="BlockNumber">The number of this block, from 1.</param>
/// <param name="BlockNumberAck">The number of the last block that was received from the other side without a gap.</param>
/// <param name="BlockData">A part of the APDU.</param>
public sealed record GeneralBlockTransfer(BlockControl Control, ushort BlockNumber, ushort BlockNumberAck, Octets BlockData) : Apdu
{
    /// <inheritdoc />
    public override ApduTag Tag => ApduTag.GeneralBlockTransfer;

    /// <inheritdoc />
    public override void Write(IBufferWriter<byte> output)
    {
        var writer = new AxdrWriter(output);
        writer.WriteUnsigned((byte)Tag);
        writer.WriteUnsigned(Control.Value);
        writer.WriteLongUnsigned(BlockNumber);
        writer.WriteLongUnsigned(BlockNumberAck);
        writer.WriteOctetString(BlockData.Span);
    }

    internal static GeneralBlockTransfer Read(ReadOnlySpan<byte> apdu)
    {
        var reader = new AxdrReader(apdu);
        reader.Expect((byte)ApduTag.GeneralBlockTransfer);
        var block = new GeneralBlockTransfer(
            new(reader.ReadUnsigned()), reader.ReadLongUnsigned(), reader.ReadLongUnsigned(), reader.ReadOctetString().ToArray());
        reader.End();
        return block;
    }
}
