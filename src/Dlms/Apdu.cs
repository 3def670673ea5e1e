using System.Buffers;
using Dlms.Acse;
using Dlms.Security;
using Dlms.Xdlms;

namespace Dlms;

/// <summary>An application protocol data unit of ACSE or xDLMS (IEC 62056-5-3): one type for each message, equal when their contents are.</summary>
public abstract record Apdu
{
    /// <summary>The first octet.</summary>
    public abstract ApduTag Tag { get; }

    /// <summary>Reads an APDU; what it holds is copied, nothing of <paramref name="apdu"/> is kept.</summary>
    /// <exception cref="ApduException">The octets are no APDU that this library has a type for.</exception>
    public static Apdu Decode(ReadOnlySpan<byte> apdu) => apdu.IsEmpty ? throw ApduException.Malformed("The APDU is empty.") : (ApduTag)apdu[0] switch
    {
        ApduTag.InitiateRequest => InitiateRequest.Read(apdu),
        ApduTag.InitiateResponse => InitiateResponse.Read(apdu),
        ApduTag.ConfirmedServiceError => ConfirmedServiceError.Read(apdu),
        ApduTag.DataNotification => DataNotification.Read(apdu),
        ApduTag.Aarq => Aarq.Read(apdu),
        ApduTag.Aare => Aare.Read(apdu),
        ApduTag.Rlrq => Rlrq.Read(apdu),
        ApduTag.Rlre => Rlre.Read(apdu),
        ApduTag.GetRequest => GetRequest.Read(apdu),
        ApduTag.SetRequest => SetRequest.Read(apdu),
        ApduTag.ActionRequest => ActionRequest.Read(apdu),
        ApduTag.GetResponse => GetResponse.Read(apdu),
        ApduTag.SetResponse => SetResponse.Read(apdu),
        ApduTag.ActionResponse => ActionResponse.Read(apdu),
        ApduTag.ExceptionResponse => ExceptionResponse.Read(apdu),
        ApduTag.AccessRequest => AccessRequest.Read(apdu),
        ApduTag.AccessResponse => AccessResponse.Read(apdu),
        ApduTag.GeneralBlockTransfer => GeneralBlockTransfer.Read(apdu),
        var tag when CipheredApdu.IsCiphered(tag) => CipheredMessage.Read(apdu),
        var tag => throw ApduException.NotSupported(tag),
    };

    /// <summary>Writes the APDU.</summary>
    public abstract void Write(IBufferWriter<byte> output);

    /// <summary>The APDU as octets.</summary>
    public byte[] ToArray()
    {
        var output = new ArrayBufferWriter<byte>();
        Write(output);
        return output.WrittenSpan.ToArray();
    }
}
