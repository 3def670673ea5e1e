using System.Buffers;
using Dlms.Axdr;

namespace Dlms.Xdlms;

/// <summary>
/// What the requests and responses of GET, SET and ACTION have in common (IEC 62056-5-3).
/// <code>
/// tag(1) choice(1) invoke-id-and-priority(1) ...
/// </code>
/// </summary>
/// <param name="InvokeId">Invoke-Id-And-Priority; a response bears its request's.</param>
public abstract record ServiceApdu(InvokeIdAndPriority InvokeId) : Apdu
{
    private protected AxdrWriter Begin(IBufferWriter<byte> output, byte choice)
    {
        var writer = new AxdrWriter(output);
        writer.WriteUnsigned((byte)Tag);
        writer.WriteUnsigned(choice);
        writer.WriteUnsigned(InvokeId.Value);
        return writer;
    }

    private protected static AxdrReader Begin(ReadOnlySpan<byte> apdu, ApduTag tag, out byte choice, out InvokeIdAndPriority invokeId)
    {
        var reader = new AxdrReader(apdu);
        reader.Expect((byte)tag);
        choice = reader.ReadUnsigned();
        invokeId = new(reader.ReadUnsigned());
        return reader;
    }
}
