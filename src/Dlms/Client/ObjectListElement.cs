using System.Diagnostics.CodeAnalysis;
using Cosem;

namespace Dlms.Client;

/// <summary>object_list_element of Association LN (IEC 62056-6-2) as a client reads it.</summary>
/// <param name="ClassId">The class.</param>
/// <param name="Version">The version of the class.</param>
/// <param name="LogicalName">The logical name.</param>
/// <param name="Attributes">The access mode of each attribute, by attribute_id.</param>
/// <param name="Methods">The access mode of each method, by method_id.</param>
public sealed record ObjectListElement(
    ClassId ClassId,
    byte Version,
    LogicalName LogicalName,
    IReadOnlyDictionary<int, AttributeAccess> Attributes,
    IReadOnlyDictionary<int, MethodAccess> Methods)
{
    /// <summary>Reads <c>structure { class_id, version, logical_name, structure { array of attributes, array of methods } }</c>.</summary>
    public static bool TryParse(CosemData data, [NotNullWhen(true)] out ObjectListElement? element)
    {
        element = null;
        if (data is not CosemData.Structure
            {
                Items:
                [
                    CosemData.LongUnsigned classId,
                    CosemData.Unsigned version,
                    CosemData.OctetString { Value.Length: LogicalName.Length } name,
                    CosemData.Structure { Items: [CosemData.Array attributeItems, CosemData.Array methodItems] },
                ]
            })
        {
            return false;
        }

        var attributes = new Dictionary<int, AttributeAccess>();
        foreach (var item in attributeItems.Items)
        {
            if (item is not CosemData.Structure { Items: [CosemData.Integer index, CosemData.Enum mode, _] }
                || !attributes.TryAdd(index.Value, (AttributeAccess)mode.Value))
            {
                return false;
            }
        }

        var methods = new Dictionary<int, MethodAccess>();
        foreach (var item in methodItems.Items)
        {
            if (item is not CosemData.Structure { Items: [CosemData.Integer index, var mode] }
                || MethodAccessOf(mode) is not { } access
                || !methods.TryAdd(index.Value, access))
            {
                return false;
            }
        }

        element = new((ClassId)classId.Value, version.Value, LogicalName.FromOctets(name.Value.Span), attributes, methods);
        return true;
    }

    /// <summary>An enum since version 1 of the class, a boolean in version 0.</summary>
    private static MethodAccess? MethodAccessOf(CosemData mode) => mode switch
    {
        CosemData.Enum value => (MethodAccess)value.Value,
        CosemData.Boolean value => value.Value ? MethodAccess.Invoke : MethodAccess.None,
        _ => null,
    };
}
