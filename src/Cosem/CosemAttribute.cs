using System.Collections.Immutable;

namespace Cosem;

/// <summary>One row of an interface class's table of attributes; made once for a class, not for each object.</summary>
public sealed class CosemAttribute
{
    private readonly Func<CosemObject, SelectiveAccess?, CancellationToken, ValueTask<AttributeValue>>? _get;
    private readonly Func<CosemObject, CosemData, CancellationToken, ValueTask<DataAccessResult>>? _set;

    private CosemAttribute(
        int index,
        string name,
        Func<CosemObject, SelectiveAccess?, CancellationToken, ValueTask<AttributeValue>>? get,
        Func<CosemObject, CosemData, CancellationToken, ValueTask<DataAccessResult>>? set,
        ImmutableArray<byte> selectors)
    {
        Index = index;
        Name = name;
        _get = get;
        _set = set;
        Selectors = selectors;
    }

    /// <summary>Attribute 1 of every class, logical_name.</summary>
    public static CosemAttribute LogicalName { get; } =
        Of<CosemObject>(1, "logical_name", static of => new CosemData.OctetString(of.LogicalName.ToOctets()));

    /// <summary>The attribute_id, from 1.</summary>
    public int Index { get; }

    /// <summary>The name in the standard.</summary>
    public string Name { get; }

    /// <summary>The access selectors the attribute knows.</summary>
    public ImmutableArray<byte> Selectors { get; }

    /// <summary>Whether the attribute can be read at all.</summary>
    public bool CanGet => _get is not null;

    /// <summary>An attribute whose value is at hand.</summary>
    public static CosemAttribute Of<T>(int index, string name, Func<T, AttributeValue> get)
        where T : CosemObject =>
        new(index, name, (of, _, _) => new(get((T)of)), null, []);

    /// <summary>An attribute whose value may have to be fetched, and that can perhaps be written.</summary>
    public static CosemAttribute Of<T>(
        int index,
        string name,
        Func<T, CancellationToken, ValueTask<AttributeValue>> get,
        Func<T, CosemData, CancellationToken, ValueTask<DataAccessResult>>? set = null)
        where T : CosemObject =>
        new(index, name, (of, _, ct) => get((T)of, ct), set is null ? null : (of, value, ct) => set((T)of, value, ct), []);

    /// <summary>An attribute of which a part can be selected.</summary>
    public static CosemAttribute Of<T>(
        int index, string name, ImmutableArray<byte> selectors, Func<T, SelectiveAccess?, CancellationToken, ValueTask<AttributeValue>> get)
        where T : CosemObject =>
        new(index, name, (of, access, ct) => get((T)of, access, ct), null, selectors);

    /// <summary>An attribute that can be written and not read, such as a secret.</summary>
    public static CosemAttribute WriteOnly<T>(int index, string name, Func<T, CosemData, CancellationToken, ValueTask<DataAccessResult>> set)
        where T : CosemObject =>
        new(index, name, null, (of, value, ct) => set((T)of, value, ct), []);

    internal ValueTask<AttributeValue> GetAsync(CosemObject of, SelectiveAccess? access, CancellationToken cancellationToken)
    {
        if (_get is null)
        {
            return new(DataAccessResult.ReadWriteDenied);
        }

        return access is null || Selectors.Contains(access.Selector)
            ? _get(of, access, cancellationToken)
            : new(DataAccessResult.TypeUnmatched);
    }

    internal ValueTask<DataAccessResult> SetAsync(CosemObject of, CosemData value, CancellationToken cancellationToken) =>
        _set is null ? new(DataAccessResult.ReadWriteDenied) : _set(of, value, cancellationToken);
}
