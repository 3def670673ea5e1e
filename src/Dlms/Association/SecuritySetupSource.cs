using System.Security.Cryptography;
using Cosem;
using Cosem.InterfaceClasses;
using Dlms.Security;

namespace Dlms.Association;

/// <summary>What Security setup shows of an association, and what it changes in the server.</summary>
internal sealed class SecuritySetupSource(IServerSecurity security, MessageProtection? protection, SecurityAlarm alarm) : ISecuritySetup
{
    public byte SecurityPolicy => (byte)security.Policy.SecurityPolicy;

    public byte SecuritySuite => Dlms.Security.SecuritySuite.Suite0.Id;

    public Octets ClientSystemTitle => protection is null ? default(Octets) : protection.Client.ToOctets();

    public Octets ServerSystemTitle => security.SystemTitle.ToOctets();

    /// <summary>security_activate: only higher; encryption without authentication is none.</summary>
    public async ValueTask<ActionResult> ActivateAsync(byte policy, CancellationToken cancellationToken)
    {
        var (asked, current) = ((SecurityPolicy)policy, security.Policy.SecurityPolicy);
        if (!asked.IsOffered() || asked < current)
        {
            alarm.Tell(SecurityEvent.PolicyRefused, $"{policy}; {current} is in force");
            return ActionResult.OtherReason;
        }

        if (asked > current)
        {
            await security.RaiseSecurityPolicyAsync(asked);
            alarm.Tell(SecurityEvent.PolicyRaised, $"from {current} to {asked}");
        }

        return ActionResult.Success;
    }

    /// <summary>global_key_transfer: all keys or none.</summary>
    public async ValueTask<ActionResult> TransferAsync(IReadOnlyList<(byte KeyId, Octets Wrapped)> keys, CancellationToken cancellationToken)
    {
        var unwrapped = new List<(KeyId Id, byte[] Key)>();
        foreach (var (keyId, wrapped) in keys)
        {
            if ((KeyId)keyId is not (KeyId.GlobalUnicastEncryptionKey or KeyId.AuthenticationKey or KeyId.MasterKey)
                || keys.Count(other => other.KeyId == keyId) > 1
                || !Dlms.Security.SecuritySuite.Suite0.TryUnwrapKey(security.Keys.MasterKey, wrapped.Span, out var key))
            {
                alarm.Tell(SecurityEvent.KeyTransferRefused, $"key {keyId} of {keys.Count}");
                return ActionResult.OtherReason;
            }

            unwrapped.Add(((KeyId)keyId, key));
        }

        if (keys.Count > 0)
        {
            await security.ChangeKeysAsync(held => unwrapped.Aggregate(held, (changed, next) => changed.With(next.Id, next.Key)));
            protection!.AcceptOwnChange();
            unwrapped.ForEach(next => CryptographicOperations.ZeroMemory(next.Key));
            alarm.Tell(SecurityEvent.KeysChanged, string.Join(", ", unwrapped.Select(key => key.Id)));
        }

        return ActionResult.Success;
    }
}
