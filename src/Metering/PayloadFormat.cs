namespace Metering;

/// <summary>What the bytes of a readout are. The numbers are stored: they stay.</summary>
public enum PayloadFormat : byte
{
    /// <summary>Link frames as on the wire, 68h ... 16h (EN 13757-2).</summary>
    WiredFrames = 0,

    /// <summary>M-Bus data as a module sends them: records, with a header or without.</summary>
    MBusRecords = 1,

    /// <summary>JSON text.</summary>
    Json = 2,

    /// <summary>SenML in CBOR (RFC 8428).</summary>
    SenMLCbor = 3,
}
