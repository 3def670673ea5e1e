namespace Cosem;

/// <summary>
/// The logical devices of a server. It is asked anew for every request, many thousand times a second and from many threads,
/// so that a device replaced by a newer snapshot is seen at once.
/// </summary>
public interface ILogicalDeviceDirectory
{
    /// <summary>The logical devices there are, in order of their SAPs.</summary>
    IReadOnlyList<SapEntry> SapAssignmentList { get; }

    /// <summary>The logical device at a server SAP, or null.</summary>
    LogicalDevice? Find(ushort serverSap);

    /// <summary>
    /// The objects of the management logical device that depend on the association that asks, such as the address its connection came in on; asked once for
    /// each association. They come in the place of the device's own.
    /// </summary>
    IEnumerable<LogicalDeviceObject> ObjectsOf(ICurrentAssociation association) => [];
}
