using System.Collections.Immutable;

namespace Cosem;

/// <summary>
/// What one client may do with one object: the one table that both the object list shows and every request is checked against.
/// An object of which a client may do nothing is, for that client, not there.
/// </summary>
public sealed class AccessRights
{
    private readonly ImmutableArray<AttributeAccess> _attributes;
    private readonly ImmutableArray<MethodAccess> _methods;

    private AccessRights(ImmutableArray<AttributeAccess> attributes, ImmutableArray<MethodAccess> methods)
    {
        _attributes = attributes;
        _methods = methods;
        IsVisible = attributes.Any(mode => mode != AttributeAccess.None) || methods.Any(mode => mode != MethodAccess.None);
    }

    /// <summary>No right at all: the client does not see the object.</summary>
    public static AccessRights None { get; } = new([], []);

    /// <summary>Whether the client sees the object.</summary>
    public bool IsVisible { get; }

    /// <summary>Every attribute that can be read may be read, nothing else.</summary>
    public static AccessRights ReadOnly(CosemObject of) => new(
        [.. of.Attributes.Select(attribute => attribute.CanGet ? AttributeAccess.Read : AttributeAccess.None)],
        [.. Enumerable.Repeat(MethodAccess.None, of.Methods)]);

    /// <summary>The same rights, but this one on attribute <paramref name="index"/>, counted from 1.</summary>
    public AccessRights WithAttribute(int index, AttributeAccess access) => new(_attributes.SetItem(index - 1, access), _methods);

    /// <summary>The same rights, but this one on method <paramref name="index"/>, counted from 1.</summary>
    public AccessRights WithMethod(int index, MethodAccess access) => new(_attributes, _methods.SetItem(index - 1, access));

    /// <summary>The right on an attribute; none on one that is not there.</summary>
    public AttributeAccess Attribute(int index) => index > 0 && index <= _attributes.Length ? _attributes[index - 1] : AttributeAccess.None;

    /// <summary>The right on a method; none on one that is not there.</summary>
    public MethodAccess Method(int index) => index > 0 && index <= _methods.Length ? _methods[index - 1] : MethodAccess.None;
}
