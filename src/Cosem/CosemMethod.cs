namespace Cosem;

/// <summary>One row of an interface class's table of methods; made once for a class, not for each object.</summary>
public sealed class CosemMethod
{
    private readonly Func<CosemObject, CosemData?, CancellationToken, ValueTask<ActionReply>>? _invoke;

    private CosemMethod(int index, string name, Func<CosemObject, CosemData?, CancellationToken, ValueTask<ActionReply>>? invoke)
    {
        Index = index;
        Name = name;
        _invoke = invoke;
    }

    /// <summary>The method_id, from 1.</summary>
    public int Index { get; }

    /// <summary>The name in the standard.</summary>
    public string Name { get; }

    /// <summary>Whether the method can be invoked at all.</summary>
    public bool CanInvoke => _invoke is not null;

    /// <summary>A method; its parameter is null when the request carries none.</summary>
    public static CosemMethod Of<T>(int index, string name, Func<T, CosemData?, CancellationToken, ValueTask<ActionReply>> invoke)
        where T : CosemObject =>
        new(index, name, (of, parameter, ct) => invoke((T)of, parameter, ct));

    /// <summary>A method that stands in the table and cannot be invoked.</summary>
    public static CosemMethod NotInvokable(int index, string name) => new(index, name, null);

    internal ValueTask<ActionReply> InvokeAsync(CosemObject of, CosemData? parameter, CancellationToken cancellationToken) =>
        _invoke is null ? new(ActionResult.ReadWriteDenied) : _invoke(of, parameter, cancellationToken);
}
