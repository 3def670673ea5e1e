using System.Buffers;
using Cosem;
using Dlms.Axdr;
using Dlms.Push;
using Dlms.Security;
using Dlms.Wrapper;

namespace Gateway.Push;

/// <summary>
/// How long a notification-body may be. What protection adds is always counted, so that the same rows are in it whatever the policy is when it is repeated.
/// </summary>
/// <param name="maxPdu">Octets of an APDU as long as a row fits into it.</param>
internal sealed class PayloadLimit(int maxPdu)
{
    /// <summary>Tag, long-invoke-id-and-priority, and date-time with its length.</summary>
    private const int Header = 1 + 4 + 1 + CosemDateTime.Length;

    /// <summary>The length of an array of 65,535 elements less that of an empty one.</summary>
    private const int LongerArray = 2;

    private readonly ArrayBufferWriter<byte> _scratch = new();

    /// <summary>Octets of rows that a body takes which has none yet.</summary>
    public int RoomIn(CosemData empty) => Room(empty, maxPdu);

    /// <summary>Octets that a single row may have: those of the longest APDU there is.</summary>
    public int MostIn(CosemData empty) => Room(empty, WrapperFrame.MaxApduLength);

    /// <summary>Octets of a value in A-XDR.</summary>
    public int LengthOf(CosemData data)
    {
        _scratch.ResetWrittenCount();
        new AxdrWriter(_scratch).WriteData(data);
        return _scratch.WrittenCount;
    }

    private int Room(CosemData empty, int apdu) =>
        PushFrame.MaxNotificationLength(SecurityPolicy.AuthenticatedAndEncrypted, apdu) - Header - LongerArray - LengthOf(empty);
}
