using Cosem;

namespace Gateway.CommandLine.Receiving;

/// <summary>
/// The body of a push as this gateway builds it, read again. Which report it is follows from the number and the types of its elements; the elements
/// stand with each type.
/// </summary>
/// <param name="Gateway">The logical device name of the gateway.</param>
/// <param name="PushSetup">The push setup whose report it is.</param>
internal abstract record PushBody(string Gateway, LogicalName PushSetup)
{
    /// <summary>Reads a body; null: it is none of these.</summary>
    public static PushBody? TryRead(CosemData body) => body is not CosemData.Structure { Items: var items } ? null : items.Count switch
    {
        ProfilePush.Elements => ProfilePush.TryRead(items),
        EventPush.ElementsOfMeter => EventPush.TryReadMeter(items),
        EventPush.ElementsOfGateway => (PushBody?)EventPush.TryReadGateway(items) ?? InstallationPush.TryRead(items),
        _ => null,
    };

    /// <summary>A name in an octet-string, perhaps empty; hexadecimal digits where it is no text.</summary>
    protected static bool TryName(CosemData data, out string name)
    {
        name = CosemText.Of(data);
        return data is CosemData.OctetString;
    }

    /// <summary>A logical name in an octet-string.</summary>
    protected static bool TryLogicalName(CosemData data, out LogicalName name)
    {
        name = data is CosemData.OctetString { Value.Length: LogicalName.Length } octets ? LogicalName.FromOctets(octets.Value.Span) : default;
        return name != default;
    }

    /// <summary>A time in an octet-string.</summary>
    protected static bool TryTime(CosemData data, out CosemDateTime time)
    {
        time = default;
        return data is CosemData.OctetString octets && CosemDateTime.TryParse(octets.Value.Span, out time);
    }
}
