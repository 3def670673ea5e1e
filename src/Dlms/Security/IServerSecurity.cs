using Cosem;
using Dlms.Association;

namespace Dlms.Security;

/// <summary>What the security of a server rests on, as it is now, and where what clients change is kept. Asked from many threads.</summary>
public interface IServerSecurity
{
    /// <summary>The system title of the server, the same in all its logical devices.</summary>
    SystemTitle SystemTitle { get; }

    /// <summary>Who may associate and how: an immutable snapshot, asked anew for every request.</summary>
    AssociationPolicy Policy { get; }

    /// <summary>The keys of the management client: an immutable snapshot, another object when a key has changed.</summary>
    SecurityKeys Keys { get; }

    /// <summary>The invocation counters received.</summary>
    ReceiveCounters ReceiveCounters { get; }

    /// <summary>The invocation counter sent, one for all keys.</summary>
    SendCounter SendCounter { get; }

    /// <summary>Replaces the password of the management client; durable, and in force for the next association, when the task ends.</summary>
    /// <exception cref="Exception">It could not be stored; nothing has changed.</exception>
    Task SetLowLevelSecretAsync(Octets secret);

    /// <summary>Raises the security policy of the management client; durable when the task ends. One that is not higher changes nothing.</summary>
    /// <exception cref="Exception">It could not be stored; nothing has changed.</exception>
    Task RaiseSecurityPolicyAsync(SecurityPolicy policy);

    /// <summary>
    /// Changes the keys as they are then, one change after the other; durable and in force when the task ends. The association that changes them
    /// may use the former ones until it ends.
    /// </summary>
    /// <exception cref="Exception">They could not be stored; nothing has changed.</exception>
    Task ChangeKeysAsync(Func<SecurityKeys, SecurityKeys> change);
}
