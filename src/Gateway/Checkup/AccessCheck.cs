using Gateway.Access;
using Gateway.Configuration;

namespace Gateway.Checkup;

/// <summary>Whether somebody can administer the gateway, and nobody can read along.</summary>
internal sealed class AccessCheck : ICheck
{
    /// <inheritdoc />
    public string Subject => "users";

    /// <inheritdoc />
    public IAsyncEnumerable<Finding> LookAsync(CheckedGateway gateway, CancellationToken cancellationToken) => Look(gateway).ToAsyncEnumerable();

    private static bool HasAdministrator(CheckedStore store)
    {
        using var users = new Users(store.State, TimeProvider.System);
        return users.HaveAdministrator;
    }

    private IEnumerable<Finding> Look(CheckedGateway gateway)
    {
        if (gateway.Store is { } store)
        {
            using var users = new Users(store.State, TimeProvider.System);
            yield return users.HaveAdministrator
                ? Finding.Ok(Subject, $"{users.All.Count()}, of them {users.All.Count(user => user.Role == Role.Administrator)} administrator.")
                : Finding.Look(
                    Subject,
                    "There is no administrator yet: until there is one the page can be used on this machine alone, and for nothing else.",
                    gateway.Address is { } address
                        ? $"Open {address.Scheme}://localhost:{address.Port}/ on this machine; the one-time code is in {SetupCode.FileIn(gateway.Folder)}."
                        : $"Start the service and open its page on this machine; a one-time code is in {SetupCode.FileIn(gateway.Folder)} then.");
        }

        yield return gateway.Options.Http is { Tls: HttpOptions.Off, Listen: HttpOptions.All }
            ? Finding.Look(
                "TLS",
                $"The page listens on all addresses {(gateway.Store is { } known && !HasAdministrator(known) ? "once there is an administrator, " : "")}without TLS: passwords cross the network in clear.",
                $"Set {HttpOptions.TlsSetting} to self-signed or to a certificate's file; or Gateway:Http:Listen to loopback.")
            : Finding.Ok("TLS", gateway.Options.Http.Tls == HttpOptions.Off ? "Off, and the page listens on this machine alone." : "On.");
    }
}
