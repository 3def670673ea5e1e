using System.Runtime.CompilerServices;
using System.Text;
using Cosem;
using Dlms.Client;
using Dlms.Security;
using Dlms.Xdlms;
using Gateway.CommandLine;
using Gateway.Configuration;
using Gateway.LogicalDevices;

namespace Gateway.Checkup;

/// <summary>Connects to the running service as head-ends do: as public client, and as management client with the keys of the data directory.</summary>
internal sealed class HeadEndCheck : ICheck
{
    private const string Host = "127.0.0.1";
    private const string NotTried = "It was not tried";
    private const string SeeLog = "See the log and the events of the service (gateway events); start it anew when nothing is told there.";
    private const string Full = "The disk is full, and without counters that can be stored nobody associates: make room first, and do not start the service anew.";

    /// <inheritdoc />
    public string Subject => "DLMS";

    /// <inheritdoc />
    public async IAsyncEnumerable<Finding> LookAsync(CheckedGateway gateway, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (gateway.Service is null || gateway.Unasked is not null)
        {
            yield return Finding.Look(Subject, $"{NotTried}: {(gateway.Holder is null && !gateway.IsUnreadable ? "the service does not run" : "the service cannot be asked")}.", "Call doctor again when it runs.");
            yield break;
        }

        if (gateway.Store is not { Identity: { } identity } store)
        {
            yield return Finding.Look(Subject, $"{NotTried}: what it needs is in the database, which was not opened.", "See to the database first, as said above.");
            yield break;
        }

        var facts = store.Facts;
        yield return facts.AllowPublicClient
            ? await TryAsync("public client", facts.DlmsPort, new DlmsClientOptions(), use: null, identity, gateway, cancellationToken)
            : Finding.Ok(Subject, "The public client is switched off (Gateway:Dlms:AllowPublicClient).");
        yield return await ManagementAsync(gateway, store, identity, cancellationToken);
    }

    private async Task<Finding> ManagementAsync(CheckedGateway gateway, CheckedStore store, GatewayIdentity identity, CancellationToken cancellationToken)
    {
        if (Secrets.ToRead(gateway.Folder, store.State) is not { } secrets)
        {
            return Finding.Look(Subject, $"{NotTried} as management client: there are no keys yet.", "Start the service once.");
        }

        var facts = store.Facts;
        if (facts is { AllowHls: true, AllowPublicClient: true } && SystemTitle.TryParse(DlmsSecurityOptions.UsualTitle, out var title))
        {
            var keys = await secrets.KeysAsync();
            var security = new ClientSecurity(title, keys.GlobalUnicastEncryptionKey, keys.AuthenticationKey) { InvocationCounter = 1 };
            var use = new CounterUse(Given: null, ClientCounters.UsualFolder, SecurityKeys.FingerprintOf(keys.GlobalUnicastEncryptionKey));
            var options = new DlmsClientOptions { ClientSap = (ushort)ClientSap.Management, Security = security };
            return await TryAsync("management client with HLS", facts.DlmsPort, options, use, identity, gateway, cancellationToken);
        }

        if (facts is { AllowLls: true, Policy: SecurityPolicy.None })
        {
            var password = Encoding.Latin1.GetBytes(await secrets.LlsPasswordAsync());
            var options = new DlmsClientOptions { ClientSap = (ushort)ClientSap.Management, LowLevelSecret = password };
            return await TryAsync("management client with LLS", facts.DlmsPort, options, use: null, identity, gateway, cancellationToken);
        }

        return facts.AllowHls || facts.AllowLls
            ? Finding.Ok(Subject, $"{NotTried} as management client: that takes the public client, which tells the invocation counter and is switched off.")
            : Finding.Look(Subject, "The management client is switched off: no head-end can read values.", "Set Gateway:Dlms:AllowHls to true.");
    }

    /// <summary>Associates, reads the name of the gateway and compares it.</summary>
    private async Task<Finding> TryAsync(
        string who, int port, DlmsClientOptions options, CounterUse? use, GatewayIdentity identity, CheckedGateway gateway, CancellationToken cancellationToken)
    {
        try
        {
            using var connector = new DlmsConnector(Host, port, options, use, Reach.Patience);
            await using var client = await connector.AssociateAsync(DlmsVerb.Management, cancellationToken);
            var value = await client.GetAsync(new AttributeDescriptor(ClassId.Data, Obis.LogicalDeviceName, 2), cancellationToken);
            var name = value is CosemData.OctetString { Value: var octets } ? Encoding.ASCII.GetString(octets.Span) : $"{value}";
            await client.ReleaseAsync(cancellationToken);
            return name == identity.LogicalDeviceName
                ? Finding.Ok(Subject, $"The {who} associates on port {port} and reads the name {name}.")
                : Finding.Bad(
                    Subject,
                    $"The {who} reads the name {name}, and the gateway's is {identity.LogicalDeviceName}.",
                    "Another gateway answers on this port, or settings were changed since the start: start the service anew.");
        }
        catch (Exception e) when (e is FailedException or RefusedException or DlmsClientException or IOException)
        {
            return Finding.Bad(Subject, $"The {who} cannot read on port {port}: {e.Message}", RoomCheck.IsFull(gateway) ? Full : SeeLog);
        }
    }
}
