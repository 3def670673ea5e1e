using System.Buffers;
using Dlms.Axdr;

namespace Dlms.Security;

/// <summary>
/// A protected APDU taken apart where it lies (IEC 62056-5-3), and the header of one to be sent. Nothing is deciphered here.
/// <code>
/// glo-, ded-        tag                           length security-control(1) invocation-counter(4) protected
/// general-glo, -ded tag system-title octet-string length security-control(1) invocation-counter(4) protected
/// C8                                              1E     30                  01234567              411312FF...
/// </code>
/// </summary>
public readonly ref struct CipheredApdu
{
    /// <summary>Octets of security-control and invocation-counter.</summary>
    private const int SecurityHeaderLength = 5;

    private CipheredApdu(ApduTag tag, ReadOnlySpan<byte> systemTitle, byte securityControl, uint invocationCounter, ReadOnlySpan<byte> content)
    {
        Tag = tag;
        SystemTitle = systemTitle;
        SecurityControl = securityControl;
        InvocationCounter = invocationCounter;
        Protected = content;
    }

    /// <summary>The first octet.</summary>
    public ApduTag Tag { get; }

    /// <summary>system-title of the sender as it stands in a general form; empty in a service-specific one.</summary>
    public ReadOnlySpan<byte> SystemTitle { get; }

    /// <summary>security-control: bits 0-3 the suite, bit 4 authenticated, bit 5 encrypted, bit 6 the broadcast key, bit 7 compressed.</summary>
    public byte SecurityControl { get; }

    /// <summary>invocation-counter.</summary>
    public uint InvocationCounter { get; }

    /// <summary>What follows the header: the APDU, plain or encrypted, and the authentication tag.</summary>
    public ReadOnlySpan<byte> Protected { get; }

    /// <summary>Takes an APDU apart; what is returned lies in <paramref name="apdu"/>.</summary>
    /// <exception cref="ApduException">The octets are no protected APDU.</exception>
    public static CipheredApdu Read(ReadOnlySpan<byte> apdu)
    {
        var reader = new AxdrReader(apdu);
        var tag = (ApduTag)reader.ReadUnsigned();
        if (!IsCiphered(tag))
        {
            throw ApduException.Malformed($"{(byte)tag:X2} begins no protected APDU.");
        }

        var systemTitle = IsGeneral(tag) ? reader.ReadOctetString() : default;
        var content = reader.ReadOctetString();
        reader.End();
        var contents = new AxdrReader(content);
        return new(tag, systemTitle, contents.ReadUnsigned(), contents.ReadDoubleLongUnsigned(), contents.ReadOctetString(contents.Remaining));
    }

    /// <summary>Whether such an APDU is protected with a security-control and an invocation-counter.</summary>
    public static bool IsCiphered(ApduTag tag) => IsGeneral(tag) || PlainTagOrNull(tag) is not null;

    /// <summary>Whether it is general-glo-ciphering or general-ded-ciphering, which protect any APDU and name the sender.</summary>
    public static bool IsGeneral(ApduTag tag) => tag is ApduTag.GeneralGloCiphering or ApduTag.GeneralDedCiphering;

    /// <summary>Whether it is protected with the dedicated key of the association.</summary>
    public static bool IsDedicated(ApduTag tag) => tag is ApduTag.GeneralDedCiphering or ApduTag.DedConfirmedServiceError
       or (>= ApduTag.DedGetRequest and <= ApduTag.DedActionResponse);

    /// <summary>The tag of the APDU that a service-specific one protects: get-request of glo-get-request and of ded-get-request.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is plain, or a general form, whose APDU has its tag inside.</exception>
    public static ApduTag PlainTagOf(ApduTag tag) =>
        PlainTagOrNull(tag) ?? throw new ArgumentOutOfRangeException(nameof(tag), tag, "There is no plain form that follows from the tag.");

    /// <summary>The tag of a protected response in the form of its request.</summary>
    /// <param name="request">The tag of the protected request.</param>
    /// <param name="plainResponse">The tag of the response before it is protected.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such form; exception-response has none but the general ones.</exception>
    public static ApduTag ResponseTagFor(ApduTag request, ApduTag plainResponse) => (request, plainResponse) switch
    {
        _ when IsGeneral(request) => request,
        _ when !IsCiphered(request) => throw new ArgumentOutOfRangeException(nameof(request), request, "The request is not protected."),
        (_, ApduTag.InitiateResponse) when !IsDedicated(request) => ApduTag.GloInitiateResponse,
        (_, ApduTag.ConfirmedServiceError) => IsDedicated(request) ? ApduTag.DedConfirmedServiceError : ApduTag.GloConfirmedServiceError,
        (_, ApduTag.GetResponse) => IsDedicated(request) ? ApduTag.DedGetResponse : ApduTag.GloGetResponse,
        (_, ApduTag.SetResponse) => IsDedicated(request) ? ApduTag.DedSetResponse : ApduTag.GloSetResponse,
        (_, ApduTag.ActionResponse) => IsDedicated(request) ? ApduTag.DedActionResponse : ApduTag.GloActionResponse,
        _ => throw new ArgumentOutOfRangeException(nameof(plainResponse), plainResponse, "The response has no such form."),
    };

    /// <summary>Octets that <see cref="WriteHeader"/> writes.</summary>
    /// <param name="tag">The tag of the protected APDU.</param>
    /// <param name="titleLength">Octets of the system title; counted with a general form only.</param>
    /// <param name="protectedLength">Octets that follow the invocation-counter.</param>
    public static int HeaderLength(ApduTag tag, int titleLength, int protectedLength) =>
        1 + (IsGeneral(tag) ? LengthLength(titleLength) + titleLength : 0) + LengthLength(SecurityHeaderLength + protectedLength) + SecurityHeaderLength;

    /// <summary>Writes all that comes before the protected octets.</summary>
    /// <param name="output">Where the octets go.</param>
    /// <param name="tag">The tag of the protected APDU.</param>
    /// <param name="systemTitle">The system title of the sender; written with a general form only.</param>
    /// <param name="securityControl">security-control.</param>
    /// <param name="invocationCounter">invocation-counter.</param>
    /// <param name="protectedLength">Octets that follow the invocation-counter.</param>
    public static void WriteHeader(
        IBufferWriter<byte> output, ApduTag tag, ReadOnlySpan<byte> systemTitle, byte securityControl, uint invocationCounter, int protectedLength)
    {
        var writer = new AxdrWriter(output);
        writer.WriteUnsigned((byte)tag);
        if (IsGeneral(tag))
        {
            writer.WriteOctetString(systemTitle);
        }

        writer.WriteLength(SecurityHeaderLength + protectedLength);
        writer.WriteUnsigned(securityControl);
        writer.WriteDoubleLongUnsigned(invocationCounter);
    }

    /// <summary>Octets of a length as <see cref="AxdrWriter.WriteLength"/> writes it.</summary>
    private static int LengthLength(int length) => length switch
    {
        < 0x80 => 1,
        <= byte.MaxValue => 2,
        <= ushort.MaxValue => 3,
        _ => 5,
    };

    private static ApduTag? PlainTagOrNull(ApduTag tag) => tag switch
    {
        ApduTag.GloInitiateRequest => ApduTag.InitiateRequest,
        ApduTag.GloInitiateResponse => ApduTag.InitiateResponse,
        ApduTag.GloConfirmedServiceError or ApduTag.DedConfirmedServiceError => ApduTag.ConfirmedServiceError,
        ApduTag.GloGetRequest or ApduTag.DedGetRequest => ApduTag.GetRequest,
        ApduTag.GloSetRequest or ApduTag.DedSetRequest => ApduTag.SetRequest,
        ApduTag.GloEventNotificationRequest or ApduTag.DedEventNotificationRequest => ApduTag.EventNotificationRequest,
        ApduTag.GloActionRequest or ApduTag.DedActionRequest => ApduTag.ActionRequest,
        ApduTag.GloGetResponse or ApduTag.DedGetResponse => ApduTag.GetResponse,
        ApduTag.GloSetResponse or ApduTag.DedSetResponse => ApduTag.SetResponse,
        ApduTag.GloActionResponse or ApduTag.DedActionResponse => ApduTag.ActionResponse,
        _ => null,
    };
}
