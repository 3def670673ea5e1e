using Cosem;
using Dlms.Xdlms;

namespace Dlms.Client;

/// <summary>How a client associates. No record: its text must not show the secret.</summary>
public sealed class DlmsClientOptions
{
    /// <summary>The client SAP: 16 the public client, 1 the management client.</summary>
    public ushort ClientSap { get; init; } = (ushort)Cosem.ClientSap.Public;

    /// <summary>The server SAP: 1 the management logical device, others meters.</summary>
    public ushort ServerSap { get; init; } = 1;

    /// <summary>The password for low level security; null: no authentication.</summary>
    public Octets? LowLevelSecret { get; init; }

    /// <summary>The longest APDU the client takes, in octets: what the wrapper can carry.</summary>
    public ushort MaxReceivePduSize { get; init; } = ushort.MaxValue;

    /// <summary>What the client can do.</summary>
    public Conformance ProposedConformance { get; init; } =
        Conformance.Get | Conformance.BlockTransferWithGet | Conformance.MultipleReferences | Conformance.SelectiveAccess;

    /// <summary>How long the server may take for an answer: 30 s, since it may have to read a meter first.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest value that is put together from blocks, in octets: 16 MiB, several years of a profile.</summary>
    public int MaxValueLength { get; init; } = 16 * 1024 * 1024;
}
