using System.Diagnostics.CodeAnalysis;

namespace Cosem;

/// <summary>capture_object_definition (IEC 62056-6-2): what a column of a profile captures.</summary>
/// <param name="ClassId">The class.</param>
/// <param name="LogicalName">The object.</param>
/// <param name="Attribute">The attribute.</param>
/// <param name="DataIndex">The element of the attribute; 0: the whole attribute.</param>
public sealed record CaptureObject(ClassId ClassId, LogicalName LogicalName, sbyte Attribute, ushort DataIndex)
{
    /// <summary>Reads <c>structure { long-unsigned, octet-string(6), integer, long-unsigned }</c>.</summary>
    public static bool TryParse(CosemData data, [NotNullWhen(true)] out CaptureObject? value)
    {
        value = data is CosemData.Structure
        {
            Items:
            [
                CosemData.LongUnsigned classId,
                CosemData.OctetString { Value.Length: LogicalName.Length } name,
                CosemData.Integer attribute,
                CosemData.LongUnsigned index,
            ]
        }
            ? new((ClassId)classId.Value, LogicalName.FromOctets(name.Value.Span), attribute.Value, index.Value)
            : null;
        return value is not null;
    }

    /// <summary><c>structure { long-unsigned, octet-string(6), integer, long-unsigned }</c>.</summary>
    public CosemData ToData() => new CosemData.Structure(
        new CosemData.LongUnsigned((ushort)ClassId),
        new CosemData.OctetString(LogicalName.ToOctets()),
        new CosemData.Integer(Attribute),
        new CosemData.LongUnsigned(DataIndex));
}
