namespace Dlms.Xdlms;

/// <summary>
/// Long-Invoke-Id-And-Priority (IEC 62056-5-3): bits 0-23 the invoke-id, bit 28 self-descriptive, bit 29 break on error, bit 30 confirmed,
/// bit 31 high priority. A response repeats it as received.
/// </summary>
/// <param name="Value">The four octets.</param>
public readonly record struct LongInvokeIdAndPriority(uint Value)
{
    private const uint InvokeIdBits = 0x00FF_FFFF;
    private const uint SelfDescriptive = 1u << 28;
    private const uint BreakOnError = 1u << 29;
    private const uint Confirmed = 1u << 30;
    private const uint HighPriority = 1u << 31;

    /// <summary>The invoke-id, 24 bits.</summary>
    public int InvokeId => (int)(Value & InvokeIdBits);

    /// <summary>Whether the response is to repeat the specification of the request.</summary>
    public bool IsSelfDescriptive => (Value & SelfDescriptive) != 0;

    /// <summary>Whether the first error ends the request: what comes after it is not done.</summary>
    public bool BreaksOnError => (Value & BreakOnError) != 0;

    /// <summary>Whether a response is expected.</summary>
    public bool IsConfirmed => (Value & Confirmed) != 0;

    /// <summary>Whether the priority is high.</summary>
    public bool IsHighPriority => (Value & HighPriority) != 0;

    /// <summary>A confirmed request of high priority.</summary>
    /// <param name="invokeId">The invoke-id; its lower 24 bits count.</param>
    public static LongInvokeIdAndPriority Request(int invokeId) => new(HighPriority | Confirmed | ((uint)invokeId & InvokeIdBits));
}
