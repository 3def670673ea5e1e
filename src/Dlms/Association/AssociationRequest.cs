using Cosem;
using Dlms.Acse;
using Dlms.Security;

namespace Dlms.Association;

/// <summary>An AARQ as the server looks at it: what it asks for, worked out once.</summary>
internal sealed class AssociationRequest
{
    private const byte FirstBit = 0x80;

    /// <summary>Looks at an AARQ.</summary>
    public AssociationRequest(Aarq aarq, ClientSap client)
    {
        (Aarq, Client) = (aarq, client);
        Context = aarq.ApplicationContextName.ApplicationContextNumber;
        var asksForAuthentication = aarq.SenderAcseRequirements is { } requirements && HasFirstBit(requirements);
        Mechanism = asksForAuthentication ? aarq.MechanismName?.MechanismNumber : ObjectIdentifier.LowestLevelSecurity;
        Title = aarq.CallingApTitle is { } title && SystemTitle.TryParse(title.Span, out var parsed) ? parsed : null;
    }

    /// <summary>The AARQ.</summary>
    public Aarq Aarq { get; }

    /// <summary>The client.</summary>
    public ClientSap Client { get; }

    /// <summary>The number of the application context; null when it is none of DLMS.</summary>
    public byte? Context { get; }

    /// <summary>Whether the application context is the ciphered one.</summary>
    public bool IsCiphered => Context == ObjectIdentifier.LogicalNamesCiphered;

    /// <summary>The number of the mechanism, whose name counts only when authentication is asked for; null when it is none of DLMS.</summary>
    public byte? Mechanism { get; }

    /// <summary>The system title of the client, or null.</summary>
    public SystemTitle? Title { get; }

    /// <summary>Whether titles are used: then the request has to bear the client's, and the answer bears the server's.</summary>
    public bool NeedsTitle => IsCiphered || Mechanism >= ObjectIdentifier.HighLevelSecurityGmac;

    /// <summary>Whether the version of ACSE is the one there is.</summary>
    public bool HasCommonVersion => Aarq.ProtocolVersion is not { } version || HasFirstBit(version);

    private static bool HasFirstBit(CosemData.BitString bits) => bits.Length > 0 && (bits.Bits.Span[0] & FirstBit) != 0;
}
