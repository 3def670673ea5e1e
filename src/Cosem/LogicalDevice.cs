using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Cosem;

/// <summary>
/// A logical device (IEC 62056-6-2): its service access point, its name and its objects with the rights on them. An immutable snapshot.
/// The objects that belong to an association (current association, channel selection) are added by the association.
/// </summary>
public sealed class LogicalDevice
{
    private readonly Dictionary<LogicalName, LogicalDeviceObject> _byName;

    /// <summary>A logical device.</summary>
    /// <param name="sap">The server SAP.</param>
    /// <param name="name">The logical device name: at most 16 ASCII characters, the first three the manufacturer's FLAG id.</param>
    /// <param name="objects">The objects; no two of the same logical name.</param>
    /// <exception cref="ArgumentException">Two objects have the same logical name, or the name is too long.</exception>
    public LogicalDevice(ushort sap, string name, IEnumerable<LogicalDeviceObject> objects)
    {
        Entry = new(sap, name);
        Objects = [.. objects];
        _byName = Objects.ToDictionary(entry => entry.Object.LogicalName);
    }

    /// <summary>The SAP and the name.</summary>
    public SapEntry Entry { get; }

    /// <summary>The server SAP.</summary>
    public ushort Sap => Entry.Sap;

    /// <summary>The logical device name.</summary>
    public string Name => Entry.LogicalDeviceName;

    /// <summary>The objects, in the order in which the object list shows them.</summary>
    public ImmutableArray<LogicalDeviceObject> Objects { get; }

    /// <summary>Finds an object; a logical name belongs to one object only, whatever its class.</summary>
    public bool TryFind(LogicalName logicalName, [NotNullWhen(true)] out LogicalDeviceObject? found) =>
        _byName.TryGetValue(logicalName, out found);
}
