using Cosem;
using Dlms.Axdr;

namespace Dlms.Xdlms;

/// <summary>
/// Cosem-Attribute-Descriptor with its access-selection (IEC 62056-5-3).
/// <code>
/// class-id(2) instance-id(6) attribute-id(1) access-selection OPTIONAL: 00, or 01 access-selector(1) access-parameters
/// 0008        0000010000FF   02              00
/// </code>
/// </summary>
/// <param name="ClassId">The class.</param>
/// <param name="LogicalName">The object.</param>
/// <param name="AttributeId">The attribute.</param>
/// <param name="Access">The part of the attribute; null: all.</param>
public readonly record struct AttributeDescriptor(ClassId ClassId, LogicalName LogicalName, sbyte AttributeId, SelectiveAccess? Access = null)
{
    /// <summary>Octets of the shortest descriptor.</summary>
    internal const int MinLength = 10;

    internal static AttributeDescriptor Read(ref AxdrReader reader)
    {
        var descriptor = ReadWithoutSelection(ref reader);
        return reader.ReadPresence() ? descriptor with { Access = ReadSelection(ref reader) } : descriptor;
    }

    internal static AttributeDescriptor ReadWithoutSelection(ref AxdrReader reader) =>
        new((ClassId)reader.ReadLongUnsigned(), reader.ReadLogicalName(), reader.ReadInteger());

    internal static SelectiveAccess ReadSelection(ref AxdrReader reader) => new(reader.ReadUnsigned(), reader.ReadData());

    internal static void Write(AxdrWriter writer, AttributeDescriptor descriptor) => descriptor.Write(writer);

    internal void Write(AxdrWriter writer)
    {
        WriteWithoutSelection(writer);
        writer.WriteBoolean(Access is not null);
        WriteSelection(writer);
    }

    internal void WriteWithoutSelection(AxdrWriter writer)
    {
        writer.WriteLongUnsigned((ushort)ClassId);
        writer.WriteLogicalName(LogicalName);
        writer.WriteInteger(AttributeId);
    }

    /// <summary>Writes selector and parameters, if there are any.</summary>
    internal void WriteSelection(AxdrWriter writer)
    {
        if (Access is { } access)
        {
            writer.WriteUnsigned(access.Selector);
            writer.WriteData(access.Parameters);
        }
    }
}
