namespace MBus.Link;

/// <summary>
/// The C field (EN 13757-2, 5.7.4). Master to slave <c>0 1 FCB FCV F3..F0</c>, slave to master <c>0 0 ACD DFC F3..F0</c>.
/// </summary>
public readonly record struct ControlField(byte Value)
{
    private const byte FrameCount = 0x20;

    /// <summary>SND_NKE: initialise the slave's link layer; it forgets its frame count bit and, at FDh, deselects.</summary>
    public static readonly ControlField SndNke = new(0x40);

    /// <summary>SND_UD: user data to the slave, frame count bit 0.</summary>
    public static readonly ControlField SndUd = new(0x53);

    /// <summary>REQ_UD2: request class 2 data, the ordinary readout; frame count bit 0.</summary>
    public static readonly ControlField ReqUd2 = new(0x5B);

    /// <summary>RSP_UD: the slave's answer.</summary>
    public static readonly ControlField RspUd = new(0x08);

    /// <summary>Bit 6: set in what the master sends.</summary>
    public bool FromMaster => (Value & 0x40) != 0;

    /// <summary>Bit 5 from the master: the frame count bit, toggled after every good answer.</summary>
    public bool FrameCountBit => (Value & FrameCount) != 0;

    /// <summary>Bit 4 from the master: the slave shall look at the frame count bit.</summary>
    public bool FrameCountValid => (Value & 0x10) != 0;

    /// <summary>Bit 5 from the slave: class 1 data (an alarm) waits.</summary>
    public bool AccessDemand => (Value & 0x20) != 0;

    /// <summary>The function code, bits 3-0.</summary>
    public byte Function => (byte)(Value & 0x0F);

    /// <summary>Whether this is an RSP_UD, whatever its ACD and DFC bits say.</summary>
    public bool IsRspUd => (Value & 0xCF) == RspUd.Value;

    /// <summary>The same field with the frame count bit set or cleared.</summary>
    public ControlField WithFrameCountBit(bool set) => new((byte)(set ? Value | FrameCount : Value & ~FrameCount));

    /// <summary>Two hexadecimal digits.</summary>
    public override string ToString() => $"{Value:x2}";
}
