using System.Collections.Immutable;

namespace Cosem.InterfaceClasses;

/// <summary>Extended register (class 4, version 0; IEC 62056-6-2): a register that says when its value was captured and with what status.</summary>
/// <param name="logicalName">The logical name.</param>
/// <param name="get">Gives the value with all that belongs to it; completes at once when it is at hand.</param>
public sealed class ExtendedRegister(LogicalName logicalName, Func<CancellationToken, ValueTask<ExtendedRegisterValue>> get)
    : CosemObject(ClassId.ExtendedRegister, 0, logicalName)
{
    private static readonly ImmutableArray<CosemAttribute> Table =
    [
        CosemAttribute.LogicalName,
        Part(2, "value", static read => read.Value),
        Part(3, "scaler_unit", static read => read.ScalerUnit.ToData()),
        Part(4, "status", static read => read.Status),
        Part(5, "capture_time", static read => new CosemData.OctetString(read.CaptureTime.ToOctets())),
    ];

    private static readonly ImmutableArray<CosemMethod> MethodTable =
    [
        CosemMethod.NotInvokable(1, "reset"),
    ];

    private readonly Func<CancellationToken, ValueTask<ExtendedRegisterValue>> _get = get;

    /// <inheritdoc />
    public override ImmutableArray<CosemAttribute> Attributes => Table;

    /// <inheritdoc />
    public override ImmutableArray<CosemMethod> Methods => MethodTable;

    private static CosemAttribute Part(int index, string name, Func<ExtendedRegisterValue, AttributeValue> part) =>
        CosemAttribute.Of<ExtendedRegister>(index, name, async (of, ct) => part(await of._get(ct)));
}
