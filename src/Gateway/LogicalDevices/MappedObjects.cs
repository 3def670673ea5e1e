using System.Collections.Immutable;
using Cosem;
using Metering;

namespace Gateway.LogicalDevices;

/// <summary>The COSEM objects that mappings give to meters.</summary>
internal sealed class MappedObjects
{
    /// <summary>The objects of a meter; the same array as long as nothing changed.</summary>
    public ImmutableArray<CosemObject> Of(Meter meter) => _none;

    private readonly ImmutableArray<CosemObject> _none = [];
}
