using System.Collections.Concurrent;
using Cosem;

namespace Benchmarks;

/// <summary>The logical devices of the gateway, one of them with a synthetic profile.</summary>
/// <param name="devices">The gateway's.</param>
/// <param name="sap">The logical device that gets the profile.</param>
/// <param name="rows">The rows of the profile.</param>
internal sealed class ProfileDirectory(ILogicalDeviceDirectory devices, ushort sap, int rows) : ILogicalDeviceDirectory
{
    private readonly LogicalDeviceObject _profile = LogicalDeviceObject.ReadOnly(SyntheticProfile.Create(rows));
    private readonly ConcurrentDictionary<LogicalDevice, LogicalDevice> _withProfile = new();

    /// <inheritdoc />
    public IReadOnlyList<SapEntry> SapAssignmentList => devices.SapAssignmentList;

    /// <inheritdoc />
    public LogicalDevice? Find(ushort serverSap) => devices.Find(serverSap) is not { } device || serverSap != sap
        ? devices.Find(serverSap)
        : _withProfile.GetOrAdd(device, of => new(of.Sap, of.Name, [.. of.Objects.Where(entry => entry.Object.LogicalName != SyntheticProfile.Name), _profile]));

    /// <inheritdoc />
    public IEnumerable<LogicalDeviceObject> ObjectsOf(ICurrentAssociation association) => devices.ObjectsOf(association);
}
