using System.Collections.Immutable;

namespace Cosem;

/// <summary>
/// An instance of an interface class (IEC 62056-6-2). It does not know who asks: rights are checked before, by the association.
/// </summary>
/// <param name="classId">The class.</param>
/// <param name="version">The version of the class.</param>
/// <param name="logicalName">The logical name.</param>
public abstract class CosemObject(ClassId classId, byte version, LogicalName logicalName)
{
    /// <summary>The class.</summary>
    public ClassId ClassId { get; } = classId;

    /// <summary>The version of the class.</summary>
    public byte Version { get; } = version;

    /// <summary>The logical name.</summary>
    public LogicalName LogicalName { get; } = logicalName;

    /// <summary>The attributes of the class from 1 on, without a gap.</summary>
    public abstract ImmutableArray<CosemAttribute> Attributes { get; }

    /// <summary>The methods of the class from 1 on, without a gap.</summary>
    public virtual ImmutableArray<CosemMethod> Methods => [];

    /// <summary>Reads an attribute.</summary>
    /// <param name="attribute">The attribute_id; one that the class does not have is read-write-denied.</param>
    /// <param name="access">The part to give; null: all. A selector that the attribute does not list is type-unmatched.</param>
    /// <param name="cancellationToken">Ends the wait for a value that has to be fetched.</param>
    public ValueTask<AttributeValue> GetAsync(int attribute, SelectiveAccess? access, CancellationToken cancellationToken) =>
        Find(attribute) is { } found ? found.GetAsync(this, access, cancellationToken) : new(DataAccessResult.ReadWriteDenied);

    /// <summary>Writes an attribute.</summary>
    /// <param name="attribute">The attribute_id; one that the class does not have or that cannot be written is read-write-denied.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<DataAccessResult> SetAsync(int attribute, CosemData value, CancellationToken cancellationToken) =>
        Find(attribute) is { } found ? found.SetAsync(this, value, cancellationToken) : new(DataAccessResult.ReadWriteDenied);

    /// <summary>Invokes a method.</summary>
    /// <param name="method">The method_id; one that the class does not have or that cannot be invoked is read-write-denied.</param>
    /// <param name="parameter">method-invocation-parameters; null: none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<ActionReply> InvokeAsync(int method, CosemData? parameter, CancellationToken cancellationToken) =>
        method > 0 && method <= Methods.Length
            ? Methods[method - 1].InvokeAsync(this, parameter, cancellationToken)
            : new(ActionResult.ReadWriteDenied);

    private CosemAttribute? Find(int attribute) => attribute > 0 && attribute <= Attributes.Length ? Attributes[attribute - 1] : null;
}
