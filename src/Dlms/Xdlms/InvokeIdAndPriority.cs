namespace Dlms.Xdlms;

/// <summary>Invoke-Id-And-Priority (IEC 62056-5-3): bits 0-3 the invoke-id, bit 6 confirmed, bit 7 high priority. A response repeats it as received.</summary>
/// <param name="Value">The octet.</param>
public readonly record struct InvokeIdAndPriority(byte Value)
{
    private const byte Confirmed = 0x40;
    private const byte HighPriority = 0x80;

    /// <summary>A confirmed request of high priority.</summary>
    /// <param name="invokeId">The invoke-id; its lower four bits count.</param>
    public static InvokeIdAndPriority Request(int invokeId) => new((byte)(HighPriority | Confirmed | (invokeId & 0x0F)));
}
