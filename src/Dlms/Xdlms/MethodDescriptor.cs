using Cosem;
using Dlms.Axdr;

namespace Dlms.Xdlms;

/// <summary>
/// Cosem-Method-Descriptor (IEC 62056-5-3).
/// <code>
/// class-id(2) instance-id(6) method-id(1)
/// 000F        0000280000FF   01
/// </code>
/// </summary>
/// <param name="ClassId">The class.</param>
/// <param name="LogicalName">The object.</param>
/// <param name="MethodId">The method.</param>
public readonly record struct MethodDescriptor(ClassId ClassId, LogicalName LogicalName, sbyte MethodId)
{
    /// <summary>Octets of a descriptor.</summary>
    internal const int Length = 9;

    internal static MethodDescriptor Read(ref AxdrReader reader) =>
        new((ClassId)reader.ReadLongUnsigned(), reader.ReadLogicalName(), reader.ReadInteger());

    internal static void Write(AxdrWriter writer, MethodDescriptor descriptor) => descriptor.Write(writer);

    internal void Write(AxdrWriter writer)
    {
        writer.WriteLongUnsigned((ushort)ClassId);
        writer.WriteLogicalName(LogicalName);
        writer.WriteInteger(MethodId);
    }
}
