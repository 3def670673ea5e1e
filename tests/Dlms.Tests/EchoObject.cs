using System.Collections.Immutable;
using Cosem;

namespace Dlms.Tests;

/// <summary>An object that keeps what is written, whose method 1 returns its parameter, and whose method 2 returns nothing.</summary>
internal sealed class EchoObject() : CosemObject(ClassId.Data, 0, Name)
{
    public static readonly LogicalName Name = new(0, 0, 96, 50, 0, 255);

    private static readonly ImmutableArray<CosemAttribute> Table =
    [
        CosemAttribute.LogicalName,
        CosemAttribute.Of<EchoObject>(2, "value", static (of, _) => new(of.Value), static (of, value, _) => of.Set(value)),
    ];

    private static readonly ImmutableArray<CosemMethod> MethodTable =
    [
        CosemMethod.Of<EchoObject>(1, "echo", static (_, value, _) => new(value is null ? ActionResult.TypeUnmatched : (ActionReply)value)),
        CosemMethod.Of<EchoObject>(2, "nothing", static (_, _, _) => new(ActionResult.Success)),
    ];

    public CosemData Value { get; private set; } = CosemData.Null.Instance;

    public override ImmutableArray<CosemAttribute> Attributes => Table;

    public override ImmutableArray<CosemMethod> Methods => MethodTable;

    private ValueTask<DataAccessResult> Set(CosemData value)
    {
        Value = value;
        return new(value is CosemData.Boolean ? DataAccessResult.TypeUnmatched : DataAccessResult.Success);
    }
}
