using System.Collections.Immutable;

namespace Cosem.InterfaceClasses;

/// <summary>Data (class 1, version 0; IEC 62056-6-2).</summary>
/// <param name="logicalName">The logical name.</param>
/// <param name="get">Gives the value; completes at once when it is at hand.</param>
/// <param name="set">Takes a value, if it can be written.</param>
public sealed class Data(
    LogicalName logicalName,
    Func<CancellationToken, ValueTask<AttributeValue>> get,
    Func<CosemData, CancellationToken, ValueTask<DataAccessResult>>? set = null)
    : CosemObject(ClassId.Data, 0, logicalName)
{
    private static readonly ImmutableArray<CosemAttribute> Table =
    [
        CosemAttribute.LogicalName,
        CosemAttribute.Of<Data>(2, "value", static (data, ct) => data._get(ct), static (data, value, ct) => data.SetAsync(value, ct)),
    ];

    private readonly Func<CancellationToken, ValueTask<AttributeValue>> _get = get;

    /// <summary>A value that does not change while the object lives.</summary>
    public Data(LogicalName logicalName, CosemData value)
        : this(logicalName, _ => new(value))
    {
    }

    /// <inheritdoc />
    public override ImmutableArray<CosemAttribute> Attributes => Table;

    private ValueTask<DataAccessResult> SetAsync(CosemData value, CancellationToken cancellationToken) =>
        set is null ? new(DataAccessResult.ReadWriteDenied) : set(value, cancellationToken);
}
