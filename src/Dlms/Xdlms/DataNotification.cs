using System.Buffers;
using Cosem;
using Dlms.Axdr;

namespace Dlms.Xdlms;

/// <summary>
/// data-notification (IEC 62056-5-3): what a server sends by itself, without an association and without an answer.
/// <code>
/// 0F
/// 00000001                    long-invoke-id-and-priority(4)
/// 0C 07EA0B1C06010F00FF800000 date-time octet-string, empty or of 12 octets
/// 02 04 ...                   notification-body: data
/// </code>
/// </summary>
/// <param name="InvokeId">Long-Invoke-Id-And-Priority.</param>
/// <param name="DateTime">date-time, when it was built; empty: none.</param>
/// <param name="Body">notification-body.</param>
public sealed record DataNotification(LongInvokeIdAndPriority InvokeId, Octets DateTime, CosemData Body) : Apdu
{
    /// <inheritdoc />
    public override ApduTag Tag => ApduTag.DataNotification;

    /// <inheritdoc />
    public override void Write(IBufferWriter<byte> output)
    {
        var writer = new AxdrWriter(output);
        writer.WriteUnsigned((byte)Tag);
        writer.WriteDoubleLongUnsigned(InvokeId.Value);
        writer.WriteOctetString(DateTime.Span);
        writer.WriteData(Body);
    }

    internal static DataNotification Read(ReadOnlySpan<byte> apdu)
    {
        var reader = new AxdrReader(apdu);
        reader.Expect((byte)ApduTag.DataNotification);
        var invokeId = new LongInvokeIdAndPriority(reader.ReadDoubleLongUnsigned());
        var dateTime = AccessRequest.ReadDateTime(ref reader);
        var body = reader.ReadData();
        reader.End();
        return new(invokeId, dateTime, body);
    }
}
