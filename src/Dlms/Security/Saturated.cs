namespace Dlms.Security;

/// <summary>Sums of counters, which end at the highest value instead of beginning anew.</summary>
internal static class Saturated
{
    public static uint Add(uint value, uint by) => by > uint.MaxValue - value ? uint.MaxValue : value + by;
}
