using System.Collections.Immutable;

namespace Cosem;

/// <summary>
/// What one client may do with one object: the one table that both the object list shows and every request is checked against.
/// An object of which a client may do nothing is, for that client, not there.
/// </summary>
public sealed class AccessRights
{
    private readonly ImmutableArray<AttributeRight> _attributes;
    private readonly ImmutableArray<MethodRight> _methods;

    private AccessRights(ImmutableArray<AttributeRight> attributes, ImmutableArray<MethodRight> methods)
    {
        _attributes = attributes;
        _methods = methods;
        IsVisible = attributes.Any(right => right.Access != AttributeAccess.None) || methods.Any(right => right.Access != MethodAccess.None);
    }

    /// <summary>No right at all: the client does not see the object.</summary>
    public static AccessRights None { get; } = new([], []);

    /// <summary>Whether the client sees the object.</summary>
    public bool IsVisible { get; }

    /// <summary>Every attribute that can be read may be read, nothing else.</summary>
    public static AccessRights ReadOnly(CosemObject of) => new(
        [.. of.Attributes.Select(attribute => new AttributeRight(attribute.CanGet ? AttributeAccess.Read : AttributeAccess.None))],
        [.. of.Methods.Select(_ => new MethodRight(MethodAccess.None))]);

    /// <summary>The same rights, but this one on attribute <paramref name="index"/>, counted from 1.</summary>
    /// <param name="index">The attribute_id.</param>
    /// <param name="access">The right.</param>
    /// <param name="writeNeedsEncryption">Whether it may be written only by a request that was authenticated and encrypted.</param>
    public AccessRights WithAttribute(int index, AttributeAccess access, bool writeNeedsEncryption = false) =>
        new(_attributes.SetItem(index - 1, new(access, writeNeedsEncryption)), _methods);

    /// <summary>The same rights, but this one on method <paramref name="index"/>, counted from 1.</summary>
    /// <param name="index">The method_id.</param>
    /// <param name="access">The right.</param>
    /// <param name="needsEncryption">Whether it may be invoked only by a request that was authenticated and encrypted.</param>
    public AccessRights WithMethod(int index, MethodAccess access, bool needsEncryption = false) =>
        new(_attributes, _methods.SetItem(index - 1, new(access, needsEncryption)));

    /// <summary>The right on an attribute; none on one that is not there.</summary>
    public AttributeAccess Attribute(int index) => AttributeRightOf(index).Access;

    /// <summary>The right on a method; none on one that is not there.</summary>
    public MethodAccess Method(int index) => MethodRightOf(index).Access;

    /// <summary>Whether an attribute may be written only by a request that was authenticated and encrypted; else it is scope-of-access-violated.</summary>
    public bool WriteNeedsEncryption(int attribute) => AttributeRightOf(attribute).WriteNeedsEncryption;

    /// <summary>Whether a method may be invoked only by a request that was authenticated and encrypted; else it is scope-of-access-violated.</summary>
    public bool MethodNeedsEncryption(int method) => MethodRightOf(method).NeedsEncryption;

    private AttributeRight AttributeRightOf(int index) => index > 0 && index <= _attributes.Length ? _attributes[index - 1] : default;

    private MethodRight MethodRightOf(int index) => index > 0 && index <= _methods.Length ? _methods[index - 1] : default;

    private readonly record struct AttributeRight(AttributeAccess Access, bool WriteNeedsEncryption = false);

    private readonly record struct MethodRight(MethodAccess Access, bool NeedsEncryption = false);
}
