using System.Collections.Immutable;

namespace Cosem.InterfaceClasses;

/// <summary>SAP assignment (class 17, version 0; IEC 62056-6-2), always 0.0.41.0.0.255.</summary>
/// <param name="directory">The logical devices there are.</param>
public sealed class SapAssignment(ILogicalDeviceDirectory directory) : CosemObject(ClassId.SapAssignment, 0, new(0, 0, 41, 0, 0, 255))
{
    private static readonly ImmutableArray<CosemAttribute> Table =
    [
        CosemAttribute.LogicalName,
        CosemAttribute.Of<SapAssignment>(2, "SAP_assignment_list", static of => of.SapAssignmentList),
    ];

    private static readonly ImmutableArray<CosemMethod> MethodTable =
    [
        CosemMethod.NotInvokable(1, "connect_logical_device"),
    ];

    private readonly ILogicalDeviceDirectory _directory = directory;

    /// <inheritdoc />
    public override ImmutableArray<CosemAttribute> Attributes => Table;

    /// <inheritdoc />
    public override ImmutableArray<CosemMethod> Methods => MethodTable;

    private CosemData SapAssignmentList => new CosemData.Array([.. _directory.SapAssignmentList.Select(entry => entry.ToData())]);
}
