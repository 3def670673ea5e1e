namespace Dlms;

/// <summary>The first octet of an APDU (IEC 62056-5-3): every tag of the standard, whether this library has a type for it or not.</summary>
public enum ApduTag : byte
{
    /// <summary>initiateRequest.</summary>
    InitiateRequest = 0x01,

    /// <summary>readRequest, short names.</summary>
    ReadRequest = 0x05,

    /// <summary>writeRequest, short names.</summary>
    WriteRequest = 0x06,

    /// <summary>initiateResponse.</summary>
    InitiateResponse = 0x08,

    /// <summary>readResponse, short names.</summary>
    ReadResponse = 0x0C,

    /// <summary>writeResponse, short names.</summary>
    WriteResponse = 0x0D,

    /// <summary>confirmedServiceError.</summary>
    ConfirmedServiceError = 0x0E,

    /// <summary>data-notification.</summary>
    DataNotification = 0x0F,

    /// <summary>data-notification-confirm.</summary>
    DataNotificationConfirm = 0x10,

    /// <summary>unconfirmedWriteRequest, short names.</summary>
    UnconfirmedWriteRequest = 0x16,

    /// <summary>informationReportRequest, short names.</summary>
    InformationReportRequest = 0x18,

    /// <summary>glo-initiateRequest.</summary>
    GloInitiateRequest = 0x21,

    /// <summary>glo-readRequest.</summary>
    GloReadRequest = 0x25,

    /// <summary>glo-writeRequest.</summary>
    GloWriteRequest = 0x26,

    /// <summary>glo-initiateResponse.</summary>
    GloInitiateResponse = 0x28,

    /// <summary>glo-readResponse.</summary>
    GloReadResponse = 0x2C,

    /// <summary>glo-writeResponse.</summary>
    GloWriteResponse = 0x2D,

    /// <summary>glo-confirmedServiceError.</summary>
    GloConfirmedServiceError = 0x2E,

    /// <summary>glo-unconfirmedWriteRequest.</summary>
    GloUnconfirmedWriteRequest = 0x36,

    /// <summary>glo-informationReportRequest.</summary>
    GloInformationReportRequest = 0x38,

    /// <summary>ded-readRequest.</summary>
    DedReadRequest = 0x45,

    /// <summary>ded-writeRequest.</summary>
    DedWriteRequest = 0x46,

    /// <summary>ded-readResponse.</summary>
    DedReadResponse = 0x4C,

    /// <summary>ded-writeResponse.</summary>
    DedWriteResponse = 0x4D,

    /// <summary>ded-confirmedServiceError.</summary>
    DedConfirmedServiceError = 0x4E,

    /// <summary>ded-unconfirmedWriteRequest.</summary>
    DedUnconfirmedWriteRequest = 0x56,

    /// <summary>ded-informationReportRequest.</summary>
    DedInformationReportRequest = 0x58,

    /// <summary>AARQ.</summary>
    Aarq = 0x60,

    /// <summary>AARE.</summary>
    Aare = 0x61,

    /// <summary>RLRQ.</summary>
    Rlrq = 0x62,

    /// <summary>RLRE.</summary>
    Rlre = 0x63,

    /// <summary>get-request.</summary>
    GetRequest = 0xC0,

    /// <summary>set-request.</summary>
    SetRequest = 0xC1,

    /// <summary>event-notification-request.</summary>
    EventNotificationRequest = 0xC2,

    /// <summary>action-request.</summary>
    ActionRequest = 0xC3,

    /// <summary>get-response.</summary>
    GetResponse = 0xC4,

    /// <summary>set-response.</summary>
    SetResponse = 0xC5,

    /// <summary>action-response.</summary>
    ActionResponse = 0xC7,

    /// <summary>glo-get-request.</summary>
    GloGetRequest = 0xC8,

    /// <summary>glo-set-request.</summary>
    GloSetRequest = 0xC9,

    /// <summary>glo-event-notification-request.</summary>
    GloEventNotificationRequest = 0xCA,

    /// <summary>glo-action-request.</summary>
    GloActionRequest = 0xCB,

    /// <summary>glo-get-response.</summary>
    GloGetResponse = 0xCC,

    /// <summary>glo-set-response.</summary>
    GloSetResponse = 0xCD,

    /// <summary>glo-action-response.</summary>
    GloActionResponse = 0xCF,

    /// <summary>ded-get-request.</summary>
    DedGetRequest = 0xD0,

    /// <summary>ded-set-request.</summary>
    DedSetRequest = 0xD1,

    /// <summary>ded-event-notification-request.</summary>
    DedEventNotificationRequest = 0xD2,

    /// <summary>ded-action-request.</summary>
    DedActionRequest = 0xD3,

    /// <summary>ded-get-response.</summary>
    DedGetResponse = 0xD4,

    /// <summary>ded-set-response.</summary>
    DedSetResponse = 0xD5,

    /// <summary>ded-action-response.</summary>
    DedActionResponse = 0xD7,

    /// <summary>exception-response.</summary>
    ExceptionResponse = 0xD8,

    /// <summary>access-request.</summary>
    AccessRequest = 0xD9,

    /// <summary>access-response.</summary>
    AccessResponse = 0xDA,

    /// <summary>general-glo-ciphering.</summary>
    GeneralGloCiphering = 0xDB,

    /// <summary>general-ded-ciphering.</summary>
    GeneralDedCiphering = 0xDC,

    /// <summary>general-ciphering.</summary>
    GeneralCiphering = 0xDD,

    /// <summary>general-signing.</summary>
    GeneralSigning = 0xDF,

    /// <summary>general-block-transfer.</summary>
    GeneralBlockTransfer = 0xE0,
}
