namespace Metering;

/// <summary>Which logical device addresses meters can have (server SAPs of the DLMS wrapper).</summary>
public static class LogicalDeviceAddresses
{
    /// <summary>The first one; those below are the gateway's and reserved ones.</summary>
    public const ushort First = 16;

    /// <summary>The wrapper's broadcast address, never a meter's.</summary>
    public const ushort Broadcast = 127;

    /// <summary>Whether a meter can have the address.</summary>
    public static bool IsMeter(ushort address) => address is >= First and not Broadcast;

    /// <summary>The lowest address that was not given yet, or null when all are.</summary>
    public static ushort? Next(IReadOnlySet<ushort> given)
    {
        for (int address = First; address <= ushort.MaxValue; address++)
        {
            if (IsMeter((ushort)address) && !given.Contains((ushort)address))
            {
                return (ushort)address;
            }
        }

        return null;
    }
}
