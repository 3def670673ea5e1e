using System.Collections.Immutable;

namespace Cosem.InterfaceClasses;

/// <summary>Register (class 3, version 0; IEC 62056-6-2).</summary>
/// <param name="logicalName">The logical name.</param>
/// <param name="get">Gives the value with its scaler and unit; completes at once when they are at hand.</param>
public sealed class Register(LogicalName logicalName, Func<CancellationToken, ValueTask<RegisterValue>> get)
    : CosemObject(ClassId.Register, 0, logicalName)
{
    private static readonly ImmutableArray<CosemAttribute> Table =
    [
        CosemAttribute.LogicalName,
        CosemAttribute.Of<Register>(2, "value", static (register, ct) => PartAsync(register._get(ct), static read => read.Value)),
        CosemAttribute.Of<Register>(3, "scaler_unit", static (register, ct) => PartAsync(register._get(ct), static read => read.ScalerUnit.ToData())),
    ];

    private static readonly ImmutableArray<CosemMethod> MethodTable =
    [
        CosemMethod.NotInvokable(1, "reset"),
    ];

    private readonly Func<CancellationToken, ValueTask<RegisterValue>> _get = get;

    /// <summary>A register whose value does not change while the object lives.</summary>
    public Register(LogicalName logicalName, CosemData value, ScalerUnit scalerUnit)
        : this(logicalName, _ => new(new RegisterValue(value, scalerUnit)))
    {
    }

    /// <inheritdoc />
    public override ImmutableArray<CosemAttribute> Attributes => Table;

    /// <inheritdoc />
    public override ImmutableArray<CosemMethod> Methods => MethodTable;

    private static async ValueTask<AttributeValue> PartAsync(ValueTask<RegisterValue> read, Func<RegisterValue, AttributeValue> part) => part(await read);
}
