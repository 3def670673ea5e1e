namespace Cosem.InterfaceClasses;

/// <summary>What Security setup shows and does: the policy and the keys of a server.</summary>
public interface ISecuritySetup
{
    /// <summary>0 nothing, 1 all messages authenticated, 2 encrypted, 3 authenticated and encrypted.</summary>
    byte SecurityPolicy { get; }

    /// <summary>0 AES-GCM-128 with AES-128 key wrap.</summary>
    byte SecuritySuite { get; }

    /// <summary>The system title of the client of the current association; empty when it gave none.</summary>
    Octets ClientSystemTitle { get; }

    /// <summary>The system title of the server, 8 octets.</summary>
    Octets ServerSystemTitle { get; }

    /// <summary>security_activate: makes the policy stronger.</summary>
    /// <param name="policy">The policy asked for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<ActionResult> ActivateAsync(byte policy, CancellationToken cancellationToken);

    /// <summary>global_key_transfer: takes all of the keys or none.</summary>
    /// <param name="keys">1 to 16 keys wrapped with the master key: 0 global unicast encryption, 1 global broadcast encryption, 2 authentication, 3 master.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<ActionResult> TransferAsync(IReadOnlyList<(byte KeyId, Octets Wrapped)> keys, CancellationToken cancellationToken);
}
