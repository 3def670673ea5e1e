using Cosem;
using Dlms.Security;
using Dlms.Xdlms;

namespace Dlms.Client;

/// <summary>How a client associates. No record: its text must not show the secrets.</summary>
public sealed class DlmsClientOptions
{
    private const Conformance Known =
        Conformance.Get | Conformance.BlockTransferWithGet | Conformance.Set | Conformance.BlockTransferWithSet | Conformance.Action
        | Conformance.BlockTransferWithAction | Conformance.Access | Conformance.MultipleReferences | Conformance.SelectiveAccess;

    private readonly ClientAuthentication? _authentication;
    private readonly Conformance? _proposedConformance;

    /// <summary>The client SAP: 16 the public client, 1 the management client.</summary>
    public ushort ClientSap { get; init; } = (ushort)Cosem.ClientSap.Public;

    /// <summary>The server SAP: 1 the management logical device, others meters.</summary>
    public ushort ServerSap { get; init; } = 1;

    /// <summary>How the client proves who it is; without another choice high level security with keys, low level security with a password.</summary>
    public ClientAuthentication Authentication
    {
        get => _authentication ?? (Security, LowLevelSecret) switch
        {
            (not null, _) => ClientAuthentication.HighLevelGmac,
            (_, not null) => ClientAuthentication.LowLevel,
            _ => ClientAuthentication.None,
        };
        init => _authentication = value;
    }

    /// <summary>The password for low level security.</summary>
    public Octets? LowLevelSecret { get; init; }

    /// <summary>Keys, system title and protection; null: nothing is protected.</summary>
    public ClientSecurity? Security { get; init; }

    /// <summary>The longest APDU the client takes, in octets: what the wrapper can carry.</summary>
    public ushort MaxReceivePduSize { get; init; } = ushort.MaxValue;

    /// <summary>What the client proposes; by default all it can do, general-protection where it protects.</summary>
    public Conformance ProposedConformance
    {
        get => _proposedConformance ?? (IsCiphered ? Known | Conformance.GeneralProtection : Known);
        init => _proposedConformance = value;
    }

    /// <summary>How long the server may take for an answer: 30 s, since it may have to read a meter first.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest value that is put together from blocks, in octets: 16 MiB, several years of a profile.</summary>
    public int MaxValueLength { get; init; } = 16 * 1024 * 1024;

    /// <summary>The challenge to the server instead of a drawn one, so that a recorded conversation can be played.</summary>
    internal Octets? Challenge { get; init; }

    /// <summary>Whether the application context is the ciphered one.</summary>
    internal bool IsCiphered => Security is { Protection: not SecurityPolicy.None };
}
