using Dlms.Axdr;

namespace Dlms.Xdlms;

/// <summary>
/// Access-Request-Specification (IEC 62056-5-3): what one part of an access-request is to do. An attribute descriptor comes without access-selection.
/// <code>
/// 01 get                attribute descriptor
/// 02 set                attribute descriptor
/// 03 action             method descriptor
/// 04 get-with-selection attribute descriptor access-selector(1) access-parameters
/// 05 set-with-selection attribute descriptor access-selector(1) access-parameters
/// </code>
/// </summary>
public abstract record AccessRequestSpecification
{
    /// <summary>Octets of the shortest one.</summary>
    internal const int MinLength = 10;

    private const byte GetChoice = 1;
    private const byte SetChoice = 2;
    private const byte ActionChoice = 3;
    private const byte GetWithSelectionChoice = 4;
    private const byte SetWithSelectionChoice = 5;

    private AccessRequestSpecification()
    {
    }

    /// <summary>access-request-get, or access-request-get-with-selection.</summary>
    /// <param name="Attribute">The attribute, and which part of it.</param>
    public sealed record Get(AttributeDescriptor Attribute) : AccessRequestSpecification
    {
        internal override void Write(AxdrWriter writer) => Write(writer, GetChoice, GetWithSelectionChoice, Attribute);
    }

    /// <summary>access-request-set, or access-request-set-with-selection.</summary>
    /// <param name="Attribute">The attribute, and which part of it.</param>
    public sealed record Set(AttributeDescriptor Attribute) : AccessRequestSpecification
    {
        internal override void Write(AxdrWriter writer) => Write(writer, SetChoice, SetWithSelectionChoice, Attribute);
    }

    /// <summary>access-request-action.</summary>
    /// <param name="Method">The method.</param>
    public sealed record Action(MethodDescriptor Method) : AccessRequestSpecification
    {
        internal override void Write(AxdrWriter writer)
        {
            writer.WriteUnsigned(ActionChoice);
            Method.Write(writer);
        }
    }

    internal static AccessRequestSpecification Read(ref AxdrReader reader) => reader.ReadUnsigned() switch
    {
        GetChoice => new Get(AttributeDescriptor.ReadWithoutSelection(ref reader)),
        SetChoice => new Set(AttributeDescriptor.ReadWithoutSelection(ref reader)),
        ActionChoice => new Action(MethodDescriptor.Read(ref reader)),
        GetWithSelectionChoice => new Get(ReadWithSelection(ref reader)),
        SetWithSelectionChoice => new Set(ReadWithSelection(ref reader)),
        var other => throw ApduException.Malformed($"{other} is no choice of an Access-Request-Specification."),
    };

    internal static AccessRequestSpecification[] ReadList(ref AxdrReader reader) => SequenceOf.Read(ref reader, MinLength, Read);

    internal static void WriteList(AxdrWriter writer, IReadOnlyList<AccessRequestSpecification> specifications) =>
        SequenceOf.Write(writer, specifications, static (output, specification) => specification.Write(output));

    internal abstract void Write(AxdrWriter writer);

    private static AttributeDescriptor ReadWithSelection(ref AxdrReader reader) =>
        AttributeDescriptor.ReadWithoutSelection(ref reader) with { Access = AttributeDescriptor.ReadSelection(ref reader) };

    private static void Write(AxdrWriter writer, byte choice, byte choiceWithSelection, AttributeDescriptor attribute)
    {
        writer.WriteUnsigned(attribute.Access is null ? choice : choiceWithSelection);
        attribute.WriteWithoutSelection(writer);
        attribute.WriteSelection(writer);
    }
}
