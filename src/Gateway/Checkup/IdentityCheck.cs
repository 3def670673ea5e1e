using Gateway.Configuration;

namespace Gateway.Checkup;

/// <summary>Whether the gateway has a name of its maker.</summary>
internal sealed class IdentityCheck : ICheck
{
    /// <inheritdoc />
    public string Subject => "FLAG id";

    /// <inheritdoc />
    public IAsyncEnumerable<Finding> LookAsync(CheckedGateway gateway, CancellationToken cancellationToken) => Look(gateway).ToAsyncEnumerable();

    private IEnumerable<Finding> Look(CheckedGateway gateway)
    {
        var flag = gateway.Options.FlagId;
        yield return flag == new GatewayOptions().FlagId
            ? Finding.Look(
                Subject,
                $"{flag}, the default, which is another maker's.",
                "Ask the DLMS User Association for your own (dlms.com, FLAG association), and set Gateway:FlagId before head-ends know the gateway: its system title changes with it.")
            : Finding.Ok(Subject, $"{flag}.");
        if (gateway.Store is { } store)
        {
            var origin = gateway.Options.Serial is null ? "kept since the first start" : "as Gateway:Serial says";
            yield return Finding.Ok("serial number", store.Identity is { } identity
                ? $"{identity.Serial:D10}, {origin}; name {identity.LogicalDeviceName}, system title {Convert.ToHexString(identity.SystemTitle)}."
                : "It is drawn at the first start.");
        }
    }
}
