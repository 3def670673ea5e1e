using Cosem;
using Dlms.Association;
using Dlms.Security;

namespace Benchmarks;

/// <summary>The security of a server with counters that are not stored.</summary>
/// <param name="of">The server's own security.</param>
internal sealed class SecurityInMemory(IServerSecurity of) : IServerSecurity
{
    /// <inheritdoc />
    public SystemTitle SystemTitle => of.SystemTitle;

    /// <inheritdoc />
    public AssociationPolicy Policy => of.Policy;

    /// <inheritdoc />
    public SecurityKeys Keys => of.Keys;

    /// <inheritdoc />
    public ReceiveCounters ReceiveCounters { get; } = new(new CounterStoreInMemory(), new([], 0));

    /// <inheritdoc />
    public SendCounter SendCounter { get; } = new(new CounterStoreInMemory(), new([], 0));

    /// <inheritdoc />
    public Task SetLowLevelSecretAsync(Octets secret) => throw new NotSupportedException();

    /// <inheritdoc />
    public Task RaiseSecurityPolicyAsync(SecurityPolicy policy) => throw new NotSupportedException();

    /// <inheritdoc />
    public Task ChangeKeysAsync(Func<SecurityKeys, SecurityKeys> change) => throw new NotSupportedException();
}
