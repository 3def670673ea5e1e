namespace Cosem;

/// <summary>An element of SAP_assignment_list (IEC 62056-6-2).</summary>
/// <param name="Sap">The server SAP of the logical device.</param>
/// <param name="LogicalDeviceName">Its name: 1 to 16 ASCII characters.</param>
public sealed record SapEntry(ushort Sap, string LogicalDeviceName)
{
    /// <summary>Its name: 1 to 16 ASCII characters.</summary>
    public string LogicalDeviceName { get; } = LogicalDeviceName.Length is > 0 and <= 16 && Ascii(LogicalDeviceName)
        ? LogicalDeviceName
        : throw new ArgumentException($"'{LogicalDeviceName}' is no logical device name: 1 to 16 ASCII characters.", nameof(LogicalDeviceName));

    /// <summary><c>structure { long-unsigned SAP, octet-string logical_device_name }</c>.</summary>
    public CosemData ToData() => new CosemData.Structure(
        new CosemData.LongUnsigned(Sap), new CosemData.OctetString(Octets.FromAscii(LogicalDeviceName)));

    private static bool Ascii(string text) => text.All(char.IsAscii);
}
