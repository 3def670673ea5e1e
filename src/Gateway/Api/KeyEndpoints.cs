using Dlms.Security;
using Gateway.Access;
using Gateway.CommandLine;
using Gateway.Configuration;
using Gateway.HeadEnd;
using Metering.Events;

namespace Gateway.Api;

/// <summary><c>/keys</c>: what head-ends need to connect. Secrets are shown to an administrator who gives his password once more, and in no other answer
/// but a backup, where they are encrypted with a passphrase; and changed by one who does.</summary>
internal static class KeyEndpoints
{
    /// <summary>Maps the resources.</summary>
    public static void MapKeys(this IEndpointRouteBuilder api)
    {
        api.MapGet("/keys", (Installation installation) => Facts(installation)).For(Role.Administrator);
        api.MapPost("/keys/show", ShowAsync).For(Role.Administrator).MayHaveToWait().Tells("keys of head-ends shown");
        api.MapPost("/keys/rotate", RotateAsync).For(Role.Administrator).MayHaveToWait().Tells("keys of head-ends changed");
    }

    private static KeysResource Facts(Installation installation) => new(
        installation.Identity.LogicalDeviceName,
        Convert.ToHexString(installation.Identity.SystemTitle),
        SecurityPolicyNames.Of(installation.Security.Policy.SecurityPolicy),
        SecurityPolicyNames.Of(installation.Security.PolicyOfSettings),
        installation.AllowLls);

    private static async Task<ShownKeysResource> ShowAsync(HttpContext context, Installation installation, SignIns attempts, IEventLog events)
    {
        var fields = await RequestFields.ReadAsync(context.Request);
        var password = fields.OwnPassword(context.User);
        fields.CheckOthers();
        fields.Refuse();
        if (Sessions.UserOf(context.User) is null)
        {
            throw new ApiException(StatusCodes.Status403Forbidden, "Keys are shown to somebody who has signed in to the page; on the machine itself the verb keys shows them.");
        }

        await attempts.ProveAsync(context, password, RequestFields.Password);
        events.Report(EventCode.ParametersChanged, $"the keys of head-ends were shown to {Actor.Of(context)}.");
        var keys = installation.Security.Keys;
        return new ShownKeysResource(
            Hex(keys.GlobalUnicastEncryptionKey), Hex(keys.AuthenticationKey), Hex(keys.MasterKey), installation.AllowLls ? KeysCommand.Shown(installation.LlsPassword) : null);
    }

    private static async Task<KeysResource> RotateAsync(HttpContext context, Installation installation, SignIns attempts, IEventLog events)
    {
        var fields = await RequestFields.ReadAsync(context.Request);
        var order = new KeyOrder();
        Take(fields, "llsPassword", order.SetPassword);
        Take(fields, "blockCipherKey", (text, name) => order.SetKey(KeyId.GlobalUnicastEncryptionKey, text, name));
        Take(fields, "authenticationKey", (text, name) => order.SetKey(KeyId.AuthenticationKey, text, name));
        Take(fields, "masterKey", (text, name) => order.SetKey(KeyId.MasterKey, text, name));
        var lowers = fields.Flag("lowerPolicy", otherwise: null) ?? false;
        if (order.IsEmpty && !lowers)
        {
            fields.Wrong("", "Say what to change: llsPassword, blockCipherKey, authenticationKey, masterKey ('new' draws one) or lowerPolicy.", 0);
        }

        var password = fields.OwnPassword(context.User);
        fields.CheckOthers();
        fields.Refuse();
        await attempts.ProveAsync(context, password, RequestFields.Password);
        await ApplyAsync(installation.Security, order, lowers);
        var by = Actor.Of(context);
        if (!order.IsEmpty)
        {
            events.Report(EventCode.KeysChanged, $"{order.Words} changed by {by}.");
        }

        if (lowers)
        {
            events.Report(EventCode.ParametersChanged, $"the security policy is that of the settings again, by {by}.");
        }

        context.Tell("", string.Join(", ", new[] { order.IsEmpty ? "" : order.Words, lowers ? "the security policy is that of the settings" : "" }.Where(text => text.Length > 0)));

        return Facts(installation);
    }

    private static async Task ApplyAsync(HeadEndSecurity security, KeyOrder order, bool lowers)
    {
        if (order.Password is not null)
        {
            await security.SetLowLevelSecretAsync(order.Password);
        }

        if (order.ChangesKeys)
        {
            await security.ChangeKeysAsync(order.Apply);
        }

        if (lowers)
        {
            await security.LowerPolicyAsync();
        }
    }

    private static void Take(RequestFields fields, string name, Action<string?, string> set)
    {
        try
        {
            // a check box of the page asks for a new one
            set(fields.Text(name, otherwise: null) is { Length: > 0 } text ? text : null, name);
        }
        catch (RefusedException e)
        {
            fields.Wrong(name, e.Message, 0);
        }
    }

    private static string Hex(ReadOnlySpan<byte> key) => Convert.ToHexString(key);
}
