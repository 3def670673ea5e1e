using MBus.Link;

namespace Gateway.Diagnosis;

/// <summary>Fields of the link layer in words (EN 13757-2, 5.7; EN 13757-3, table 2).</summary>
internal static class LinkWords
{
    private static readonly int[] Rates = [300, 600, 1200, 2400, 4800, 9600, 19200, 38400];

    /// <summary>The service that a C field names: <c>REQ_UD2</c>.</summary>
    public static string Service(ControlField control) => control switch
    {
        { IsRspUd: true } => "RSP_UD",
        { FromMaster: true, Function: 0 } => "SND_NKE",
        { FromMaster: true, Function: 3 } => "SND_UD",
        { FromMaster: true, Function: 0xA } => "REQ_UD1",
        { FromMaster: true, Function: 0xB } => "REQ_UD2",
        _ => "unknown",
    };

    /// <summary>A C field with its bits.</summary>
    public static string Control(ControlField control) => Service(control) + control switch
    {
        { FromMaster: true, FrameCountValid: true } => $", frame count bit {(control.FrameCountBit ? 1 : 0)}",
        { FromMaster: true } => "",
        { AccessDemand: true } => ", an alarm waits (ACD)",
        { Value: var value } => (value & 0x10) != 0 ? ", it can take no more data (DFC)" : "",
    };

    /// <summary>An A field.</summary>
    public static string Address(byte address) => address switch
    {
        0 => "meter 0 (as delivered)",
        <= 250 => $"meter {address}",
        253 => "the selected meter",
        254 => "any meter (test)",
        255 => "all meters, none answers",
        _ => "reserved",
    };

    /// <summary>A CI field in the direction that the C field says.</summary>
    public static string ControlInformation(ControlField control, byte ci) => (control.FromMaster ? Command(ci) : Response(ci)) ?? (ci >= 0xA0 ? "maker's own" : "unknown");

    /// <summary>What is wrong with bytes that are no frame, and where.</summary>
    public static string Fault(LinkError error, ReadOnlySpan<byte> bytes) => error switch
    {
        LinkError.Start when bytes[0] == LinkFrame.LongStart => $"byte 3 is {bytes[3]:X2} and should be 68",
        LinkError.Start => $"byte 0 is {bytes[0]:X2}; a frame begins with 10, 68 or E5",
        LinkError.Truncated when bytes[0] == LinkFrame.ShortStart => $"cut off: a short frame has 5 bytes, {bytes.Length} came",
        LinkError.Truncated when bytes.Length > 1 => $"cut off: byte 1 announces {bytes[1] + 6} bytes, {bytes.Length} came",
        LinkError.Truncated => "cut off after the start",
        LinkError.LengthMismatch => $"the length bytes 1 and 2 differ: {bytes[1]:X2} and {bytes[2]:X2}",
        LinkError.LengthTooSmall => $"the length in byte 1 is {bytes[1]}; the least is 3",
        LinkError.Checksum => $"the checksum in byte {bytes.Length - 2} is {bytes[^2]:X2} and should be {Sum(bytes):X2}",
        LinkError.Stop => $"byte {bytes.Length - 1} is {bytes[^1]:X2} and should be 16",
        _ => "no frame",
    };

    private static byte Sum(ReadOnlySpan<byte> frame)
    {
        var sum = 0;
        foreach (var octet in frame[(frame[0] == LinkFrame.ShortStart ? 1 : 4)..^2])
        {
            sum += octet;
        }

        return (byte)sum;
    }

    private static string? Command(byte ci) => ci switch
    {
        0x50 => "application reset",
        0x51 => "data for the meter",
        0x52 => "selection by secondary address",
        0x54 or 0x5C => "synchronise",
        0x55 => "data for the meter, most significant byte first",
        0x56 => "selection, most significant byte first",
        0x5A => "command, short header",
        0x5B => "command, long header",
        0x6C => "set the clock",
        0x6D => "move the clock",
        >= 0xB8 and <= 0xBF => $"answer at {Rates[ci - 0xB8]} baud from now on",
        _ => null,
    };

    private static string? Response(byte ci) => ci switch
    {
        0x72 => "variable data, long header",
        0x7A => "variable data, short header",
        0x78 => "variable data, no header",
        0x73 => "fixed data structure",
        0x70 => "application error",
        0x6E => "application error, short header",
        0x6F => "application error, long header",
        0x71 => "alarm",
        0x74 => "alarm, short header",
        0x75 => "alarm, long header",
        0x76 => "variable data, long header, most significant byte first",
        0x77 => "fixed data structure, most significant byte first",
        0x79 => "compact frame, no header",
        0x7B => "compact frame, short header",
        0x90 => "authentication and fragmentation layer",
        _ => null,
    };
}
